"""Answer a finding: confirm the figures, explain them, or ask for a tolerance, which somebody else approves. Answers are bound to the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from datetime import datetime

from gouji.actions.site.as_sent import fills_in
from gouji.actions.site.as_sent import findings_as_sent
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import submission_tables
from gouji.actions.site.entry_page import target_and_name
from gouji.actions.site.findings import EXPLAIN
from gouji.actions.site.findings import TOLERATE
from gouji.actions.site.findings import Card
from gouji.actions.site.findings import findings_of
from gouji.actions.site.findings import number_in
from gouji.actions.site.in_work import work_target
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import shut
from gouji.actions.site.words import words_in
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.models import Answer
from gouji.store.models import Approval
from gouji.store.models import Submission
from gouji.store.units import together
from gouji.store.writing import writing


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: to which finding, with the fingerprint of the figures that were seen, how, and with which words or tolerance."""

    about: str
    values: str
    kind: str
    words: str = ""
    limit: str = ""


def answer_finding(origin: Origin, number: int, reply: Reply) -> Answer:
    """Answer a finding of a submission; an earlier answer to it is withdrawn.

    Raises Refused (findings.answer), GoujiError: locked (S09), the finding or its figures are others now (S33), a hard rule cannot be confirmed or
    explained (S32), no words (S13) or too many (S41), no number (S31), less than they are apart (S146).
    """
    submission = find_submission(number)
    require(origin, Act.ANSWER_FINDINGS, *target_and_name(submission))
    words, limit = words_in(reply.words), reply.limit.strip()
    card = _card(submission, reply)
    if reply.kind not in card.kinds:
        raise GoujiError.of("S32")
    words_in(words, wanted=reply.kind in (EXPLAIN, TOLERATE))
    if reply.kind == TOLERATE and card.measured:
        _require_enough(limit, card.gap)
    with together():
        held = hold(submission)
        if closed := shut(held):
            raise GoujiError.of("S09", state=closed)
        Answer.objects.filter(book=held.round.book, about=card.about, withdrawn__isnull=True).update(withdrawn=datetime.now(UTC))
        row = Answer.objects.create(
            book=held.round.book, about=card.about, rule=card.rule, organisation=held.organisation, period=held.round.period, kind=reply.kind, words=words,
            limit=limit[:40] if reply.kind == TOLERATE and card.measured else "", values=card.values, account_id=origin.number,
        )
        trail.append(origin.trail, Act.ANSWER_FINDINGS.value, submission_thing(held.pk), details={"rule": card.rule, "answer": row.pk})
    return row


def _require_enough(limit: str, gap: str) -> None:
    """Raises GoujiError where a tolerance is no number (S31) or smaller than what the figures are apart by now (S146)."""
    allowance = number_in(limit)
    if not allowance:
        raise GoujiError.of("S31", text=limit[:40] if allowance is None else "0")
    if allowance < (number_in(gap) or 0):
        raise GoujiError.of("S146", limit=limit[:40], gap=gap)


def approve_tolerance(origin: Origin, number: int, answer: int, values: str) -> Approval:
    """Approve a tolerance somebody else asked for, for the figures that were seen (`values`: their fingerprint). Approvals of others stay beside it;
    one's own for the same figures is not given twice.

    Raises Refused (tolerance.approve), GoujiError: no such request (S33), other figures now (S127), asked for by oneself (S38).
    """
    submission = find_submission(number)
    target, place = target_and_name(submission)
    require(origin, Act.APPROVE_TOLERANCE, work_target(origin, submission, target), place)  # nobody approves what he may not see
    with writing(submission.round.book_id, origin.name, origin.number):  # nobody changes the figures meanwhile
        held = hold(submission)
        row = Answer.objects.filter(
            pk=answer, book=held.round.book, organisation=held.organisation, period=held.round.period, kind=TOLERATE, withdrawn__isnull=True,
        ).first()
        if row is None:
            raise GoujiError.of("S33")
        if origin.number is not None and row.account_id == origin.number:
            raise GoujiError.of("S38")
        seen = _cards(held) if fills_in(origin, target) else findings_as_sent(held).cards
        card = next((card for card in seen if card.about == row.about), None)
        if card is None or card.values != values:
            raise GoujiError.of("S127")
        known = Approval.objects.filter(answer=row, account_id=origin.number, values=values).first()
        if known is not None:
            return known
        made = Approval.objects.create(answer=row, account_id=origin.number, moment=datetime.now(UTC), values=values)
        details = {"rule": row.rule, "answer": row.pk, "approval": made.pk, "values": values}
        trail.append(origin.trail, Act.APPROVE_TOLERANCE.value, submission_thing(held.pk), details=details)
    return made


def _card(submission: Submission, reply: Reply) -> Card:
    card = next((card for card in _cards(submission) if card.about == reply.about), None)
    if card is None or card.values != reply.values:
        raise GoujiError.of("S33")
    return card


def _cards(submission: Submission) -> tuple[Card, ...]:
    """The findings of the submission as it stands."""
    live = live_book(submission.round.book)
    with live.use() as reckoner:
        return findings_of(reckoner, submission, submission_tables(live, reckoner, submission, registers=False)).cards
