"""The trail: each line sealed with the one before; a line altered, taken out or cut off at the end is noticed."""

import pytest


@pytest.fixture
def lines(site):
    from gouji.store import trail
    for number in range(5):
        trail.append(trail.From(number, "10.0.0.1"), "figures.record", f"book/{number}", details={"rows": number})
    return trail


def test_an_untouched_trail_is_whole(lines):
    assert lines.verify() is None


def test_what_was_altered_is_found(lines):
    from gouji.store.models import TrailRow
    third = TrailRow.objects.order_by("pk")[2]
    TrailRow.objects.filter(pk=third.pk).update(outcome="denied")
    assert (lines.verify().line, lines.verify().reason) == (third.pk, "altered")


def test_a_line_taken_out_is_missed(lines):
    from gouji.store.models import TrailRow
    rows = list(TrailRow.objects.order_by("pk"))
    rows[1].delete()
    assert lines.verify().line == rows[2].pk


def test_lines_cut_off_at_the_end_are_missed(lines):
    from gouji.store.models import TrailRow
    TrailRow.objects.order_by("pk").last().delete()
    assert lines.verify().reason == "missing"
