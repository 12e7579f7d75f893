"""A book put together from the rows of its tables, wherever they are kept: in a folder (book.folder) or in a database (store)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Protocol

from gouji.book.book import Book
from gouji.book.book import FormUse
from gouji.book.book import SchemeUse
from gouji.book.csvrows import CsvRow
from gouji.book.facts import FACT
from gouji.book.facts import Entry
from gouji.book.facts import Evidence
from gouji.book.facts import Fact
from gouji.book.facts import Key
from gouji.book.history import HistoryTable
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.book.organisations import Organisation
from gouji.book.organisations import Organisations
from gouji.book.reading import EntryReader
from gouji.book.reading import FactReader
from gouji.book.tables import EVIDENCE
from gouji.book.tables import FACTS
from gouji.book.tables import ORGANISATIONS
from gouji.book.tables import fact_row_key
from gouji.book.tables import register_table
from gouji.catalogue import Catalogue
from gouji.catalogue.nodes import Section
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether a file of evidence lies where it should, its hash (SHA-256, hex), and whether its name stays inside the book."""

    found: bool
    sha256: str = ""
    inside: bool = True


class Source(Protocol):
    """Where the rows of a book come from."""

    problems: list[Problem]
    folder: Path | None

    def frame(self) -> Section | None:
        """What book.yaml says; None (and a problem noted) where it cannot be read."""

    def rows(self, table: HistoryTable, required: Sequence[str]) -> list[CsvRow]:
        """The rows of a table that count."""

    def known(self, table: HistoryTable) -> Mapping[RowKey, Recorded]:
        """When and by whom each row was last recorded."""

    def registers(self) -> Sequence[str]:
        """The names of the registers that have rows now or had some once."""

    def place(self, table: str) -> Place:
        """Where a table is kept, for messages."""

    def kept(self, file: str) -> Kept:
        """What is known of a file of evidence."""


def assemble(source: Source, catalogue: Catalogue) -> Book:
    """The book of a source. Raises GoujiError with every mistake of every table, each with its place."""
    return _Assembly(source, catalogue).book()


