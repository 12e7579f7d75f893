"""What follows: figures, roll-ups, rules, scores, each with its explanation. Pure functions over a book.

Belongs here: evaluation over a book, checks, scoring, explanations. Not here: reading or writing files, layout.
"""

from gouji.reckon.checking import check
from gouji.reckon.context import Context
from gouji.reckon.findings import CheckReport
from gouji.reckon.findings import Finding
from gouji.reckon.findings import Unassessed
from gouji.reckon.kept import KeptCheck
from gouji.reckon.places import Only
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.results import Evaluated
from gouji.reckon.results import Operand
from gouji.reckon.results import Result
from gouji.reckon.results import Tally
from gouji.reckon.results import gap_words
from gouji.reckon.scoresheet import Effect
from gouji.reckon.scoresheet import ScoreLine
from gouji.reckon.scoresheet import ScoreSheet
from gouji.reckon.scoring import scheme_of
from gouji.reckon.scoring import score

__all__ = [
    "CheckReport",
    "Context",
    "Effect",
    "Evaluated",
    "Finding",
    "KeptCheck",
    "Only",
    "Operand",
    "Reckoner",
    "Result",
    "ScoreLine",
    "ScoreSheet",
    "Tally",
    "Unassessed",
    "check",
    "gap_words",
    "scheme_of",
    "score",
]
