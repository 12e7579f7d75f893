"""Who may add and link evidence, and who may see it: access follows the facts it stands behind."""

from __future__ import annotations

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import require
from gouji.actions.site.reading import Reading
from gouji.actions.site.targets import figures_target
from gouji.actions.site.targets import submission_target
from gouji.book import Evidence
from gouji.book import Organisations
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Reach
from gouji.store.covers import belongs
from gouji.store.models import BookRow
from gouji.store.models import Submission


def require_adding(origin: Origin, book: BookRow, organisations: Organisations, organisation: str, period: str = "") -> None:
    """Raise Refused where the account may not add evidence for an organisation (in a period), neither by a role nor by a task it was given."""
    target = figures_target(book, organisations, organisation, period)
    if allowed(origin, Act.ADD_EVIDENCE, target).allowed:
        return
    asked = Submission.objects.filter(round__book=book, organisation=organisation).select_related("round__book")
    for submission in asked:
        fits = not period or belongs(period, submission.round.period)
        if fits and allowed(origin, Act.ADD_EVIDENCE, submission_target(submission, organisations)).allowed:
            return
    require(origin, Act.ADD_EVIDENCE, target, organisations.name(organisation))


def owner_of(reading: Reading, evidence: Evidence) -> str:
    """The organisation a piece of evidence belongs to: that of its folder, else the book's own."""
    folder = evidence.file.partition("/")[0]
    return folder if "/" in evidence.file and folder in reading.book.organisations else reading.row.organisation


def sees(reading: Reading, evidence: Evidence) -> bool:
    """Whether the account may see a piece of evidence: everything of organisations it works for, else what stands behind something it may see."""
    if reading.reaches.get(owner_of(reading, evidence)) is Reach.BELOW:
        return True
    return any(
        key[1] in reached for own, reached in reading.views() for key in own.index().evidence.get(evidence.id, ())
    ) or any(
        entry.organisation in reached for own, reached in reading.views() for entry in own.entries_behind(evidence.id)
    )


def seen(reading: Reading, number: str) -> Evidence:
    """A piece of evidence by its number. Raises GoujiError S70 where there is none that the account may see."""
    found = reading.book.evidence.get(number)
    if found is None or not sees(reading, found):
        raise GoujiError.of("S70", name=number)
    return found
