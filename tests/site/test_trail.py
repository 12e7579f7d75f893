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


def test_a_refusal_outlives_the_transaction_that_it_undoes(site):
    from gouji.store import trail
    from gouji.store.models import TrailRow
    from gouji.store.units import together

    def undone():
        with trail.put_off(), together():
            trail.append(trail.From(1), "figures.record")
            trail.append(trail.From(1), "figures.record", outcome=trail.DENIED)
            raise RuntimeError
    with pytest.raises(RuntimeError):
        undone()
    assert list(TrailRow.objects.values_list("outcome", flat=True)) == ["denied"]
    trail.append(trail.From(1), "figures.record")
    assert trail.verify() is None


def test_lines_that_come_while_it_is_verified_are_none_too_few(lines, monkeypatch):
    from gouji.store import trail
    whole = trail.lines

    def slow(after=-1):
        rows = list(whole(after))
        if after < 0:
            trail.append(trail.From(1), "figures.record")
        return iter(rows)
    monkeypatch.setattr(trail, "lines", slow)
    assert lines.verify() is None


def test_a_file_that_a_cut_off_move_left_counts_for_nothing(lines):
    from datetime import UTC
    from datetime import datetime

    from django.db import transaction

    from gouji.store import trail
    from gouji.store import trail_archive
    from gouji.store.models import TrailRow
    with transaction.atomic():
        assert trail_archive.archive(datetime.now(UTC), trail.From(), "trail.view").lines == 5
        transaction.set_rollback(True)
    assert (trail_archive.verify_archives(), lines.verify(), trail_archive.archives()) == (None, None, [])
    trail_archive.archive(datetime.now(UTC), trail.From(), "trail.view")
    assert (trail_archive.verify_archives(), lines.verify(), TrailRow.objects.count()) == (None, None, 1)
    for item in trail_archive.archives():
        item.path.unlink()
