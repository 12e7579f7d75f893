"""A number as printed: value, last place, unit and bound, and hence the interval it stands for. Exact throughout, standard library only.

Belongs here: reading and writing one number, units, rounding, interval arithmetic, verdicts. Not here: numbers inside sentences, formulas.
"""

from gouji.numbers import chinese
from gouji.numbers import units
from gouji.numbers.exact import Exact
from gouji.numbers.exact import exactly
from gouji.numbers.figure import Bound
from gouji.numbers.figure import Figure
from gouji.numbers.interval import Interval
from gouji.numbers.reading import read_figure
from gouji.numbers.rounding import Rounding
from gouji.numbers.rounding import as_decimal
from gouji.numbers.rounding import round_to
from gouji.numbers.verdict import Verdict
from gouji.numbers.verdict import compare
from gouji.numbers.verdict import judge
from gouji.numbers.writing import write_figure

__all__ = [
    "Bound",
    "Exact",
    "Figure",
    "Interval",
    "Rounding",
    "Verdict",
    "as_decimal",
    "chinese",
    "compare",
    "exactly",
    "judge",
    "read_figure",
    "round_to",
    "units",
    "write_figure",
]
