"""What may be known: typed, dated definitions of indicators, rules, forms, schemes, registers and questionnaires.

Belongs here: reading definition files with file and line, validation, names and their meaning on a day, fingerprints.
"""

from gouji.catalogue.definitions import Criterion
from gouji.catalogue.definitions import Indicator
from gouji.catalogue.definitions import Register
from gouji.catalogue.definitions import RegisterColumn
from gouji.catalogue.definitions import Rule
from gouji.catalogue.definitions import Scheme
from gouji.catalogue.edition import Edition
from gouji.catalogue.layouts import Chart
from gouji.catalogue.layouts import Column
from gouji.catalogue.layouts import Form
from gouji.catalogue.layouts import Row
from gouji.catalogue.layouts import Table
from gouji.catalogue.loading import Catalogue
from gouji.catalogue.loading import load_catalogue
from gouji.catalogue.loading import shipped_definitions
from gouji.catalogue.values import Formula

__all__ = [
    "Catalogue",
    "Chart",
    "Column",
    "Criterion",
    "Edition",
    "Form",
    "Formula",
    "Indicator",
    "Register",
    "RegisterColumn",
    "Row",
    "Rule",
    "Scheme",
    "Table",
    "load_catalogue",
    "shipped_definitions",
]
