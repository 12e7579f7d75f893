"""Rows of text → facts and entries: names looked up, figures read with their precision, problems noted with their place."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import datetime

from gouji.book.book import Book
from gouji.book.csvrows import CsvRow
from gouji.book.facts import FACT
from gouji.book.facts import NOT_APPLICABLE
from gouji.book.facts import NOT_COLLECTED
from gouji.book.facts import NULL
from gouji.book.facts import STATED
from gouji.book.facts import VALUE
from gouji.book.facts import Entry
from gouji.book.facts import Fact
from gouji.book.facts import breakdown_parts
from gouji.book.facts import breakdown_text
from gouji.book.history import Recorded
from gouji.book.history import RowKey
from gouji.book.periods import Period
from gouji.book.periods import in_calendar
from gouji.book.periods import parse_period
from gouji.book.tables import key_columns
from gouji.catalogue import Edition
from gouji.catalogue import Indicator
from gouji.catalogue import Register
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.numbers import Figure
from gouji.numbers import read_figure

_EMPTIES = {
    "": NULL, "不适用": NOT_APPLICABLE, "仅高职填报": NOT_APPLICABLE, "仅中职填报": NOT_APPLICABLE, "未采集": NOT_COLLECTED,
    "n/a": NOT_APPLICABLE,
}


class FactReader:
    """Reads rows of facts for a book; remembers what names and periods meant."""

    def __init__(self, book: Book, known: Mapping[RowKey, Recorded], key: Callable[[dict[str, str]], RowKey]) -> None:
        self.book = book
        self.known = known
        self.key = key
        self._subjects: dict[tuple[str, str], tuple[Indicator, Period]] = {}

    def read(self, row: CsvRow, problems: list[Problem]) -> Fact | None:
        """The fact of a row; None with a problem noted where the row is not usable."""
        try:
            return self._fact(row)
        except GoujiError as error:
            problems.extend(Problem(problem.code, row.place, problem.params) for problem in error.problems)
            return None

    def _fact(self, row: CsvRow) -> Fact:
        cells = row.cells
        indicator, period = self._about(cells["indicator"], cells["period"])
        organisation = self._organisation(cells.get("organisation", ""))
        basis = self._basis(cells.get("basis", ""), indicator)
        state = _EMPTIES.get(cells["value"].lower(), VALUE)
        figure = None
        if state == VALUE and indicator.type == "数量":
            figure = self._figure(cells["value"], cells.get("unit", ""), indicator, basis)
        recorded = self.known.get(self.key(cells)) if self.known else None
        return Fact(
            indicator=indicator.code, organisation=organisation, period=period.text, breakdown=self._breakdown(cells.get("breakdown", ""), indicator),
            basis=basis, state=state, figure=figure, text=cells["value"] if indicator.type == "文本" else "", source=cells.get("source", ""),
            evidence=_links(cells.get("evidence", "")), author=cells.get("author", "") or (recorded.author if recorded else ""),
            note=cells.get("note", ""), recorded=_moment(recorded), place=row.place,
        )

    def _about(self, name: str, period_text: str) -> tuple[Indicator, Period]:
        """The indicator as it was defined in the period, and the period in the indicator's calendar; remembered, as most rows repeat them."""
        known = self._subjects.get((name, period_text))
        if known is None:
            first = parse_period(period_text)
            indicator = find_indicator(self.book, self.book.edition(first), name)
            own = in_calendar(parse_period(period_text, indicator.calendar), indicator.calendar)
            if self.book.edition(own) is not self.book.edition(first):
                indicator = find_indicator(self.book, self.book.edition(own), name)
            known = self._subjects[(name, period_text)] = (indicator, own)
        return known

    def _organisation(self, name: str) -> str:
        return organisation_code(self.book, name) if name else self.book.organisation

    def _basis(self, text: str, indicator: Indicator) -> str:
        basis = text or FACT
        if basis not in (FACT, STATED):
            raise GoujiError.of("B31", name=text)
        if basis == FACT and indicator.formula is not None:
            raise GoujiError.of("B32", name=indicator.label, formula=indicator.formula.text)
        return basis

    def _figure(self, text: str, unit: str, indicator: Indicator, basis: str) -> Figure:
        """The figure of a cell.

        Excel drops trailing zeros of facts, hence the indicator's decimals; what was stated, or is in another unit, counts as printed.
        """
        own = basis == FACT and unit in ("", indicator.unit)
        return read_figure(text, unit or indicator.unit, indicator.decimals if own else None).to(indicator.unit)

    def _breakdown(self, text: str, indicator: Indicator) -> str:
        if not text:
            return ""
        try:
            parts = breakdown_parts(text)
        except ValueError as error:
            raise GoujiError.of("B33", text=text) from error
        for dimension in parts:
            if dimension not in indicator.breakdowns:
                raise GoujiError.of("B34", name=indicator.label, dimension=dimension, known="、".join(indicator.breakdowns) or "—")
        return breakdown_text(parts)


