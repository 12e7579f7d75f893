"""Search over what one may see: indicators, organisations, forms, registers, rounds, books. The index lies in memory of each process."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.asked import today
from gouji.actions.site.names import BOOK
from gouji.actions.site.names import FORM
from gouji.actions.site.names import INDICATOR
from gouji.actions.site.names import ORGANISATION
from gouji.actions.site.names import REGISTER
from gouji.actions.site.names import ROUND
from gouji.actions.site.names import Entry
from gouji.actions.site.names import Named
from gouji.actions.site.names import entry
from gouji.actions.site.names import find
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import Refused
from gouji.actions.site.origin import chains
from gouji.actions.site.reading import Reading
from gouji.actions.site.reading import readable_books
from gouji.actions.site.reading import reading
from gouji.book import Book
from gouji.rights import Act
from gouji.rights import reachable
from gouji.store.models import BookRow
from gouji.store.models import Submission

LONGEST = 60
"""Signs of a question that are looked at."""


def search(origin: Origin, words: str, most: int = 20) -> list[Named]:
    """What the words name among all that the account may see, the best match first."""
    asked = words.strip()[:LONGEST]
    if not asked:
        return []
    entries: list[Entry] = []
    for row in readable_books(origin):
        try:
            with reading(origin, row) as found:
                entries += _entries(found)
        except Refused:  # a grant for an organisation that the book does not know
            continue
    return find(entries, asked, most)


@dataclass(slots=True)
class _Index:
    """The names of one book, and what they were made from: where that changes, they are made anew."""

    made_from: tuple[object, ...]
    definitions: tuple[Entry, ...]
    organisations: tuple[Entry, ...]
    forms: tuple[tuple[str, Entry], ...]


_indexes: dict[int, _Index] = {}


def _entries(found: Reading) -> list[Entry]:
    """The names of a book that the account may see."""
    index = _index(found.row, found.book)
    slug, title = found.row.slug, found.row.title
    seen = [each for each in index.organisations if each.thing.key in found.reaches]
    forms = [each for organisation, each in index.forms if organisation in found.reaches]
    return [entry(Named(BOOK, slug, slug, title, title)), *index.definitions, *seen, *forms, *_rounds(found)]


def _index(row: BookRow, book: Book) -> _Index:
    made_from = (book.catalogue, book.organisations, book.sets, book.forms, row.title)
    known = _indexes.get(row.pk)
    if known is None or any(old is not new and old != new for old, new in zip(known.made_from, made_from, strict=True)):
        organisations = tuple(
            entry(Named(ORGANISATION, code, row.slug, row.title, book.organisations.name(code), _other_names(book, code)))
            for code in book.organisations.codes()
        )
        forms = tuple((use.organisation, entry(Named(FORM, use.form, row.slug, row.title, use.name, (use.form,)))) for use in book.forms)
        known = _indexes[row.pk] = _Index(made_from, _definitions(row, book), organisations, forms)
    return known


def _other_names(book: Book, code: str) -> tuple[str, ...]:
    rows = [each for each in book.organisations.rows if each.code == code]
    return tuple(dict.fromkeys(name for each in rows for name in (each.name, *each.aliases)))


def _definitions(row: BookRow, book: Book) -> tuple[Entry, ...]:
    """The indicators of the book's sets, each code once, and the registers that have entries."""
    latest = {each.code: each for each in book.catalogue.indicators if each.set in book.sets}
    indicators = [
        Named(INDICATOR, each.code, row.slug, row.title, each.label, tuple("/".join(path) for path in each.alternatives)) for each in latest.values()
    ]
    titles = {each.name: each.title or each.name for each in book.catalogue.registers}
    registers = [Named(REGISTER, name, row.slug, row.title, titles.get(name, name), (name,)) for name in book.entries]
    return tuple(entry(each) for each in (*indicators, *registers))


def _rounds(found: Reading) -> list[Entry]:
    """The rounds that ask something of organisations whose progress the account may see."""
    organisations = found.book.organisations
    if found.origin.actor is None:
        seen = set(organisations.codes()) if found.origin is PROGRAM else set()
    else:
        seen = set(reachable(found.origin.actor, Act.VIEW_STATUS, found.row.slug, chains(organisations, today()), today()))
    if not seen:
        return []
    rounds = dict(Submission.objects.filter(round__book=found.row, organisation__in=seen).values_list("round_id", "round__title"))
    return [entry(Named(ROUND, str(number), found.row.slug, found.row.title, title)) for number, title in rounds.items()]
