"""Reports as their pages show them: which there are, which may be built, their versions, what changed between two."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gouji.actions.site.ask_report import find_book
from gouji.actions.site.ask_report import key_of
from gouji.actions.site.asked import today
from gouji.actions.site.build_report_job import FIGURES
from gouji.actions.site.definitions import live_book
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import allowed
from gouji.actions.site.origin import chains
from gouji.actions.site.origin import require
from gouji.actions.site.report_basis import LIVE
from gouji.actions.site.report_basis import basis_of
from gouji.actions.site.report_basis import build_target
from gouji.actions.site.report_basis import offered
from gouji.actions.site.report_basis import version_target
from gouji.book import Book
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import reachable
from gouji.store import trail
from gouji.store.models import BookRow
from gouji.store.models import ReportVersion
from gouji.store.rooms import REPORTS
from gouji.store.rooms import in_room

KINDS = {"docx": "Word", "xlsx": "Excel", "pdf": "PDF", "html": "HTML"}
"""The files of a version, by what they are called."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version as lists show it: the row, the how manieth of its report, for whom (name), from which state (words), its files, its summary."""

    row: ReportVersion
    number: int
    organisation: str
    basis: str
    files: Sequence[str]
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A report of a book: its key and name, form, organisation (code and name), period, whether it may be built, the last version one may see."""

    key: str
    name: str
    form: str
    organisation: str
    organisation_name: str
    period: str
    may_build: bool
    last: Version | None
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The reports of a book; `may_build` is whether any may be built there."""

    book: BookRow
    lines: Sequence[Line]
    may_build: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be built in a book: forms, organisations (code, name), periods, states of the organisation chosen (text, words)."""

    book: BookRow
    forms: Sequence[str]
    organisations: Sequence[tuple[str, str]]
    periods: Sequence[str]
    states: Sequence[tuple[str, str]]
    form: str
    organisation: str
    period: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that differs between two versions; "" where one has none."""

    label: str
    organisation: str
    period: str
    before: str
    after: str


def shelves(origin: Origin) -> Sequence[Shelf]:
    """The books whose reports the account may build or see, by title."""
    found = [_shelf(origin, book) for book in BookRow.objects.order_by("title") if _concerned(origin, book)]
    return [shelf for shelf in found if shelf.lines or shelf.may_build]


def report_versions(origin: Origin, slug: str, key: str) -> tuple[BookRow, Line]:
    """A report of a book by its key. Raises GoujiError S02, S82 where there is none that one may build or see."""
    book = find_book(slug)
    line = next((line for line in _shelf(origin, book).lines if line.key == key), None) if _concerned(origin, book) else None
    if line is None:
        raise GoujiError.of("S82")
    return book, line


def versions_of(origin: Origin, book: BookRow, key: str) -> Sequence[Version]:
    """The versions of a report that the account may see, the newest first."""
    with _book(book) as known:
        return _versions(origin, known, ReportVersion.objects.filter(book=book, name=key))


def find_version(origin: Origin, number: int) -> ReportVersion:
    """A version. Raises GoujiError S82, Refused (figures.view)."""
    found = ReportVersion.objects.select_related("book", "publication", "account").filter(pk=number).first()
    if found is None:
        raise GoujiError.of("S82")
    with _book(found.book) as known:
        require(origin, Act.VIEW_FIGURES, version_target(found, known.organisations))
    return found


def version_file(origin: Origin, number: int, kind: str, *, taken: bool) -> tuple[Path, str]:
    """A file of a version and what it is to be called; `taken` away or looked at, it stands in the trail. Raises S82, S83, Refused."""
    version = find_version(origin, number)
    files = json.loads(version.files)
    path = in_room(REPORTS, version.room) / files[kind] if kind in KINDS and kind in files else None
    if path is None or not path.is_file():
        raise GoujiError.of("S83")
    trail.append(origin.trail, Act.VIEW_FIGURES.value, f"report/{number}", details={"verb": "take" if taken else "view", "file": kind})
    before = ReportVersion.objects.filter(book=version.book, name=version.name, pk__lt=number).count()
    return path, f"{version.name} 第{before + 1}版.{kind}"