def find_indicator(book: Book, edition: Edition, name: str) -> Indicator:
    """The indicator a book means by a code, name or path: its sets are asked in order. Raises FormulaError where it is unknown or ambiguous."""
    if name in edition.indicators:
        return edition.indicators[name]
    path = tuple(part.strip("「」") for part in name.split("/"))
    for set_name in book.sets:
        found = [indicator for indicator in edition.find(set_name, path) if indicator.set == set_name]
        if len(found) == 1:
            return found[0]
    quoted = "/".join(f"「{part}」" for part in path)
    return edition.resolve(book.sets[0] if book.sets else "", quoted)


def organisation_code(book: Book, name: str) -> str:
    """The code of an organisation's code, name or alias. Raises GoujiError: unknown (B30), borne by several (B38)."""
    code = book.organisations.code_of(name)
    if code is None:
        raise GoujiError.of("B30", name=name)
    return code


def entry_identity(book: Book, register: Register, cells: Mapping[str, str]) -> tuple[str, ...]:
    """What identifies an entry, however its organisation and period are written: its key columns, or all columns where the register has none."""
    own = {
        register.organisation: lambda text: organisation_code(book, text) if text else book.organisation,
        register.period: lambda text: parse_period(text).text,
    }
    return tuple(_meant(cells.get(name, ""), own.get(name)) for name in key_columns(register) or [column.name for column in register.columns])


def _meant(text: str, read: Callable[[str], str] | None) -> str:
    """What a text stands for; the text itself where it cannot be read."""
    try:
        return read(text) if read is not None else text
    except GoujiError:
        return text


def _links(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("；", ";").split(";") if part.strip())


def _moment(recorded: Recorded | None) -> datetime | None:
    return recorded.moment if recorded is not None else None


class EntryReader:
    """Reads rows of one register."""

    def __init__(self, book: Book, register: Register) -> None:
        self.book = book
        self.register = register
        self._names = key_columns(register)
        self._keys: dict[tuple[str, ...], Place] = {}

    def read(self, number: int, row: CsvRow, problems: list[Problem]) -> Entry | None:
        """The entry of a row; None with problems noted where the row is not usable."""
        before = len(problems)
        texts = {column.name: row.cells.get(column.name, "") for column in self.register.columns}
        figures = self._figures(texts, row.place, problems)
        self._check(texts, row.place, problems)
        organisation = self._organisation(texts, row.place, problems)
        period = self._period(texts, row.place, problems)
        if len(problems) > before:
            return None
        extras = {name: row.cells.get(name, "") if name not in texts else "" for name in ("source", "evidence", "note")}
        return Entry(
            self.register.name, number, texts, figures, organisation, period, extras["source"], _links(extras["evidence"]), extras["note"], row.place,
        )

    def _figures(self, texts: dict[str, str], place: Place, problems: list[Problem]) -> dict[str, Figure]:
        figures: dict[str, Figure] = {}
        for column in self.register.columns:
            text = texts[column.name]
            if column.type != "数量" or _EMPTIES.get(text.lower(), VALUE) != VALUE:
                continue
            try:
                figures[column.name] = read_figure(text, column.unit, column.decimals)
            except GoujiError as error:
                problems.extend(Problem(problem.code, Place(place.file, place.line, cell=column.name), problem.params) for problem in error.problems)
        return figures

    def _check(self, texts: dict[str, str], place: Place, problems: list[Problem]) -> None:
        for column in self.register.columns:
            text = texts[column.name]
            if column.required and not text:
                problems.append(Problem("B35", place, {"name": column.name}))
            if column.options and text and text not in column.options:
                problems.append(Problem("B36", place, {"name": column.name, "value": text, "options": "、".join(column.options)}))
        if not self._names:
            return
        key = tuple(texts[name] for name in self._names)
        if key in self._keys:
            problems.append(Problem("B37", place, {"key": "、".join(key), "other": str(self._keys[key])}))
        self._keys[key] = place

    def _organisation(self, texts: dict[str, str], place: Place, problems: list[Problem]) -> str:
        name = texts.get(self.register.organisation, "") if self.register.organisation else ""
        if not name:
            return self.book.organisation
        try:
            return organisation_code(self.book, name)
        except GoujiError as error:
            problems.extend(Problem(problem.code, place, problem.params) for problem in error.problems)
            return ""

    def _period(self, texts: dict[str, str], place: Place, problems: list[Problem]) -> str:
        text = texts.get(self.register.period, "") if self.register.period else ""
        if not text:
            return ""
        try:
            return parse_period(text).text
        except GoujiError as error:
            problems.extend(Problem(problem.code, place, problem.params) for problem in error.problems)
            return ""
