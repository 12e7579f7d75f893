"""Who may do what with what: a pure policy. Default deny; every page, export, search, job and API operation asks here.

Belongs here: roles, acts, the matrix, decisions with their reasons. Not here: where grants are kept (store) or what an act does (actions).
"""

from gouji.rights.policy import MATRIX
from gouji.rights.policy import Act
from gouji.rights.policy import Reach
from gouji.rights.policy import Role
from gouji.rights.policy import separation_problem
from gouji.rights.ruling import Actor
from gouji.rights.ruling import Capability
from gouji.rights.ruling import Decision
from gouji.rights.ruling import Grant
from gouji.rights.ruling import Target
from gouji.rights.ruling import decide
from gouji.rights.ruling import reachable
from gouji.rights.words import act_words
from gouji.rights.words import decision_words
from gouji.rights.words import matrix_rows

__all__ = [
    "MATRIX",
    "Act",
    "Actor",
    "Capability",
    "Decision",
    "Grant",
    "Reach",
    "Role",
    "Target",
    "act_words",
    "decide",
    "decision_words",
    "matrix_rows",
    "reachable",
    "separation_problem",
]
