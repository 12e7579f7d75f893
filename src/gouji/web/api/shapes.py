"""What goes over the wire. Figures are texts, exact as printed or typed; days and moments as ISO 8601."""

from __future__ import annotations

from typing import Annotated
from typing import Any
from typing import Literal

from ninja import Schema
from pydantic import Field
from pydantic import StringConstraints

from gouji.actions.site.explained import DEPTH

LONGEST_VALUE, MOST_ROWS = 2000, 5000
Text = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Long = Annotated[str, StringConstraints(max_length=LONGEST_VALUE, pattern=r"^[^\x00]*$")]
Number = Annotated[int, Field(ge=0, le=2**53)]


class Trouble(Schema):
    """One thing that is wrong."""

    code: str
    message: str
    advice: str = ""
    where: str = ""


class Failure(Trouble):
    """Why a request was not done: the first thing that is wrong, and the others."""

    others: list[Trouble] = Field(default_factory=list)


class BookOut(Schema):
    """A book of which the account may see something."""

    slug: str
    title: str
    organisation: str


class FactOut(Schema):
    """A fact (事实) or stated figure (填报), as recorded."""

    indicator: str
    label: str
    organisation: str
    organisation_name: str
    period: str
    breakdown: str
    basis: str
    state: str
    value: str
    unit: str
    source: str
    evidence: list[str]
    author: str
    recorded: str | None
    note: str


class FactsAsked(Schema):
    """Which facts: by code of indicator and organisation, canonical period (2024年), basis (事实, 填报), state (值, 空, 不适用, 未采集)."""

    indicator: Text = ""
    organisation: Text = ""
    period: Text = ""
    basis: Text = ""
    state: Text = ""
    cursor: Annotated[str, StringConstraints(max_length=2000)] = ""
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class FigureAsked(Schema):
    """Which figure; without an organisation the book's own, without a period the latest. `depth` is how many levels of operands are wanted."""

    indicator: Text
    organisation: Text = ""
    period: Text = ""
    breakdown: Text = ""
    depth: Annotated[int, Field(ge=1, le=DEPTH)] = DEPTH


class FactsOut(Schema):
    """A page of facts; `next` is the cursor to go on with, null at the end."""

    items: list[FactOut]
    next: str | None


class FindingOut(Schema):
    """A relation that does not hold, with both sides and the arithmetic."""

    rule: str
    severity: str
    verdict: str
    indicators: list[str]
    organisation: str
    period: str
    message: str
    level: str
    subject: str
    statement: str
    formula: str
    left: str
    right: str
    advice: str


class ExplanationOut(Schema):
    """A figure with all that led to it: `record` as in reports, `parts` the figures it was reckoned from."""

    record: dict[str, Any]
    indicator: str | None
    missing: bool
    hidden: bool
    deeper: bool
    evidence: list[str]
    parts: list[ExplanationOut]


class RoundOut(Schema):
    """A round: what is asked for and by when."""

    number: int
    title: str
    form: str
    period: str
    book: str
    opens: str
    due: str
    closed: bool


class SubmissionOut(Schema):
    """What one organisation hands in for a round."""

    number: int
    organisation: str
    organisation_name: str
    state: str
    filled: int
    total: int


class CellOut(Schema):
    """A cell of a form: `key` names it when it is recorded, `version` is what a program has seen (0: nothing there yet)."""

    key: str
    label: str
    kind: str
    text: str
    unit: str
    state: str
    former: str
    version: int
    table: str


class CellIn(Schema):
    """A figure to be recorded. `seen` is the version that was seen; if another one counts by now, the cell comes back as a conflict."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
    value: Long
    seen: Number = 0
    note: Long | None = None


class CellsIn(Schema):
    """Figures of one submission. `dry_run` says what would come of it and changes nothing."""

    cells: Annotated[list[CellIn], Field(min_length=1, max_length=MOST_ROWS)]
    dry_run: bool = False


class FaultOut(Schema):
    """A cell that was not taken, and why."""

    key: str
    code: str
    message: str
    advice: str
    value: str


class ConflictOut(Schema):
    """A cell that somebody else changed meanwhile."""

    key: str
    value: str
    who: str
    when: str
    version: int
    mine: str


class RecordedOut(Schema):
    """What came of it: the version of each cell taken; those that were not."""

    dry_run: bool
    saved: dict[str, int]
    faults: list[FaultOut]
    conflicts: list[ConflictOut]
    state: str


class ReportOut(Schema):
    """A report of a book."""

    key: str
    name: str
    form: str
    organisation: str
    period: str
    may_build: bool
    versions: int


class ReportIn(Schema):
    """A report to be built."""

    form: Text
    organisation: Text
    period: Text
    basis: Text = "live"


class JobOut(Schema):
    """Long work. `result` holds what came of it once `state` is done."""

    number: int
    kind: str
    title: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    percent: int | None
    problems: list[str]
    address: str


class AuditIn(Schema):
    """What a document is held against: a book (slug) in a period; both empty: only against itself."""

    book: Text = ""
    period: Text = ""


class AuditOut(Schema):
    """A document handed in for an audit; `summary` is what the last audit counted (empty before the first)."""

    number: int
    name: str
    size: int
    sha256: str
    expires: str
    job: int | None
    summary: dict[str, Any]


class AuditRecordOut(Schema):
    """What the audit of a document found."""

    number: int
    total: int
    findings: list[dict[str, Any]]
    coverage: list[int]
    notices: list[str]
    unassessed: int
