"""Rows of a register within a form, as they are filled in: every column of the register, names of persons masked."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from gouji.book import Entry
from gouji.book.tables import register_table
from gouji.catalogue import Register
from gouji.catalogue import Table
from gouji.formulas import Compare
from gouji.formulas import Logic
from gouji.formulas import Name
from gouji.formulas import Node
from gouji.formulas import Text
from gouji.formulas import parse
from gouji.reckon.results import HIDDEN
from gouji.reports.figures import Figures
from gouji.reports.tables import in_order
from gouji.reports.tables import selected_entries

SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry: what identifies it, its cells by column (personal ones masked), its evidence, the number of the row that says it."""

    key: str
    cells: Mapping[str, str]
    evidence: tuple[str, ...] = ()
    version: int = 0


def register_columns(register: Register, table: Table) -> tuple[str, ...]:
    """The columns of a register: those the table shows in its order, then the others in theirs."""
    names = [column.name for column in register.columns]
    shown = [column.show for column in table.columns if column.show in names]
    return tuple(dict.fromkeys((*shown, *names)))


def register_rows(figures: Figures, table: Table, versions: Mapping[str, int]) -> Iterator[RegisterRow]:
    """The entries that the table shows, exactly as the report would."""
    register = figures.edition.register(table.entries)
    if register is None:
        return
    where = table.where.text if table.where else ""
    for entry in in_order(selected_entries(figures, register.name, where, figures.context), table.order):
        key = entry_row_key(register, entry)
        yield RegisterRow(key, masked(register, entry.texts), entry.evidence, versions.get(f"{register.name}{SEPARATOR}{key}", 0))


def blank_row(register: Register, table: Table, period: str) -> dict[str, str]:
    """What a new row of the table says before anything is typed: the period, and what all its rows have in common (清单 = “部门整体”)."""
    said = {register.period: period} if register.period else {}
    said |= dict(_in_common(parse(table.where.text))) if table.where else {}
    return {name: text for name, text in said.items() if register.column(name) is not None}


def _in_common(node: Node) -> Iterator[tuple[str, str]]:
    """The columns that a condition fixes to one text."""
    match node:
        case Logic(operator="且", operands=operands):
            for operand in operands:
                yield from _in_common(operand)
        case Compare(operators=("=",), operands=(Name() as name, Text(value=text))):
            yield str(name), text
        case _:
            return


def entry_row_key(register: Register, entry: Entry) -> str:
    """What identifies an entry in its table."""
    extras = {"source": entry.source, "evidence": ";".join(entry.evidence), "note": entry.note}
    return SEPARATOR.join(register_table(register).key({**extras, **entry.texts}))


def masked(register: Register, texts: Mapping[str, str]) -> dict[str, str]:
    """The cells of an entry, personal ones hidden where they hold something."""
    return {column.name: HIDDEN if column.personal and texts.get(column.name) else texts.get(column.name, "") for column in register.columns}
