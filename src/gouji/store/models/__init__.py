"""The tables. Portable SQL only (no JSON operators, arrays or database functions), so that other databases can follow."""

from gouji.store.models.accounts import Account
from gouji.store.models.accounts import AccountManager
from gouji.store.models.accounts import GrantRow
from gouji.store.models.accounts import KeptAnswer
from gouji.store.models.accounts import Token
from gouji.store.models.books import BookRow
from gouji.store.models.books import CurrentRow
from gouji.store.models.books import RowVersion
from gouji.store.models.books import TableFile
from gouji.store.models.collecting import Answer
from gouji.store.models.collecting import Approval
from gouji.store.models.collecting import Correction
from gouji.store.models.collecting import Erratum
from gouji.store.models.collecting import Event
from gouji.store.models.collecting import Mark
from gouji.store.models.collecting import Permit
from gouji.store.models.collecting import Publication
from gouji.store.models.collecting import Round
from gouji.store.models.collecting import Submission
from gouji.store.models.collecting import Task
from gouji.store.models.documents import Document
from gouji.store.models.documents import ReportVersion
from gouji.store.models.jobs import Job
from gouji.store.models.settings import SiteSetting
from gouji.store.models.trail import TrailHead
from gouji.store.models.trail import TrailRow

__all__ = [
    "Account",
    "AccountManager",
    "Answer",
    "Approval",
    "BookRow",
    "Correction",
    "CurrentRow",
    "Document",
    "Erratum",
    "Event",
    "GrantRow",
    "Job",
    "KeptAnswer",
    "Mark",
    "Permit",
    "Publication",
    "ReportVersion",
    "Round",
    "RowVersion",
    "SiteSetting",
    "Submission",
    "TableFile",
    "Task",
    "Token",
    "TrailHead",
    "TrailRow",
]
