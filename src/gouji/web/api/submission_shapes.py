"""What goes over the wire where submissions are handed in and decided on."""

from __future__ import annotations

from typing import Annotated
from typing import Literal

from ninja import Schema
from pydantic import Field
from pydantic import StringConstraints

from gouji.web.api.shapes import Long
from gouji.web.api.shapes import Number
from gouji.web.api.shapes import Text
from gouji.web.api.shapes import Trouble

State = Literal["empty", "filling", "submitted", "returned", "approved", "published"]
Name = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00]*$")]


class TaskOut(Schema):
    """A line of the task list. `submission` is null where a whole round waits; `days` are those left (negative: late)."""

    group: Literal["filling", "reviewing", "publishing", "waiting", "done"]
    round: int
    submission: int | None
    title: str
    organisation_name: str
    state: State
    words: str
    due: str
    days: int
    detail: str


class StandingOut(Schema):
    """How a submission stands. `moves` counts what happened to it, `step` is the level of review (from 0) of `levels`; `shut` says why nothing may be
    written (empty: it may).
    """

    number: int
    round: int
    organisation: str
    organisation_name: str
    state: State
    moves: int
    step: int
    levels: int
    shut: str
    submitted: str | None


class AnswerOut(Schema):
    """An answer to a finding, and who approved a tolerance."""

    kind: str
    words: str
    limit: str
    who: str
    when: str
    approved_by: list[str]


class CardOut(Schema):
    """A finding of a submission. `about` and `values` name it and its figures when it is answered; `kinds` are the answers it may be given; `answer` holds,
    `lapsed` was given for other figures; `offered` are last year's words.
    """

    number: int
    about: str
    values: str
    rule: str
    severity: str
    hard: bool
    statement: str
    message: str
    advice: str
    formula: str
    gap: str
    settled: bool
    kinds: list[str]
    cells: list[str]
    answer: AnswerOut | None
    lapsed: AnswerOut | None
    offered: str


class UncheckedOut(Schema):
    """A rule that could not be assessed, and for want of what: it counts as not passed."""

    rule: str
    statement: str
    reason: str


class FindingsOut(Schema):
    """The findings of a submission; `mending` and `answering` are how many stand against handing it in, `held` how many rules hold."""

    findings: list[CardOut]
    unchecked: list[UncheckedOut]
    held: int
    mending: int
    answering: int


class AnswerIn(Schema):
    """An answer: 确认, 说明 (with words), 容差 (with words and `limit`, the difference to be tolerated, which somebody else approves)."""

    about: Name
    values: Text
    kind: Literal["确认", "说明", "容差"]
    words: Long = ""
    limit: Annotated[str, StringConstraints(max_length=40, pattern=r"^[^\x00]*$")] = ""


class AnswersIn(Schema):
    """Answers to findings of one submission. `dry_run` says what would come of it and changes nothing."""

    answers: Annotated[list[AnswerIn], Field(min_length=1, max_length=200)]
    dry_run: bool = False


class AnswerFault(Trouble):
    """An answer that was not taken, and why."""

    about: str


class AnsweredOut(Schema):
    """The findings whose answer was taken; those whose was not."""

    dry_run: bool
    taken: list[str]
    faults: list[AnswerFault]


class WithdrawIn(Schema):
    """`seen` is the number of moves that was seen: where there are more by now, nothing is done (409)."""

    seen: Number
    dry_run: bool = False


class DecisionIn(WithdrawIn):
    """With words for those who come after."""

    words: Long = ""


class RowIn(Schema):
    """A row to be returned: `row` as in the list of lines, a reason (data, definition, evidence, conflict, missing, other), words on it."""

    row: Name
    reason: Text
    words: Long = ""


class ReturnIn(DecisionIn):
    """What is returned: these rows, or the whole where there are none."""

    rows: Annotated[list[RowIn], Field(max_length=2000)] = Field(default_factory=list)


class HandedInOut(Schema):
    """How it stands now."""

    dry_run: bool
    state: State
    moves: int


class DecidedOut(HandedInOut):
    """How it stands now: the level, how many must still agree at it, whether it was only an opinion."""

    step: int
    left: int
    opinion: bool


class SentLineOut(Schema):
    """A figure or row as it was handed in."""

    row: str
    table: str
    label: str
    column: str
    kind: str
    text: str
    unit: str
    before: str | None
    note: str
    evidence: list[str]
