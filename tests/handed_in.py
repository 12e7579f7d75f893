"""Rounds and submissions for tests of what follows on submitting: made at once, without walking through the filling."""

from datetime import date
from datetime import timedelta

FORM, PERIOD = "中职质量年报", "2023-2024学年"
REVIEWERS = ("审核员", "本单位", "或签")
BUREAU = ("主管部门", "上级", "或签")
PASSWORD = "Right-horse-7"  # noqa: S105  # of accounts that live as long as a test


def a_round(book, *steps, due=7, period=PERIOD):
    """A round of the quality report; each step is role, place, mode."""
    from gouji.actions.site.review_tasks import Step
    from gouji.actions.site.review_tasks import steps_text
    from gouji.store.models import Round
    today = date.today()  # noqa: DTZ011  # the site runs by the calendar of the place
    return Round.objects.create(
        book=book, form=FORM, name="质量报告", period=period, title="2024年度质量年报", opens=today - timedelta(days=30), due=today + timedelta(days=due),
        steps=steps_text(Step(*step) for step in steps),
    )


def submitted(asked, organisation, filler):
    """A submission handed in by an account, with the first level asked and its filling task done."""
    from datetime import UTC
    from datetime import datetime

    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.review_tasks import open_step
    from gouji.actions.site.submissions import move
    from gouji.store.models import BookRow
    from gouji.store.models import Submission
    from gouji.store.models import Task
    now = datetime.now(UTC)
    made, _new = Submission.objects.get_or_create(round=asked, organisation=organisation)
    made.sent_version = BookRow.objects.get(pk=asked.book_id).version
    made.submitted, made.step = now, 0
    Task.objects.get_or_create(submission=made, kind="fill", role="填报员", organisation=organisation)
    Task.objects.filter(submission=made, kind="fill").update(done=now, outcome="sent")
    move(made, "submitted", origin_of(filler), "上报")
    open_step(made, 0, origin_of(filler))
    return made


def change(book, code, organisation, value, period=PERIOD):
    """Record another value of a figure that the book knows; gives the version's number."""
    import json

    from gouji.store.models import CurrentRow
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    known = CurrentRow.objects.filter(book=book, table="facts", version__indicator=code, version__organisation=organisation, version__period=period)
    row = next(each.version for each in known.select_related("version") if json.loads(each.version.cells).get("basis") != "填报")
    with writing(book.pk, "甲") as writer:
        about = (row.indicator, row.organisation, row.period)
        cells = json.loads(row.cells) | {"value": value}
        return writer.record([NewRow("facts", tuple(row.row_key.split("\x1f")), cells, about=about)])[0].pk
