"""The trail searched: by account, act, days, outcome, thing; page by page from the newest line on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from django.conf import settings
from django.utils.timezone import make_aware

from gouji.store.models import TrailRow


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; empty or None: anything. `before` is the number of the line that the page goes on from."""

    account: int | None = None
    act: str = ""
    outcome: str = ""
    thing: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


def search(sought: Sought) -> Iterator[TrailRow]:
    """The lines that fit, the newest first."""
    found = TrailRow.objects.order_by("-pk")
    exact = {"account": sought.account, "act": sought.act, "outcome": sought.outcome, "pk__lt": sought.before, "thing__startswith": sought.thing}
    for name, value in exact.items():
        if value not in (None, ""):
            found = found.filter(**{name: value})
    if sought.first is not None:
        found = found.filter(moment__gte=make_aware(datetime.combine(sought.first, time.min)))
    if sought.last is not None:
        found = found.filter(moment__lt=make_aware(datetime.combine(sought.last + timedelta(days=1), time.min)))
    return found.iterator(chunk_size=2000)


def known_acts() -> list[str]:
    """The acts that stand in the trail."""
    return sorted(TrailRow.objects.order_by().values_list("act", flat=True).distinct())


def count() -> int:
    """How many lines there are in the database."""
    return int(TrailRow.objects.count())


def oldest() -> datetime | None:
    """When the oldest line in the database was written."""
    row = TrailRow.objects.order_by("pk").first()
    return row.moment if row is not None else None


def days_kept() -> int:
    """How many days lines stay in the database at least (180 or more)."""
    return int(settings.TRAIL_DAYS)
