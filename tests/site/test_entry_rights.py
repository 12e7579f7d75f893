"""The page where a form is filled in shows work in progress: only to those below whose eyes it is for, and an exception changes no state."""

import pytest

from gouji.rights import Role


@pytest.fixture
def returned(site, catalogue, book, person):
    """A submission that was sent once and then returned."""
    from gouji.store.models import Round
    from gouji.store.models import Submission
    asked = Round.objects.create(book=book, form="中职质量年报", name="质量报告", period="2024-2025学年", title="质量报告", opens="2025-01-01", due="2030-01-01", steps="[]")
    return Submission.objects.create(round=asked, organisation="440700", state="returned", sent_version=book.version)


@pytest.mark.parametrize(("role", "state", "status"), [
    (Role.FILLER, "returned", 200), (Role.BUREAU, "returned", 403), (Role.BUREAU, "submitted", 200), (Role.EXPERT, "filling", 403),
])
def test_what_is_being_changed_is_not_what_was_sent(returned, visit, person, role, state, status):
    type(returned).objects.filter(pk=returned.pk).update(state=state)
    account = person("zhao", (role, "jiangmen", "440700"))
    assert visit(account).get(f"/collect/{returned.round_id}/{returned.pk}/").status_code == status


def test_what_an_exception_lets_in_changes_no_state(returned, person):
    from datetime import UTC
    from datetime import datetime
    from datetime import timedelta

    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    from gouji.store.models import Permit
    type(returned).objects.filter(pk=returned.pk).update(state="published")
    Permit.objects.create(submission=returned, until=datetime.now(UTC) + timedelta(hours=1), reason="勘误")
    account = person("qian", (Role.FILLER, "jiangmen", "440700"))
    result = record_figures(origin_of(account), returned.pk, [Typed("公办学校数", "11"), Typed(next_key(returned), "11")])
    assert result.saved
    returned.refresh_from_db()
    assert returned.state == "published"


def next_key(submission):
    """The key of some cell of the form that is typed."""
    from gouji.actions.site.entry_page import open_entry
    from gouji.actions.site.origin import PROGRAM
    found = open_entry(PROGRAM, submission.pk)
    return next(cell.key for table in found.tables for cell in table.cells() if cell.key and cell.kind == "input")
