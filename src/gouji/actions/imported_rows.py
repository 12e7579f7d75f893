"""Rows of a table handed in → facts or entries, each row with its faults; a row either is usable or says why not."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from gouji.book import Book
from gouji.book import Entry
from gouji.book import Fact
from gouji.book.csvrows import CsvRow
from gouji.book.factfiles import FACT_TITLES
from gouji.book.facts import NULL
from gouji.book.facts import STATED
from gouji.book.reading import EntryReader
from gouji.book.reading import FactReader
from gouji.book.reading import entry_identity
from gouji.book.tables import FACT_COLUMNS
from gouji.book.tables import fact_row_key
from gouji.catalogue import Register
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.tables import RawRow
from gouji.papers.tables import RawTable
from gouji.papers.tables import map_columns
from gouji.papers.tables import row_faults
from gouji.papers.tables import titles_shown

FACT_REQUIRED = ("indicator", "period", "value")
EXTRA_TITLES: dict[str, tuple[str, ...]] = {"source": ("来源", "出处"), "evidence": ("佐证", "佐证材料"), "note": ("备注", "说明")}
_COLUMN_OF = {
    "N01": "value", "N02": "unit", "N03": "unit", "B01": "period", "B30": "organisation", "B31": "basis", "B32": "indicator", "B33": "breakdown",
    "B34": "breakdown", "B26": "evidence", "F08": "indicator", "I06": "indicator", "C24": "indicator",
}
_IGNORED = "　"  # before the name of a column that is to be passed over: no real column begins with a blank
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A usable row: its number in the file, its cells by column of the book, and what they say."""

    number: int
    cells: dict[str, str]
    said: Fact | Entry


@dataclass(slots=True)
class ReadRows:
    """All rows of a table: the usable ones by what they are about, how many are blank, faults by row number, the columns found."""

    columns: tuple[str, ...]
    rows: dict[Key, ReadRow] = field(default_factory=dict)
    blank: int = 0
    faults: dict[int, list[Problem]] = field(default_factory=dict)


def titles_of(register: Register | None) -> dict[str, tuple[str, ...]]:
    """The columns a table may have, with the other names each is known by: those of facts, or those of a register."""
    if register is None:
        return FACT_TITLES
    names = [column.name for column in register.columns]
    taken = {*names}
    return dict.fromkeys(names, ()) | {
        name: tuple(title for title in titles if title not in taken) for name, titles in EXTRA_TITLES.items() if name not in taken
    }


def find_columns(table: RawTable, register: Register | None, mapping: Mapping[str, str]) -> dict[str, int]:
    """The index of each column of the book in the table. `mapping` gives own titles: title → column, or → "" to pass a column over.

    Raises GoujiError: columns missing, unknown or twice (P66, P71, P72), a mapping from no column (I03) or to none (I02).
    """
    expected = titles_of(register)
    names = {title: name for name, titles in expected.items() for title in (name, *titles)}
    for title, name in mapping.items():
        if title not in table.columns:
            raise GoujiError.of("I03", table.place(table.header_row), name=title, columns="、".join(table.columns))
        if name and name not in names:
            raise GoujiError.of("I02", name=name, known="、".join(titles_shown(expected)))
        target = names[name] if name else _IGNORED + title
        expected = {key: tuple(other for other in others if other != title) for key, others in expected.items()}
        expected[target] = (*expected.get(target, ()), title)
    found = map_columns(table, expected, _required(register))
    return {name: index for name, index in found.items() if not name.startswith(_IGNORED)}


def _required(register: Register | None) -> tuple[str, ...]:
    return FACT_REQUIRED if register is None else tuple(column.name for column in register.columns if column.required)


def read_rows_of(table: RawTable, columns: Mapping[str, int], book: Book, register: Register | None) -> ReadRows:
    """Every row read and checked, none written."""
    sorter = _Sorter(table, columns, book, register)
    read = _fact_reader(book) if register is None else _entry_reader(book, register)
    empty = dict.fromkeys(FACT_COLUMNS, "") if register is None else {}
    for row in table.rows:
        cells = empty | {name: row.cells[index].strip() for name, index in columns.items()}
        problems = row_faults(table, row, sorter.numbers, sorter.texts) if row.marks else []
        said = read(CsvRow(cells, table.place(row.number)), problems) if not problems else None
        if said is None or problems:
            sorter.fault(row, problems)
        else:
            sorter.take(row, cells, said)
    return sorter.rows