def choice(origin: Origin, slug: str, form: str, organisation: str, period: str) -> Choice:
    """What the account may build in a book, with what is chosen already (the first of each where nothing is). Raises S02; Refused where nothing is."""
    row = find_book(slug)
    with _book(row) as book:
        able = _able(origin, row, book)
        if not able:
            require(origin, Act.BUILD_REPORTS, build_target(row, book.organisations, row.organisation, "", basis_of(row, row.organisation, LIVE)))
        periods = [each.text for each in sorted(book.periods(), key=lambda each: each.text, reverse=True)]
        preferred = next((use for use in book.forms if use.form == form or not form), None)
        period = period or (preferred.period if preferred is not None else periods[0] if periods else "")
        forms = _forms(book)
        names = [(code, book.organisations.name(code)) for code in able]
    chosen = organisation if organisation in able else able[0]
    states = [(LIVE, _("当前数据")), *((basis.text, basis.words) for basis in offered(row, chosen))]
    return Choice(row, forms, names, sorted({*periods, period}, reverse=True), states, form or (forms[0] if forms else ""), chosen, period)


def differences(origin: Origin, before: int, after: int) -> tuple[ReportVersion, ReportVersion, Sequence[Difference]]:
    """What changed between two versions, figure by figure. Raises S82, S83, Refused."""
    first, second = find_version(origin, before), find_version(origin, after)
    old, new = _figures(first), _figures(second)
    changed = [Difference(*key, old.get(key, ""), new.get(key, "")) for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]
    trail.append(origin.trail, Act.VIEW_FIGURES.value, f"report/{after}", details={"verb": "compare", "with": before})
    return first, second, changed


def _figures(version: ReportVersion) -> dict[tuple[str, str, str], str]:
    path = in_room(REPORTS, version.room) / FIGURES
    if not path.is_file():
        raise GoujiError.of("S83")
    return {(label, organisation, period): f"{value} {unit}".strip() for label, organisation, period, value, unit in json.loads(path.read_bytes())}


def _concerned(origin: Origin, book: BookRow) -> bool:
    """Whether the account has a role in the book: others need not be opened."""
    return origin.actor is None or any(grant.book == book.slug for grant in origin.actor.grants)


@contextmanager
def _book(row: BookRow) -> Iterator[Book]:
    with trail.put_off(), live_book(row).use() as reckoner:
        yield reckoner.book


def _able(origin: Origin, row: BookRow, book: Book) -> Sequence[str]:
    """The organisations for which some report may be built, in the order of the book."""
    if origin.actor is None:
        return book.organisations.codes()
    day = today()
    return list(reachable(origin.actor, Act.BUILD_REPORTS, row.slug, chains(book.organisations, day), day))


def _forms(book: Book) -> Sequence[str]:
    """The forms of the book's own sets, those that book.yaml uses first."""
    own = [use.form for use in book.forms]
    periods = book.periods()
    others = [name for period in periods[-1:] for name, form in book.edition(period).forms.items() if form.set in book.sets]
    return list(dict.fromkeys([*own, *others]))


def _shelf(origin: Origin, row: BookRow) -> Shelf:
    with _book(row) as book:
        seen = _versions(origin, book, ReportVersion.objects.filter(book=row))
        able = _able(origin, row, book)
        lines: dict[str, Line] = {}
        for use in book.forms:
            target = build_target(row, book.organisations, use.organisation, use.period, basis_of(row, use.organisation, LIVE))
            may = allowed(origin, Act.BUILD_REPORTS, target).allowed
            versions = [version for version in seen if version.row.name == key_of(use.name)]
            if may or versions:
                lines[key_of(use.name)] = _line(book, use.name, use.form, use.organisation, use.period, versions, may=may)
        for version in seen:
            made = version.row
            if made.name not in lines:
                versions = [each for each in seen if each.row.name == made.name]
                lines[made.name] = _line(book, made.name, made.form, made.organisation, made.period, versions, may=made.organisation in able)
    return Shelf(row, list(lines.values()), bool(able))


def _line(book: Book, name: str, form: str, organisation: str, period: str, versions: Sequence[Version], *, may: bool) -> Line:
    return Line(
        key_of(name), name, form, organisation, book.organisations.name(organisation), period, may, versions[0] if versions else None, len(versions),
    )


def _versions(origin: Origin, book: Book, rows: Any) -> Sequence[Version]:
    found: list[Version] = []
    counted: dict[str, int] = {}
    for row in rows.select_related("book", "publication", "account").order_by("pk"):
        counted[row.name] = counted.get(row.name, 0) + 1
        if allowed(origin, Act.VIEW_FIGURES, version_target(row, book.organisations)).allowed:
            organisation, files = book.organisations.name(row.organisation), list(json.loads(row.files))
            found.append(Version(row, counted[row.name], organisation, _basis_words(row), files, json.loads(row.summary or "{}")))
    return found[::-1]


def _basis_words(row: ReportVersion) -> str:
    try:
        return basis_of(row.book, row.organisation, row.basis).words
    except GoujiError:
        return _("已撤回的发布")
