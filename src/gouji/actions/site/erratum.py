"""勘误: figures of what was published are put right one by one, each with its reason; another account than the corrector's approves, and the next number
is published: the former one with these figures corrected and what follows from them, everything else as it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime

from gouji.actions.site.corrected import Wanted
from gouji.actions.site.corrected import correction_rows
from gouji.actions.site.corrected import outcome_of
from gouji.actions.site.deciding import ERRATUM_PROPOSED
from gouji.actions.site.deciding import ERRATUM_REFUSED
from gouji.actions.site.deciding import target_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.publish import freeze
from gouji.actions.site.publish import live_publication
from gouji.actions.site.publish import unshown_told
from gouji.actions.site.submissions import PUBLISHED
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import state_words
from gouji.actions.site.submissions import tell
from gouji.actions.site.words import words_in
from gouji.book.tables import FACTS
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.store import trail
from gouji.store.actors import submission_thing
from gouji.store.editions import also_of
from gouji.store.editions import current_version
from gouji.store.locks import for_update
from gouji.store.models import Correction
from gouji.store.models import Erratum
from gouji.store.models import Publication
from gouji.store.models import Submission
from gouji.store.reading import Moment
from gouji.store.units import together
from gouji.store.writing import NewRow
from gouji.store.writing import key_of
from gouji.store.writing import writing

MOST = 50
APPROVED, REFUSED = "同意", "退回"
"""How an erratum ends."""


def propose_erratum(origin: Origin, number: int, seen: int, words: str, wanted: Sequence[Wanted]) -> Erratum:
    """Propose corrections to what is published; nothing that is published changes yet.

    Raises Refused (figures.record where publication.publish is not held either), GoujiError: not published (S53), no reason (S13), too many words (S41),
    no figure named (S120) or too many (S40), one is waiting already (S122), changed meanwhile (S12), what `correction_rows` raises.
    """
    submission = find_submission(number)
    act = _proposing(origin, submission)
    told, former = words_in(words, wanted=True), _former(submission)
    if not wanted:
        raise GoujiError.of("S120")
    if len(wanted) > MOST:
        raise GoujiError.of("S40", count=len(wanted), limit=MOST)
    corrections = correction_rows(former, list({each.key: each for each in wanted}.values()), origin.name)
    outcome_of(former, corrections)  # what could not be shown is not proposed
    with together():
        held = hold(submission, seen)
        if waiting_erratum(held) is not None:
            raise GoujiError.of("S122")
        made = Erratum.objects.create(submission=held, former=former, words=told, account_id=origin.number)
        for each in corrections:
            each.erratum = made
        Correction.objects.bulk_create(corrections)
        tell(held, origin, ERRATUM_PROPOSED, _("{count} 个数：{words}").format(count=len(corrections), words=told))
        trail.append(origin.trail, act.value, submission_thing(held.pk), details={"verb": "propose-erratum", "erratum": made.pk})
    return made


def approve_erratum(origin: Origin, number: int, words: str = "") -> Publication:
    """Publish the former edition with the corrections of an erratum, and record them in the book.

    Raises Refused (publication.publish), GoujiError: no such erratum (S128), decided already (S124), proposed by oneself (S125), what is published is another
    now, or somebody has changed a figure since (S126), a hard rule would no longer hold and no words say why it is right
    (S123), cannot be shown (S54).
    """
    erratum = find_erratum(number)
    submission, former = erratum.submission, erratum.former
    require(origin, Act.PUBLISH, target_of(submission))
    decision = words_in(words)
    if erratum.outcome:
        raise GoujiError.of("S124")
    if origin.number is not None and erratum.account_id == origin.number:
        raise GoujiError.of("S125")
    corrections = list(erratum.corrections.order_by("pk"))
    broken = outcome_of(former, corrections).broken
    if broken and not decision:
        raise GoujiError.of("S123", count=len(broken), first=broken[0])
    with unshown_told(origin, submission), writing(submission.round.book_id, origin.name, origin.number) as writer:
        held = hold(submission)
        _refuse_decided(erratum)
        if held.state != PUBLISHED or live_publication(held) != former or _changed(held, corrections):
            raise GoujiError.of("S126")
        written = writer.record([_row(each) for each in corrections])
        also = also_of(former.also) | {version.pk for version in written}
        made = freeze(origin, held, held.moves, Moment(version=former.version, also=also), erratum.words, erratum.words)
        _end(erratum, origin, APPROVED, decision, made)
    return made


def refuse_erratum(origin: Origin, number: int, words: str) -> Erratum:
    """Refuse an erratum; who proposed it may take it back himself. What is published stays.

    Raises Refused (publication.publish), GoujiError: no such erratum (S128), decided already (S124), no words (S13), too many (S41).
    """
    erratum = find_erratum(number)
    if origin.number is None or erratum.account_id != origin.number:
        require(origin, Act.PUBLISH, target_of(erratum.submission))
    decision = words_in(words, wanted=True)
    with together():
        held = hold(erratum.submission)
        _refuse_decided(erratum)
        _end(erratum, origin, REFUSED, decision, None)
        tell(held, origin, ERRATUM_REFUSED, decision)
        trail.append(origin.trail, Act.PUBLISH.value, submission_thing(held.pk), details={"verb": "refuse-erratum", "erratum": erratum.pk})
    return erratum


def find_erratum(number: int) -> Erratum:
    """The erratum with its submission. Raises GoujiError S128."""
    found = Erratum.objects.select_related("submission__round__book", "former__submission__round", "account").filter(pk=number).first()
    if found is None:
        raise GoujiError.of("S128")
    return found


def waiting_erratum(submission: Submission) -> Erratum | None:
    """The erratum of a submission that nobody has decided on; one of an edition that has been replaced meanwhile still wants to be ended."""
    return Erratum.objects.filter(submission=submission, outcome="").select_related("account", "former__submission__round__book").first()


def may_propose(origin: Origin, submission: Submission) -> bool:
    """Whether the account may propose corrections: who fills in, and who publishes."""
    target = target_of(submission)
    return any(allowed(origin, act, target).allowed for act in (Act.RECORD_FIGURES, Act.PUBLISH))


def _proposing(origin: Origin, submission: Submission) -> Act:
    """The act by which the account may propose."""
    target = target_of(submission)
    if allowed(origin, Act.PUBLISH, target).allowed:
        return Act.PUBLISH
    require(origin, Act.RECORD_FIGURES, target)
    return Act.RECORD_FIGURES


def _former(submission: Submission) -> Publication:
    """What is published. Raises GoujiError S53."""
    found = live_publication(submission)
    if found is None or submission.state != PUBLISHED:
        raise GoujiError.of("S53", state=state_words(submission.state), act=_("勘误"))
    return found


def _refuse_decided(erratum: Erratum) -> None:
    """Hold the erratum; raise S124 where it was decided."""
    if for_update(Erratum.objects).get(pk=erratum.pk).outcome:
        raise GoujiError.of("S124")


def _changed(held: Submission, corrections: Sequence[Correction]) -> bool:
    """Whether somebody has recorded one of the figures since the correction was proposed."""
    return any(current_version(held.round.book_id, FACTS.name, each.row_key) != each.seen for each in corrections)


def _row(correction: Correction) -> NewRow:
    indicator, organisation, period = json.loads(correction.about)
    return NewRow(FACTS.name, key_of(correction.row_key), json.loads(correction.cells), about=(indicator, organisation, period))


def _end(erratum: Erratum, origin: Origin, outcome: str, words: str, made: Publication | None) -> None:
    erratum.outcome, erratum.decided, erratum.decided_by_id, erratum.decision, erratum.made = outcome, datetime.now(UTC), origin.number, words, made
    erratum.save()
