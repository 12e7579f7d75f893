"""What a check says of a submission, as numbered cards: what is to be mended, what asks for an answer, what could not be assessed; answers that still hold."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from decimal import Decimal
from decimal import InvalidOperation
from hashlib import sha256

from gouji.actions.site.asked import context_of
from gouji.book import parse_period
from gouji.catalogue import Catalogue
from gouji.messages import translate as _
from gouji.reckon import CheckReport
from gouji.reckon import Finding
from gouji.reckon import Only
from gouji.reckon import Reckoner
from gouji.reckon import Result
from gouji.reckon import check
from gouji.reckon import gap_words
from gouji.reports.entry import EntryTable
from gouji.reports.entry import cell_key
from gouji.store.covers import asked_by
from gouji.store.models import Answer
from gouji.store.models import Submission

CONFIRM, EXPLAIN, TOLERATE = "确认", "说明", "容差"
LONGEST_ABOUT = 300
REGISTER = "@"  # before the names of registers among what a form asks for


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody's approval of a tolerance: who, when."""

    who: str
    account: int | None
    when: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: its kind, words, the difference that is tolerated, who gave it, who approved it for the figures as they are; `lapsed` are approvals given
    for other figures.
    """

    number: int
    kind: str
    words: str
    limit: str
    who: str
    when: datetime
    approvals: tuple[Consent, ...] = ()
    lapsed: tuple[Consent, ...] = ()
    account: int | None = None

    @property
    def approver(self) -> str:
        """The names of those whose approval holds."""
        return "、".join(dict.fromkeys(each.who for each in self.approvals))


@dataclass(frozen=True, slots=True)
class Card:
    """A finding to be dealt with. `about` names it, `values` is the fingerprint of the figures it is about; `hard` can only be mended or tolerated.

    `answer` still holds; `lapsed` was given for other figures; `offered` are last year's words. `cells` are (key, label) in the form.
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
    cells: tuple[tuple[str, str], ...]
    answer: Given | None = None
    lapsed: Given | None = None
    offered: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing more is wanted of the person filling in."""
        if self.answer is None:
            return self.severity == "提示"
        return self.answer.kind != TOLERATE or bool(self.answer.approver)

    @property
    def measured(self) -> bool:
        """Whether it says by how much the figures are apart, so that a tolerance can be a number; else one is asked for the figures as they are."""
        return number_in(self.gap) is not None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The answers it may be given."""
        return (TOLERATE,) if self.hard else (CONFIRM, EXPLAIN, TOLERATE) if self.gap else (CONFIRM, EXPLAIN)


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A rule that could not be assessed, and for want of what."""

    rule: str
    statement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All of it. `unchecked` is shown and counted and never counts as passed."""

    cards: tuple[Card, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    held: int = 0

    @property
    def mending(self) -> tuple[Card, ...]:
        """Hard rules that fail."""
        return tuple(card for card in self.cards if card.hard and not card.settled)

    @property
    def answering(self) -> tuple[Card, ...]:
        """Soft ones without an answer that holds."""
        return tuple(card for card in self.cards if not card.hard and not card.settled)

    @property
    def settled(self) -> tuple[Card, ...]:
        """Those that are dealt with, or only informative."""
        return tuple(card for card in self.cards if card.settled)


@dataclass(slots=True)
class _Raised:
    """A finding with its name and the fingerprint of its figures."""

    finding: Finding
    about: str
    values: str
    answers: list[Answer] = field(default_factory=list)


def findings_of(reckoner: Reckoner, submission: Submission, tables: Sequence[EntryTable]) -> Findings:
    """The findings of a submission's form, organisation and period, with the answers given so far."""
    return findings_from(report_of(reckoner, submission), reckoner.book.catalogue, submission, tables)


def report_of(reckoner: Reckoner, submission: Submission) -> CheckReport:
    """What a check of the submission's form, organisation and period finds."""
    context = context_of(submission)
    asked = asked_by(reckoner.book.edition(context.period), submission.round.form)
    registers = frozenset(name[1:] for name in asked if name.startswith(REGISTER))
    return check(reckoner, Only(frozenset(asked) - {REGISTER + name for name in registers}, registers, submission.organisation, context.period))


def findings_from(report: CheckReport, catalogue: Catalogue, submission: Submission, tables: Sequence[EntryTable]) -> Findings:
    """What a check of the submission's place found, with the answers given so far."""
    raised = [_Raised(finding, about_of(finding), values_of(finding)) for finding in report.findings]
    labels = {cell.key: cell.label for table in tables for cell in table.cells()} if raised else {}
    answers = _answers(submission, [item.about for item in raised]) if raised else {}
    former = _former(submission, {item.finding.rule for item in raised}) if raised else {}
    cards = tuple(_card(number, item, answers, former, labels) for number, item in enumerate(raised, 1))
    statements = {rule.number: rule.statement for rule in catalogue.rules}
    unchecked = tuple(
        Unchecked(item.rule, statements.get(item.rule, ""), f"{gap_words(item.reason)}{'：' if item.missing else ''}{'、'.join(item.missing[:6])}")
        for item in report.not_assessable
    )
    return Findings(cards, unchecked, report.held)


def about_of(finding: Finding) -> str:
    """What a finding is called: its rule, place and the indicators of the relation; a long name by its fingerprint."""
    text = "|".join((finding.rule, finding.organisation, finding.period, finding.subject, ",".join(finding.indicators)))
    return text if len(text) <= LONGEST_ABOUT else f"{finding.rule}|{finding.organisation}|{finding.period}|{sha256(text.encode()).hexdigest()}"


def values_of(finding: Finding) -> str:
    """The fingerprint of the figures a finding is about: where they change, an answer lapses."""
    operands = (f"{operand.label}={operand.printed}" for operand in finding.operands)
    return sha256("\n".join((finding.left, finding.right, *operands)).encode()).hexdigest()


def _answers(submission: Submission, about: Iterable[str]) -> dict[str, list[Answer]]:
    rows = Answer.objects.filter(book=submission.round.book, about__in=list(about), withdrawn__isnull=True)
    found: dict[str, list[Answer]] = {}
    for row in rows.select_related("account").prefetch_related("approvals__account").order_by("-pk"):
        found.setdefault(row.about, []).append(row)
    return found


def _former(submission: Submission, rules: Iterable[str]) -> dict[str, str]:
    """The words given to the same rules for the period before."""
    before = parse_period(submission.round.period).earlier(1)
    rows = Answer.objects.filter(book=submission.round.book, organisation=submission.organisation, rule__in=list(rules), withdrawn__isnull=True)
    told: list[tuple[str, str, str]] = list(rows.exclude(words="").order_by("pk").values_list("rule", "period", "words"))
    return {rule: words for rule, period, words in told if parse_period(period).year == before.year}


def _card(number: int, item: _Raised, answers: dict[str, list[Answer]], former: dict[str, str], labels: dict[str, str]) -> Card:
    finding = item.finding
    given = answers.get(item.about, [])
    holding = next((row for row in given if holds(row, item.values, finding.gap)), None)
    lapsed = next(iter(given), None) if holding is None else None
    keys = {cell_key(operand.indicator.code, operand.breakdown): operand.label for operand in finding.operands if isinstance(operand, Result)}
    return Card(
        number, item.about, item.values, finding.rule, finding.severity, finding.level == "硬性" and finding.severity == "错误", finding.statement,
        _message(finding), finding.advice, finding.formula, finding.gap, tuple((key, label) for key, label in keys.items() if key in labels),
        _given(holding, item.values) if holding is not None else None, _given(lapsed, item.values) if lapsed is not None else None,
        former.get(finding.rule, ""),
    )


def _message(finding: Finding) -> str:
    """What is wrong, with the row or slice it is about."""
    known = not finding.subject or finding.subject in finding.message
    return finding.message if known else _("{subject}：{message}").format(subject=finding.subject, message=finding.message)


def holds(answer: Answer, values: str, gap: str) -> bool:
    """Whether an answer still speaks for the figures as they are: apart by no more than is tolerated; unchanged where nothing says how far apart they are."""
    if answer.kind == TOLERATE:
        limit, apart = number_in(answer.limit), number_in(gap)
        if apart is not None:
            return limit is not None and apart <= limit
    return bool(answer.values == values)


def number_in(text: str) -> Decimal | None:
    """The number a difference begins with (3, 0.25个百分点); None where there is none."""
    digits = text.strip()
    while digits:
        try:
            return Decimal(digits.replace(",", "")) if digits[0].isdigit() else None
        except InvalidOperation:
            digits = digits[:-1]
    return None


def _given(row: Answer, values: str) -> Given:
    """The answer as it stands for figures of a fingerprint."""
    every = sorted(row.approvals.all(), key=lambda each: each.pk)
    told = [(each.values == values, Consent(each.account.name if each.account else _("系统"), each.account_id, each.moment)) for each in every]
    return Given(
        row.pk, row.kind, row.words, row.limit, row.account.name if row.account else "", row.moment, tuple(each for holds, each in told if holds),
        tuple(each for holds, each in told if not holds), row.account_id,
    )
