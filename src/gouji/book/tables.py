"""The tables a book is kept in, in a folder as in a database: their columns, and what identifies a row."""

from __future__ import annotations

from gouji.book.facts import FACT
from gouji.book.facts import STATED
from gouji.book.history import HistoryTable
from gouji.book.history import RowKey
from gouji.catalogue import Register

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


def key_columns(register: Register) -> tuple[str, ...]:
    """The columns that identify an entry: the key of its register, and those that say its period and organisation, for each organisation numbers its
    own rows and begins anew every year. None where the register has no key.
    """
    return tuple(name for name in dict.fromkeys((*register.key, register.period, register.organisation)) if name) if register.key else ()


def register_table(register: Register) -> HistoryTable:
    """How a register is kept in history; without key columns the whole row identifies an entry."""
    names = tuple(column.name for column in register.columns)
    columns = (*names, *(name for name in ENTRY_EXTRAS if name not in names))
    key = key_columns(register) or columns
    former = register.key if key != register.key else ()
    return HistoryTable(
        f"registers/{register.name}", columns, lambda row: tuple(row.get(name, "") for name in key),
        (lambda row: tuple(row.get(name, "") for name in former)) if former else None,
    )
