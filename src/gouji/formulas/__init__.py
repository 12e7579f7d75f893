"""The little language of formulas and rules: text → syntax tree with positions → exact value.

Belongs here: lexer, parser, tree, evaluation of what needs no data. What a name means is told by a scope from a higher room.
"""

from gouji.formulas.evaluation import Amount
from gouji.formulas.evaluation import Missing
from gouji.formulas.evaluation import Scope
from gouji.formulas.evaluation import Value
from gouji.formulas.evaluation import as_amount
from gouji.formulas.evaluation import combine
from gouji.formulas.evaluation import compare_values
from gouji.formulas.evaluation import evaluate
from gouji.formulas.evaluation import fold
from gouji.formulas.evaluation import of_figure
from gouji.formulas.parser import FormulaError
from gouji.formulas.parser import parse
from gouji.formulas.syntax import Binary
from gouji.formulas.syntax import Call
from gouji.formulas.syntax import Compare
from gouji.formulas.syntax import Logic
from gouji.formulas.syntax import Name
from gouji.formulas.syntax import Node
from gouji.formulas.syntax import Number
from gouji.formulas.syntax import Reference
from gouji.formulas.syntax import Text
from gouji.formulas.syntax import Unary
from gouji.formulas.syntax import walk

__all__ = [
    "Amount",
    "Binary",
    "Call",
    "Compare",
    "FormulaError",
    "Logic",
    "Missing",
    "Name",
    "Node",
    "Number",
    "Reference",
    "Scope",
    "Text",
    "Unary",
    "Value",
    "as_amount",
    "combine",
    "compare_values",
    "evaluate",
    "fold",
    "of_figure",
    "parse",
    "walk",
]
