"""Tables that users hand in: CSV and XLSX become `RawTable`, and the user's own file is given back with an error column.

Belongs here: what a file may look like and what is refused. What a column means belongs to those who ask for it.
"""

from gouji.papers.tables.annotate import Annotation
from gouji.papers.tables.annotate import write_annotated
from gouji.papers.tables.columns import map_columns
from gouji.papers.tables.columns import titles_shown
from gouji.papers.tables.faults import row_faults
from gouji.papers.tables.model import ERROR_COLUMN
from gouji.papers.tables.model import Limits
from gouji.papers.tables.model import Mark
from gouji.papers.tables.model import RawRow
from gouji.papers.tables.model import RawTable
from gouji.papers.tables.read import read_table

__all__ = [
    "ERROR_COLUMN",
    "Annotation",
    "Limits",
    "Mark",
    "RawRow",
    "RawTable",
    "map_columns",
    "read_table",
    "row_faults",
    "titles_shown",
    "write_annotated",
]
