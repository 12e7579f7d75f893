"""The columns of a table under the names they are known by: exact after folding, unknown and missing ones with the nearest name."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Collection
from collections.abc import Mapping

from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.tables.model import RawTable


def map_columns(table: RawTable, expected: Mapping[str, Collection[str]], required: Collection[str] | None = None) -> dict[str, int]:
    """The index of each expected column that the table has, by its canonical name; `expected` gives the other names of each.

    `required` (all, where not given) must be there. Raises P71 for each missing column, P72 for each unknown one, P66 where two mean the same.
    """
    names = {plain_name(name): canonical for canonical, aliases in expected.items() for name in (canonical, *aliases)}
    found: dict[str, int] = {}
    problems = []
    for index, title in enumerate(table.columns):
        canonical = names.get(plain_name(title))
        if canonical is None:
            problems.append(_unknown(table, index, expected))
        elif canonical in found:
            first = table.place(table.header_row, found[canonical])
            problems.append(Problem("P66", table.place(table.header_row, index), {"name": title, "first": first.cell}))
        else:
            found[canonical] = index
    missing = [name for name in (expected if required is None else required) if name not in found]
    problems += [_missing(table, name, expected[name]) for name in missing]
    if problems:
        raise GoujiError(*problems)
    return found


def plain_name(title: str) -> str:
    """A column title folded for comparison: full-width forms to half-width, no blanks, no star that marks a duty, lower case."""
    return "".join(unicodedata.normalize("NFKC", title).split()).strip("*").casefold()


def titles_shown(expected: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Each column by the name a Chinese table gives it: its own, or the first other one where its own is an English word of the book's files."""
    return tuple(next((alias for alias in aliases if not alias.isascii()), name) if name.isascii() else name for name, aliases in expected.items())


def _unknown(table: RawTable, index: int, expected: Mapping[str, Collection[str]]) -> Problem:
    title = table.columns[index]
    names = [name for canonical, aliases in expected.items() for name in (canonical, *aliases)]
    params: dict[str, object] = {"name": title, "hint": _hint(title, names), "expected": "、".join(titles_shown(expected))}
    return Problem("P72", table.place(table.header_row, index), params)


def _missing(table: RawTable, name: str, aliases: Collection[str]) -> Problem:
    hint = next((text for wanted in (name, *aliases) if (text := _hint(wanted, table.columns))), "")
    return Problem("P71", table.place(table.header_row), {"name": next(iter(titles_shown({name: aliases}))), "hint": hint, "columns": "、".join(table.columns)})


def _hint(name: str, candidates: Collection[str]) -> str:
    """“是不是……” with the nearest candidate; empty where none is near."""
    by_plain = {plain_name(candidate): candidate for candidate in candidates}
    near = difflib.get_close_matches(plain_name(name), by_plain, n=1, cutoff=0.5)
    return _("最接近的是“{name}”。").format(name=by_plain[near[0]]) if near else ""