class _Sorter:
    """Sorts the rows of one table into usable, blank and faulty ones."""

    def __init__(self, table: RawTable, columns: Mapping[str, int], book: Book, register: Register | None) -> None:
        self.book = book
        self.table = table
        self.columns = columns
        self.register = register
        named = {"value"} if register is None else {column.name for column in register.columns if column.type == "数量"}
        self.numbers = frozenset(index for name, index in columns.items() if name in named)
        self.texts = frozenset(index for name, index in columns.items() if name not in named)
        self.last_required = max((columns[name] for name in _required(register)), default=-1)
        self.rows = ReadRows(tuple(columns))

    def fault(self, row: RawRow, problems: Sequence[Problem]) -> None:
        """Note what is wrong with a row."""
        found = [self.placed(problem, row) for problem in problems]
        self.rows.faults[row.number] = [*self.shifted(row), *found]

    def shifted(self, row: RawRow) -> list[Problem]:
        """I05 where full-width commas were meant to part cells: in columns where prose has no place, and the row is short of as many cells."""
        commas = sum(text.count("，") for text in row.cells)
        filled = max((number for number, text in enumerate(row.cells, start=1) if text.strip()), default=0)
        if self.table.delimiter != "," or not 0 < commas <= len(self.table.columns) - filled:
            return []
        first = next(index for index, text in enumerate(row.cells) if "，" in text)
        return [Problem("I05", self.table.place(row.number, first), {})] if first <= self.last_required else []

    def take(self, row: RawRow, cells: dict[str, str], said: Fact | Entry) -> None:
        """Take a usable row; a figure without value is only counted, a second row of the same key is a fault."""
        if isinstance(said, Fact) and said.state == NULL:
            self.rows.blank += 1
            return
        key = fact_key(said) if isinstance(said, Fact) else self.identity(cells)
        if key in self.rows.rows:
            self.fault(row, [Problem("I04", self.table.place(row.number), {"row": self.rows.rows[key].number})])
        else:
            self.rows.rows[key] = ReadRow(row.number, cells, said)

    def identity(self, cells: Mapping[str, str]) -> Key:
        """What identifies a row of the register."""
        assert self.register is not None, "entries come from registers"
        return entry_identity(self.book, self.register, cells)

    def placed(self, problem: Problem, row: RawRow) -> Problem:
        """The problem at the cell it is about, where its code or its place tells which."""
        name = problem.place.cell if problem.place.cell in self.columns else str(problem.params.get("name", ""))
        name = name if name in self.columns else _COLUMN_OF.get(problem.code, "")
        if problem.code == "F09":  # a table has no `uses`, which a formula's file has
            problem = Problem("I06", problem.place, problem.params)
        if problem.code.startswith("P") or name not in self.columns:
            return Problem(problem.code, problem.place if problem.code.startswith("P") else self.table.place(row.number), problem.params)
        return Problem(problem.code, self.table.place(row.number, self.columns[name]), problem.params)


def _fact_reader(book: Book) -> Callable[[CsvRow, list[Problem]], Fact | None]:
    reader = FactReader(book, {}, fact_row_key)

    def read(row: CsvRow, problems: list[Problem]) -> Fact | None:
        fact = reader.read(row, problems)
        if fact is not None:
            problems.extend(_unknown_evidence(fact.evidence, book, row.place))
        return fact

    return read


def _entry_reader(book: Book, register: Register) -> Callable[[CsvRow, list[Problem]], Entry | None]:
    reader = EntryReader(book, register)

    def read(row: CsvRow, problems: list[Problem]) -> Entry | None:
        entry = reader.read(0, row, problems)
        if entry is not None:
            problems.extend(_unknown_evidence(entry.evidence, book, row.place))
        return entry

    return read


def _unknown_evidence(links: Sequence[str], book: Book, place: Place) -> list[Problem]:
    return [Problem("B26", place, {"name": link}) for link in links if link.partition("#")[0] not in book.evidence]


def fact_key(fact: Fact) -> Key:
    """What a fact is about, with its basis, and for a stated figure where it is stated: two rows of the same key are one figure."""
    return (*fact.key, fact.basis, fact.source if fact.basis == STATED else "")
