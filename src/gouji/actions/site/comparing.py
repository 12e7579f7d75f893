"""Two states of a submission's form, line by line: as submitted, the submission before, last year, a publication, a date, the present."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from decimal import Decimal
from decimal import InvalidOperation

from gouji.actions.site.as_sent import lines_as_sent
from gouji.actions.site.as_sent import sees_work
from gouji.actions.site.asked import today
from gouji.actions.site.deciding import published_target_of
from gouji.actions.site.form_lines import GIVEN
from gouji.actions.site.form_lines import Line
from gouji.actions.site.form_lines import lines_at
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import find_submission
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store.editions import also_of
from gouji.store.models import BookRow
from gouji.store.models import Event
from gouji.store.models import Publication
from gouji.store.models import RowVersion
from gouji.store.models import Submission

SENT, LAST, YEAR, NOW, NUMBER = "sent", "last", "year", "now", "p"
"""Names of states: as submitted, the submission before, last year, the present; p2 is the second publication, 2026-03-01 a date."""
ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"


@dataclass(frozen=True, slots=True)
class StateChoice:
    """A state that can be compared: its name in addresses, words, the version of the book, how many periods back, which later versions count besides."""

    code: str
    words: str
    version: int
    earlier: int = 0
    also: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """A line in two states: added, removed, changed or the same; `gap` is after minus before where both are plain numbers."""

    kind: str
    table: str
    name: str
    unit: str
    before: str
    after: str
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of a submission beside each other, with how many lines are of each kind, and what else could be compared."""

    submission: Submission
    first: StateChoice
    second: StateChoice
    lines: tuple[Difference, ...]
    counts: Mapping[str, int]
    choices: tuple[StateChoice, ...]


def compare(origin: Origin, number: int, first: str = "", second: str = "") -> Comparison:
    """Two states of a submission (by default the last but one and the last); whoever may see only what was submitted, or published, compares that.

    Raises Refused (figures.view), GoujiError: no submission (S05), no such state (S57).
    """
    submission = find_submission(number)
    target = published_target_of(submission)
    require(origin, Act.VIEW_FIGURES, target)
    choices = choices_of(origin, submission, target)
    later = _choose(origin, submission, target, choices, second or (choices[0].code if choices else ""))
    usual = next((choice.code for choice in choices if choice.code != later.code), later.code)
    earlier = _choose(origin, submission, target, choices, first or usual)
    before, after = (_lines(submission, each, whole=sees_work(origin, target)) for each in (earlier, later))
    lines = differences(before, after)
    return Comparison(submission, earlier, later, lines, Counter(line.kind for line in lines), choices)


def choices_of(origin: Origin, submission: Submission, target: Target) -> tuple[StateChoice, ...]:
    """The states the account may compare, the newest first."""
    found: list[StateChoice] = []
    if sees_sent(origin, target) and submission.sent_version:
        found.append(StateChoice(SENT, _("本次上报"), submission.sent_version))
        before = sent_before(submission)
        if before:
            found.append(StateChoice(LAST, _("上次上报"), before))
        found.append(StateChoice(YEAR, _("去年同期"), submission.sent_version, 1))
    if sees_work(origin, target):
        now = BookRow.objects.get(pk=submission.round.book_id).version
        found.append(StateChoice(NOW, _("当前数据"), now))
        if not submission.sent_version:
            found.append(StateChoice(YEAR, _("去年同期"), now, 1))
    standing = Publication.objects.filter(submission=submission, withdrawn__isnull=True).order_by("-number")
    return (*found, *(
        StateChoice(f"{NUMBER}{row.number}", _("发布第 {number} 号").format(number=row.number), row.version, also=also_of(row.also)) for row in standing
    ))


def sees_sent(origin: Origin, target: Target) -> bool:
    """Whether it sees what was submitted, published or not; being asked to review is enough."""
    return allowed(origin, Act.VIEW_FIGURES, replace(target, published=False)).allowed


def sent_before(submission: Submission) -> int:
    """The version of the submission before the last; 0 where there was none."""
    versions = Event.objects.filter(submission=submission, version__gt=0).order_by("-pk").values_list("version", flat=True)
    return next((version for version in versions if version != submission.sent_version), 0)


def differences(before: Sequence[Line], after: Sequence[Line]) -> tuple[Difference, ...]:
    """Line by line, in the order of the later state; what is no more comes where it stood."""
    known = {line.slot: line for line in before}
    found = [_difference(known.pop(line.slot, None), line) for line in after]
    return (*found, *(_difference(line, None) for line in known.values()))


def gap_text(before: str, after: str) -> str:
    """How much a figure rose or fell, with its sign; empty where one is no plain number."""
    try:
        gap = Decimal(after) - Decimal(before)
    except InvalidOperation:
        return ""
    return f"{gap:+f}" if gap else ""


def said(line: Line | None) -> str:
    """What a line says: its text, or why there is none; empty where nothing was filled in."""
    return "" if line is None else line.text or ("" if line.state in (GIVEN, "空") else line.state)


def _lines(submission: Submission, state: StateChoice, *, whole: bool) -> Sequence[Line]:
    """The lines of a state; of other periods only what was sent, but for who sees the `whole` book."""
    if state.earlier and not whole:
        return [line for table in lines_as_sent(submission, state.earlier) for line in table.lines]
    return lines_at(submission, state.version, state.earlier, state.also)


def _difference(before: Line | None, after: Line | None) -> Difference:
    line = after or before
    assert line is not None, "one of the two is there"
    old, new = said(before), said(after)
    kind = SAME if old == new else ADDED if not old else REMOVED if not new else CHANGED
    return Difference(kind, line.table, line.name, line.unit, old, new, gap_text(old, new) if kind == CHANGED else "")


def _choose(origin: Origin, submission: Submission, target: Target, choices: Sequence[StateChoice], code: str) -> StateChoice:
    found = next((choice for choice in choices if choice.code == code), None)
    day = _day(code) if found is None and sees_work(origin, target) else None
    version = _version_on(submission, day) if day is not None else 0
    if version:
        return StateChoice(code, code, version)
    if found is None:
        raise GoujiError.of("S57", name=code[:20], known="、".join(choice.code for choice in choices) or "—")
    return found


def _day(code: str) -> date | None:
    try:
        return date.fromisoformat(code)
    except ValueError:
        return None


def _version_on(submission: Submission, day: date) -> int:
    """The last version recorded by the end of a day; 0 where nothing had been recorded yet."""
    end = datetime.combine(min(day, today()) + timedelta(days=1), time()).astimezone()
    last = RowVersion.objects.filter(book_id=submission.round.book_id, recorded__lt=end).order_by("-pk").values_list("pk", flat=True).first()
    return last or 0
