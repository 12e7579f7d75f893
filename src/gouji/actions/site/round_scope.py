"""What a round asks for: the indicators and registers of its form with all they are reckoned from, and the periods that belong to its own."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from gouji.actions.site.definitions import site_catalogue
from gouji.book import parse_period
from gouji.catalogue import Catalogue
from gouji.catalogue import Edition
from gouji.catalogue import Form
from gouji.catalogue import Table
from gouji.formulas import Node
from gouji.formulas import Reference
from gouji.formulas import walk
from gouji.store.models import Round

_YEARS = frozenset({"学年", "自然年", "财年", "届"})
REGISTERS = "registers/"


@dataclass(frozen=True, slots=True)
class Scope:
    """The codes of indicators and the names of registers that a form shows, directly or through formulas."""

    indicators: frozenset[str]
    registers: frozenset[str]


def same_report(asked: str, period: str) -> bool:
    """Whether figures of a period belong to a report on another: the same, or the same year in another calendar (学年 2023-2024 and 2024年)."""
    if asked == period:
        return True
    one, other = parse_period(asked), parse_period(period)
    return one.kind in _YEARS and other.kind in _YEARS and one.year == other.year


def concerns(asked: Round, period: str, what: str = "") -> bool:
    """Whether a round asks for figures of a period; `what` narrows it to an indicator's code or a register (`registers/竞赛获奖`)."""
    if not same_report(asked.period, period):
        return False
    if not what:
        return True
    scope = scope_of(site_catalogue(), asked.form, asked.period)
    if scope is None:
        return True  # a form that is not known any more shuts as it did
    return what.removeprefix(REGISTERS) in scope.registers if what.startswith(REGISTERS) else what in scope.indicators


@lru_cache(maxsize=100)
def scope_of(catalogue: Catalogue, form: str, period: str) -> Scope | None:
    """The scope of a form in a period; None where no edition of that period knows the form."""
    edition = catalogue.on(parse_period(period).last)
    known = edition.forms.get(form)
    return None if known is None else _Gathering(edition).of(known)


class _Gathering:
    """Follows formulas from the cells of a form to what they are reckoned from."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.indicators: set[str] = set()
        self.registers: set[str] = set()

    def of(self, form: Form) -> Scope:
        """Everything the tables of a form speak of."""
        for table in form.tables:
            if table.entries:
                self.registers.add(table.entries)
            for text in _formulas(table):
                self.follow(self.edition.bind(text, form.set, table.entries))
            for code in self.parts(table, form.set):
                self.indicator(code)
        return Scope(frozenset(self.indicators), frozenset(self.registers))

    def parts(self, table: Table, set_name: str) -> Iterator[str]:
        """The indicators under those of the rows that have a column of their own (调查人数 under each 满意度)."""
        names = {column.show for column in table.columns if column.show and column.formula is None}
        for row in table.rows:
            node = self.edition.bind(row.indicator.text, set_name) if row.indicator is not None else None
            if isinstance(node, Reference) and node.kind == "indicator":
                own = self.edition.indicators[node.key]
                yield from (found.code for name in names for found in self.edition.find(own.set, (*own.path, name))[:1])

    def follow(self, node: Node | None) -> None:
        """All that a tree refers to."""
        for part in walk(node) if node is not None else ():
            if isinstance(part, Reference) and part.kind == "register":
                self.registers.add(part.key)
            elif isinstance(part, Reference) and part.kind == "indicator":
                self.indicator(part.key)

    def indicator(self, code: str) -> None:
        """An indicator and what its formula refers to."""
        if code not in self.indicators:
            self.indicators.add(code)
            self.follow(self.edition.formula(self.edition.indicators[code]))


def _formulas(table: Table) -> Iterable[str]:
    yield from (row.indicator.text for row in table.rows if row.indicator is not None)
    yield from (column.formula.text for column in table.columns if column.formula is not None)
