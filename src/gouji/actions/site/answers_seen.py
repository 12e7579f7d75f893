"""The answers that were given to findings, for those who read a book: who said what when, and whether it still speaks for the figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gouji.actions.site.findings import about_of
from gouji.actions.site.findings import holds
from gouji.actions.site.findings import values_of
from gouji.actions.site.reading import Reading
from gouji.messages import translate as _
from gouji.reckon import Finding
from gouji.rights import Reach
from gouji.store.models import Answer


@dataclass(frozen=True, slots=True)
class AnswerSeen:
    """An answer: its kind, words, the difference that is tolerated, who gave it when, who approved it when; `stands` where it still speaks for the figures."""

    kind: str
    words: str
    limit: str
    who: str
    when: datetime
    approvals: tuple[tuple[str, datetime], ...]
    stands: bool


def answers_seen(reading: Reading, findings: Iterable[Finding]) -> list[tuple[AnswerSeen, ...]]:
    """The answers to each finding, the newest first. Who sees what was submitted sees those given for just these figures; readers see none."""
    findings = list(findings)
    given: dict[str, list[Answer]] = {}
    if findings:
        rows = Answer.objects.filter(book=reading.row, withdrawn__isnull=True).select_related("account").prefetch_related("approvals__account")
        for row in rows.order_by("-pk"):
            given.setdefault(row.about, []).append(row)
    return [_of(reading, each, given.get(about_of(each), ())) for each in findings] if given else [()] * len(findings)


def _of(reading: Reading, finding: Finding, rows: Iterable[Answer]) -> tuple[AnswerSeen, ...]:
    reach, values = reading.reaches.get(finding.organisation), values_of(finding)
    if reach not in (Reach.BELOW, Reach.SENT):
        return ()
    return tuple(_seen(row, values, finding.gap) for row in rows if reach is Reach.BELOW or row.values == values)


def _seen(row: Answer, values: str, gap: str) -> AnswerSeen:
    approvals = tuple((each.account.name if each.account else _("系统"), each.moment) for each in row.approvals.all())
    return AnswerSeen(row.kind, row.words, row.limit, row.account.name if row.account else _("系统"), row.moment, approvals, holds(row, values, gap))
