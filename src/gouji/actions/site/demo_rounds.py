"""Rounds of the demonstration, so that every role finds something to do: one to fill in, one with findings to answer, one to review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from gouji.actions.site.asked import today
from gouji.actions.site.create_round import RoundPlan
from gouji.actions.site.create_round import create_round
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.findings_seen import findings_seen
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.record_figures import BEGIN
from gouji.actions.site.review_tasks import USUAL
from gouji.actions.site.submissions import FILLING
from gouji.actions.site.submissions import hold
from gouji.actions.site.submissions import move
from gouji.actions.site.submit import submit
from gouji.messages import translate as _
from gouji.store.models import BookRow
from gouji.store.models import Round
from gouji.store.models import Submission
from gouji.store.units import together

FILL, ANSWER, REVIEW = "jiangmen-secondary-2024", "jiangmen-technician-2022", "guangzhou-mechatronics"
_PLANS: Mapping[str, tuple[str, str, tuple[str, ...], int]] = {
    FILL: ("中职质量年报", "2024-2025学年", ("440700", "JM01", "JM04", "JM07"), 21),
    ANSWER: ("部门整体支出绩效自评报告", "2022年", ("JMJS",), 2),
    REVIEW: ("项目绩效目标", "2024财年", ("GZJD",), 5),
}
"""By book: the form, the period, the organisations asked, how many days are left."""


def demo_rounds(books: Mapping[str, BookRow]) -> None:
    """Ask for the forms of the demonstration, once."""
    for slug, (form, period, organisations, days) in _PLANS.items():
        if slug in books and not Round.objects.filter(book=books[slug]).exists():
            plan = RoundPlan(
                form, period, organisations, today() - timedelta(days=9), today() + timedelta(days=days), steps=USUAL,
                instructions=_("请对照上一期核对后填报；与上一期相差较大的写明原因。"),
            )
            _begin(slug, create_round(PROGRAM, books[slug], plan))


def _begin(slug: str, asked: Round) -> None:
    """What the book knows already counts as filled in; the form without findings is handed in."""
    if slug == FILL:
        return
    submission = asked.submissions.get()
    with together():
        move(hold(submission), FILLING, PROGRAM, BEGIN)
    if slug == REVIEW and not _open(submission):
        submit(PROGRAM, submission.pk, Submission.objects.get(pk=submission.pk).moves)


def _open(submission: Submission) -> bool:
    found = findings_seen(open_entry(PROGRAM, submission.pk))
    return bool(found.mending or found.answering)
