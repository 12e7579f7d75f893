"""Which state of a book a publication stands for: the version that was frozen, and the figures that errata have put right since."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db.models import Q

from gouji.book import Key
from gouji.book.history import REMOVED
from gouji.store.models import CurrentRow
from gouji.store.models import Publication
from gouji.store.models import RowVersion
from gouji.store.reading import Moment


def edition_of(publication: Publication) -> Moment:
    """The state that a publication stands for."""
    return Moment(version=publication.version, also=also_of(publication.also))


def also_of(text: str) -> frozenset[int]:
    """The numbers of versions as a publication keeps them."""
    return frozenset(json.loads(text)) if text else frozenset()


def also_text(numbers: Iterable[int]) -> str:
    """The same as it is kept; empty for none."""
    found = sorted(numbers)
    return json.dumps(found) if found else ""


def corrections_that_count(book: int, organisation: str = "") -> frozenset[int]:
    """The versions that errata of the publications that count have put in, of one organisation where it is given."""
    standing = Publication.objects.filter(submission__round__book_id=book, withdrawn__isnull=True).order_by("number")
    if organisation:
        standing = standing.filter(submission__organisation=organisation)
    latest = dict(standing.values_list("submission_id", "also"))
    return frozenset(number for text in latest.values() for number in also_of(text))


def corrected_in(book: int) -> dict[Key, int]:
    """The figures of a book that errata have put right, each with the version that says it."""
    numbers = corrections_that_count(book)
    if not numbers:
        return {}
    rows = RowVersion.objects.filter(pk__in=numbers).order_by("pk").values_list("indicator", "organisation", "period", "cells", "pk")
    return {(indicator, organisation, period, json.loads(cells).get("breakdown", "")): pk for indicator, organisation, period, cells, pk in rows}


def row_in(publication: Publication, table: str, row_key: str) -> RowVersion | None:
    """The version of a row that counts in a publication; None where it has none."""
    chosen = Q(pk__lte=publication.version) | Q(pk__in=also_of(publication.also))
    book = publication.submission.round.book_id
    row = RowVersion.objects.filter(chosen, book_id=book, table=table, row_key=row_key).order_by("-pk").first()
    return row if row is not None and row.change != REMOVED else None


def current_version(book: int, table: str, row_key: str) -> int:
    """The number of the version of a row that counts in the book now; 0 where none does."""
    found = CurrentRow.objects.filter(book_id=book, table=table, row_key=row_key).values_list("version_id", flat=True).first()
    return found or 0
