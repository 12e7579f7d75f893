"""A book as a plain folder of CSV, YAML and evidence files, made for git and Excel (docs/formats.md, section 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from gouji.book.book import Book
from gouji.book.book import FormUse
from gouji.book.book import SchemeUse
from gouji.book.csvrows import CsvRow
from gouji.book.csvrows import read_rows
from gouji.book.factfiles import empty_files
from gouji.book.factfiles import fact_files
from gouji.book.factfiles import misplaced_tables
from gouji.book.factfiles import read_fact_rows
from gouji.book.facts import FACT
from gouji.book.facts import STATED
from gouji.book.facts import Entry
from gouji.book.facts import Evidence
from gouji.book.facts import Fact
from gouji.book.facts import Key
from gouji.book.history import Change
from gouji.book.history import HistoryTable
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.book.history import differences
from gouji.book.history import replay
from gouji.book.organisations import Organisation
from gouji.book.organisations import Organisations
from gouji.book.reading import EntryReader
from gouji.book.reading import FactReader
from gouji.catalogue import Catalogue
from gouji.catalogue import Register
from gouji.catalogue.nodes import Section
from gouji.catalogue.nodes import read_yaml
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem

FACT_COLUMNS = ("indicator", "organisation", "period", "breakdown", "basis", "value", "unit", "source", "evidence", "author", "note")
ORGANISATION_COLUMNS = ("code", "name", "kind", "parent", "from", "to", "attributes", "aliases")
EVIDENCE_COLUMNS = ("id", "file", "title", "kind", "date", "issuer", "sha256")
ENTRY_EXTRAS = ("source", "evidence", "note")


def fact_row_key(row: dict[str, str]) -> RowKey:
    """What identifies a row of facts: what it is about and its basis, and for stated figures where they are stated."""
    basis = row.get("basis") or FACT
    about = tuple(row.get(name, "") for name in ("indicator", "organisation", "period", "breakdown"))
    return (*about, basis, row.get("source", "") if basis == STATED else "")


FACTS = HistoryTable("facts", FACT_COLUMNS, fact_row_key)
ORGANISATIONS = HistoryTable("organisations", ORGANISATION_COLUMNS, lambda row: (row.get("code", ""), row.get("from", "")))
EVIDENCE = HistoryTable("evidence", EVIDENCE_COLUMNS, lambda row: (row.get("id", ""),))


def register_table(register: Register) -> HistoryTable:
    """How a register is kept in history; without key columns the whole row identifies an entry."""
    names = tuple(column.name for column in register.columns)
    columns = (*names, *(name for name in ENTRY_EXTRAS if name not in names))
    key = register.key or columns
    return HistoryTable(f"registers/{register.name}", columns, lambda row: tuple(row.get(name, "") for name in key))


@dataclass(frozen=True)
class Loaded:
    """A folder book with the changes that history does not know yet, and what its reader should be told of its files."""

    book: Book
    pending: tuple[Change, ...] = ()
    tables: dict[str, HistoryTable] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()


def load_book(folder: Path | str, catalogue: Catalogue, as_of: datetime | None = None) -> Book:
    """The book of a folder, today or as of a moment. Raises GoujiError with every mistake of every file, each with its place."""
    return read_folder(Path(folder), catalogue, as_of).book


def read_folder(folder: Path, catalogue: Catalogue, as_of: datetime | None = None) -> Loaded:
    """The book of a folder and what has changed in it since history was last written."""
    return _Loader(folder, catalogue, as_of).load()


class _Loader:
    """Reads one folder; gathers problems, tables and changes on the way."""

    def __init__(self, folder: Path, catalogue: Catalogue, as_of: datetime | None) -> None:
        if not (folder / "book.yaml").is_file():
            raise GoujiError.of("B20", Place(str(folder)))
        self.folder = folder
        self.catalogue = catalogue
        self.as_of = as_of.astimezone() if as_of is not None else None  # a moment without an offset is meant here
        self.problems: list[Problem] = []
        self.pending: list[Change] = []
        self.tables: dict[str, HistoryTable] = {}
        self.known: dict[str, dict[RowKey, Recorded]] = {}

    def load(self) -> Loaded:
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
        book = replace(book, facts=facts, stated=stated, entries=entries, evidence=evidence)
        return Loaded(book, tuple(self.pending), self.tables, tuple(empty_files(self.folder)))

    def frame(self) -> Book:
        section = read_yaml(self.folder / "book.yaml", self.problems)
        if section is None:
            raise GoujiError(*self.problems)
        properties = section.section("properties")
        book = Book(
            title=section.text("title"), organisation=section.text("organisation"), sets=section.texts("sets"), catalogue=self.catalogue,
            organisations=Organisations(()), facts={}, stated={},
            forms=tuple(_form_use(item, section.text("organisation")) for item in section.sections("forms")),
            schemes=tuple(_scheme_use(item, section.text("organisation")) for item in section.sections("schemes")),
            properties={key: properties.text(key, "") for key in properties.names()} if properties else {}, folder=self.folder,
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

    def rows(self, table: HistoryTable, current: list[CsvRow]) -> list[CsvRow]:
        """The rows to load (history's where an earlier moment is asked for); notes what history does not know yet."""
        self.tables[table.name] = table
        known = self.known[table.name] = replay(self.folder, table, self.as_of)
        if self.as_of is not None:
            return [CsvRow(recorded.row, Place(f"history/{table.name}.csv")) for recorded in known.values()]
        self.pending.extend(differences(table, known, (row.cells for row in current)))
        return current

    def organisations(self, main: str) -> Organisations:
        path = self.folder / "organisations.csv"
        current = read_rows(path, ("code", "name", "kind"), ORGANISATION_COLUMNS) if path.exists() else []
        organisations = Organisations(tuple(_organisation(row) for row in self.rows(ORGANISATIONS, current)))
        if main not in organisations:
            raise GoujiError.of("B22", Place(str(path)), name=main)
        return organisations

    def facts(self, book: Book) -> tuple[dict[Key, Fact], dict[Key, tuple[Fact, ...]]]:
        current: list[CsvRow] = []
        self.problems.extend(misplaced_tables(self.folder))
        for path in fact_files(self.folder):
            current.extend(read_fact_rows(path, ("indicator", "period", "value")))
        rows = self.rows(FACTS, current)
        reader = FactReader(book, self.known[FACTS.name], fact_row_key)
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
        for name in self.register_names():
            path = self.folder / "registers" / f"{name}.csv"
            register = registers.get(name)
            if register is None:
                self.problems.append(Problem("B24", Place(str(path)), {"name": name, "known": "、".join(sorted(registers))}))
                continue
            table = register_table(register)
            required = [column.name for column in register.columns if column.required]
            rows = self.rows(table, read_rows(path, required, table.columns) if path.exists() else [])
            reader = EntryReader(book, register)
            entries = (reader.read(number, row, self.problems) for number, row in enumerate(rows, 1))
            found[register.name] = tuple(entry for entry in entries if entry is not None)
        return found

    def register_names(self) -> list[str]:
        """The registers that have a file now or had one once."""
        present = (path for path in (self.folder / "registers").glob("*.csv") if not path.name.startswith((".", "~$")))
        files = [*present, *(self.folder / "history" / "registers").glob("*.csv")]
        return sorted({path.stem for path in files})

    def evidence(self) -> dict[str, Evidence]:
        path = self.folder / "evidence.csv"
        rows = self.rows(EVIDENCE, read_rows(path, ("id", "file"), EVIDENCE_COLUMNS) if path.exists() else [])
        found: dict[str, Evidence] = {}
        for row in rows:
            evidence = _evidence(row, self.folder / "evidence", self.problems)
            if evidence.id in found:
                self.problems.append(Problem("B25", row.place, {"name": evidence.id}))
            found[evidence.id] = evidence
        return found

    def check_evidence(self, evidence: dict[str, Evidence], items: Iterable[Fact | Entry]) -> None:
        for item in items:
            for link in item.evidence:
                if link.partition("#")[0] not in evidence:
                    self.problems.append(Problem("B26", item.place, {"name": link}))


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


def _evidence(row: CsvRow, folder: Path, problems: list[Problem]) -> Evidence:
    cells = row.cells
    path = (folder / cells["file"]).resolve()
    if not path.is_relative_to(folder.resolve()):
        problems.append(Problem("B28", row.place, {"name": cells["file"]}))
        found = False
    else:
        found = path.is_file()
    digest = _digest(path) if found else ""
    stated = cells.get("sha256", "").lower()
    return Evidence(
        cells["id"], cells["file"], cells.get("title", ""), cells.get("kind", ""), cells.get("date", ""), cells.get("issuer", ""),
        stated or digest, found, intact=found and stated in ("", digest), place=row.place,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