class _Assembly:
    """Puts one book together; gathers problems on the way."""

    def __init__(self, source: Source, catalogue: Catalogue) -> None:
        self.source = source
        self.catalogue = catalogue
        self.problems = source.problems

    def book(self) -> Book:
        frame = self.frame()
        organisations = self.organisations(frame.organisation)
        book = replace(frame, organisations=organisations)
        facts, stated = self.facts(book)
        entries = self.entries(book)
        evidence = self.evidence()
        every_fact = (*facts.values(), *(fact for group in stated.values() for fact in group))
        self.check_evidence(evidence, (*every_fact, *(entry for group in entries.values() for entry in group)))
        if self.problems:
            raise GoujiError(*self.problems)
        return replace(book, facts=facts, stated=stated, entries=entries, evidence=evidence)

    def frame(self) -> Book:
        section = self.source.frame()
        if section is None:
            raise GoujiError(*self.problems)
        properties = section.section("properties")
        book = Book(
            title=section.text("title"), organisation=section.text("organisation"), sets=section.texts("sets"), catalogue=self.catalogue,
            organisations=Organisations(()), facts={}, stated={},
            forms=tuple(_form_use(item, section.text("organisation")) for item in section.sections("forms")),
            schemes=tuple(_scheme_use(item, section.text("organisation")) for item in section.sections("schemes")),
            properties={key: properties.text(key, "") for key in properties.names()} if properties else {}, folder=self.source.folder,
        )
        section.finish()
        self.check_sets(section, book)
        self.check_names(section, book)
        if self.problems:
            raise GoujiError(*self.problems)
        return book

    def check_names(self, section: Section, book: Book) -> None:
        names = [use.name for use in book.forms]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            section.note("B45", section.place_of("forms"), name=name)

    def check_sets(self, section: Section, book: Book) -> None:
        known = {indicator.set for indicator in self.catalogue.indicators}
        for name in book.sets:
            if name not in known:
                section.note("B21", section.place_of("sets"), name=name, known="、".join(sorted(known)) or "—")

    def organisations(self, main: str) -> Organisations:
        rows = self.source.rows(ORGANISATIONS, ("code", "name", "kind"))
        organisations = Organisations(tuple(_organisation(row) for row in rows))
        if main not in organisations:
            raise GoujiError.of("B22", self.source.place(ORGANISATIONS.name), name=main)
        return organisations

    def facts(self, book: Book) -> tuple[dict[Key, Fact], dict[Key, tuple[Fact, ...]]]:
        rows = self.source.rows(FACTS, ("indicator", "period", "value"))
        reader = FactReader(book, self.source.known(FACTS), fact_row_key)
        facts: dict[Key, Fact] = {}
        stated: dict[Key, tuple[Fact, ...]] = {}
        for row in rows:
            fact = reader.read(row, self.problems)
            if fact is None:
                continue
            if fact.basis == FACT:
                self.note_twice(facts.get(fact.key), fact)
                facts[fact.key] = fact
            else:
                stated[fact.key] = (*stated.get(fact.key, ()), fact)
        return facts, stated

    def note_twice(self, other: Fact | None, fact: Fact) -> None:
        if other is not None:
            self.problems.append(Problem("B23", fact.place, {"name": fact.indicator, "period": fact.period, "other": str(other.place)}))

    def entries(self, book: Book) -> dict[str, tuple[Entry, ...]]:
        registers = {register.name: register for register in self.catalogue.registers}
        found: dict[str, tuple[Entry, ...]] = {}
        for name in self.source.registers():
            register = registers.get(name)
            if register is None:
                self.problems.append(Problem("B24", self.source.place(f"registers/{name}"), {"name": name, "known": "、".join(sorted(registers))}))
                continue
            rows = self.source.rows(register_table(register), [column.name for column in register.columns if column.required])
            reader = EntryReader(book, register)
            entries = (reader.read(number, row, self.problems) for number, row in enumerate(rows, 1))
            found[register.name] = tuple(entry for entry in entries if entry is not None)
        return found

    def evidence(self) -> dict[str, Evidence]:
        found: dict[str, Evidence] = {}
        for row in self.source.rows(EVIDENCE, ("id", "file")):
            evidence = self.piece(row)
            if evidence.id in found:
                self.problems.append(Problem("B25", row.place, {"name": evidence.id}))
            found[evidence.id] = evidence
        return found

    def piece(self, row: CsvRow) -> Evidence:
        kept = self.source.kept(row.cells["file"])
        if not kept.inside:
            self.problems.append(Problem("B28", row.place, {"name": row.cells["file"]}))
        return evidence_of(row, kept)

    def check_evidence(self, evidence: dict[str, Evidence], items: Iterable[Fact | Entry]) -> None:
        for item in items:
            for link in item.evidence:
                if link.partition("#")[0] not in evidence:
                    self.problems.append(Problem("B26", item.place, {"name": link}))


def evidence_of(row: CsvRow, kept: Kept) -> Evidence:
    """The evidence that a row names, with what is known of its file."""
    cells = row.cells
    stated = cells.get("sha256", "").lower()
    return Evidence(
        cells["id"], cells["file"], cells.get("title", ""), cells.get("kind", ""), cells.get("date", ""), cells.get("issuer", ""),
        stated or kept.sha256, kept.found, intact=kept.found and stated in ("", kept.sha256), place=row.place,
    )


def _form_use(item: Section, organisation: str) -> FormUse:
    form = item.text("form")
    use = FormUse(form, item.text("name", form), item.text("organisation", organisation), item.text("period"), item.text("text", ""))
    item.finish()
    return use


def _scheme_use(item: Section, organisation: str) -> SchemeUse:
    use = SchemeUse(item.text("scheme"), item.text("organisation", organisation), item.text("period"))
    item.finish()
    return use


def _organisation(row: CsvRow) -> Organisation:
    cells = row.cells
    attributes = dict(part.split("=", 1) for part in cells.get("attributes", "").replace("；", ";").split(";") if "=" in part)
    aliases = tuple(part.strip() for part in cells.get("aliases", "").replace("；", ";").split(";") if part.strip())
    days = [_day(cells.get(name, ""), row.place) for name in ("from", "to")]
    return Organisation(cells["code"], cells["name"], cells["kind"], cells.get("parent", ""), days[0], days[1], attributes, aliases, row.place)


def _day(text: str, place: Place) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise GoujiError.of("B27", place, text=text) from error
