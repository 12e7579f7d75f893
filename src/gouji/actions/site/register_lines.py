"""Registers as tables: what personal columns hold is hidden, and shown only to those who keep the register, with a line in the trail."""

from __future__ import annotations

from dataclasses import dataclass

from gouji.actions.site.reading import Reading
from gouji.book import Entry
from gouji.catalogue import Register
from gouji.messages import GoujiError
from gouji.reckon.results import HIDDEN
from gouji.rights import Act
from gouji.store import trail


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A part of a register: its title, columns and rows (texts as written), how many entries there are, from where the part begins.

    `hidden` names the personal columns that are hidden, `may_unmask` whether the account may see them, `unmasked` whether it does.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int
    start: int
    organisations: tuple[tuple[str, str, int], ...]
    periods: tuple[tuple[str, str, int], ...]
    hidden: tuple[str, ...]
    may_unmask: bool
    unmasked: bool


def register_page(
    reading: Reading, name: str, *, organisation: str = "", period: str = "", unmasked: bool = False, start: int | None = 0, size: int = 50,
) -> RegisterPage:
    """The entries of a register from a place on (None: all of them), of an organisation and period where they are given.

    Unmasked it asks for the right to see personal data at every organisation whose entries are shown (personal.view), and notes it in the trail.
    Raises GoujiError S69: no such register; Refused.
    """
    register = next((each for each in reversed(reading.book.catalogue.registers) if each.name == name), None)
    if register is None:
        raise GoujiError.of("S69", name=name)
    if organisation:
        reading.view(organisation)
    every = reading.entries(name)
    entries = [entry for entry in every if organisation in ("", entry.organisation) and period in ("", entry.period)]
    first = start or 0
    part = entries if start is None else entries[first:first + size]
    personal = {column.name for column in register.columns if column.personal}
    if unmasked and personal:
        _look(reading, register, part)
    hidden = frozenset() if unmasked else frozenset(personal)
    columns = (*(column.name for column in register.columns), *((_SOURCE,) if any(entry.source for entry in part) else ()))
    return RegisterPage(
        name, register.title or name, columns, tuple(_row(register, entry, hidden, len(columns)) for entry in part), len(entries), first,
        _places(reading, every, period), _periods(every, organisation), tuple(sorted(hidden)),
        may_unmask=bool(personal) and all(reading.may(Act.VIEW_PERSONAL, code) for code in {entry.organisation for entry in part}),
        unmasked=unmasked and bool(personal),
    )


_SOURCE = "source"


def _look(reading: Reading, register: Register, entries: list[Entry]) -> None:
    """Ask for the right to see what is personal, and note that it was seen: the register and how many entries, never what they hold."""
    for code in dict.fromkeys(entry.organisation for entry in entries) or (reading.main(),):
        reading.must(Act.VIEW_PERSONAL, code)
    thing = f"{reading.row.slug}/registers/{register.name}"
    trail.append(reading.origin.trail, Act.VIEW_PERSONAL.value, thing[:120], details={"entries": len(entries)})


def _row(register: Register, entry: Entry, hidden: frozenset[str], width: int) -> tuple[str, ...]:
    texts = [HIDDEN if column.name in hidden and entry.texts.get(column.name) else entry.texts.get(column.name, "") for column in register.columns]
    return (*texts, entry.source) if width > len(texts) else tuple(texts)


def _places(reading: Reading, entries: list[Entry], period: str) -> tuple[tuple[str, str, int], ...]:
    counts: dict[str, int] = {}
    for entry in entries:
        if period in ("", entry.period):
            counts[entry.organisation] = counts.get(entry.organisation, 0) + 1
    return tuple((code, reading.name(code), count) for code, count in counts.items())


def _periods(entries: list[Entry], organisation: str) -> tuple[tuple[str, str, int], ...]:
    counts: dict[str, int] = {}
    for entry in entries:
        if entry.period and organisation in ("", entry.organisation):
            counts[entry.period] = counts.get(entry.period, 0) + 1
    return tuple((text, text, count) for text, count in sorted(counts.items(), reverse=True))
