"""A check of a form's place that is kept and brought up to date: only relations that a change may touch are assessed again.

Whatever is kept is what a fresh check would find (a property test compares them): a rule is assessed again where a figure of an indicator it speaks
of may be different, wherever and whenever, for that may also give it a place to speak of.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Collection
from dataclasses import dataclass

from gouji.book import Key
from gouji.catalogue import Rule
from gouji.formulas import FormulaError
from gouji.reckon.checking import Run
from gouji.reckon.checking import gravity
from gouji.reckon.findings import CheckReport
from gouji.reckon.findings import Finding
from gouji.reckon.findings import Unassessed
from gouji.reckon.places import Only
from gouji.reckon.places import keys_of
from gouji.reckon.places import operands
from gouji.reckon.places import registers
from gouji.reckon.places import reporting
from gouji.reckon.reckoner import REGISTER
from gouji.reckon.reckoner import CacheKey
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.stated import check_stated
from gouji.reckon.totals import check_totals

_RULES, _STATED, _TOTALS = 0, 1, 2
Name = tuple[int, int, Key]
_NO_KEY = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one rule, or one figure that was stated or adds up, came to, and the figures that were asked for."""

    findings: tuple[Finding, ...]
    held: int
    unassessed: tuple[Unassessed, ...]
    not_applicable: int
    asked: frozenset[CacheKey]


class KeptCheck:
    """The check of one place of one book; it begins anew where the book was loaded anew."""

    def __init__(self, only: Only) -> None:
        self.only = only
        self._parts: dict[Name, _Part] = {}
        self._codes: list[frozenset[str]] | None = None
        self._report: CheckReport | None = None

    def report(self, reckoner: Reckoner, stale: Collection[CacheKey] | None) -> CheckReport:
        """What a check finds now. `stale` are the results that may be different since it was last asked (None: any)."""
        if self._report is None or stale is None:
            self._parts.clear()
            self._renew(reckoner, None)
        elif stale:
            self._renew(reckoner, stale)
        assert self._report is not None, "made by _renew"
        return self._report

    def _renew(self, reckoner: Reckoner, stale: Collection[CacheKey] | None) -> None:
        run: Run | None = None
        keys = [key for key in keys_of(reckoner.book, self.only) if self.only.key(key)]
        rules = Run.rules_of(reckoner.book)
        wanted = self._touched(reckoner, rules, keys, stale)
        derives: dict[tuple[str, str], Rule] | None = None
        for name in wanted:
            run = run or Run(reckoner, self.only)
            if name[0] == _STATED and derives is None:
                derives = run.derives()
            self._parts[name] = _assessed(run, _assessor(run, name, rules, derives or {}))
        if wanted or self._report is None:
            self._report = self._gathered()

    def _touched(self, reckoner: Reckoner, rules: list[Rule], keys: list[Key], stale: Collection[CacheKey] | None) -> list[Name]:
        """The parts to be assessed: those a change may touch, and those that are new."""
        if self._codes is None:
            self._codes = [self._speaks_of(reckoner, rule) for rule in rules]
        book = reckoner.book
        parents = {row.parent for row in book.organisations.rows}
        changed = None if stale is None else {key[0] for key, _filled in stale}
        names = [(_RULES, position, _NO_KEY) for position, codes in enumerate(self._codes) if changed is None or not changed.isdisjoint(codes)]
        figures = [(_STATED, 0, key) for key in keys if key in book.stated]
        figures += [(_TOTALS, 0, key) for key in keys if key[1] in parents and key in book.facts] if self.only.organisation in parents else []
        fresh = set() if stale is None else {key for key, _filled in stale}
        names += [name for name in figures if name not in self._parts or name[2] in fresh]
        touched = set(names)
        if stale is not None:
            names += [name for name, part in self._parts.items() if name not in touched and not part.asked.isdisjoint(stale)]
        return names

    def _speaks_of(self, reckoner: Reckoner, rule: Rule) -> frozenset[str]:
        """The indicators that a rule speaks of in this place, its condition included, down to what derived ones derive from; registers as @name."""
        edition = reckoner.book.edition(reporting(self.only.period))
        found = frozenset({REGISTER + rule.entries} if rule.entries else ())
        for formula in (rule.check, rule.when):
            try:
                node = edition.bind(formula.text, rule.set, rule.entries) if formula is not None else None
                found |= {*operands(edition, node), *(REGISTER + name for name in registers(edition, node))} if node is not None else frozenset()
            except FormulaError:  # a rule of other years: it is not assessed here
                continue
        return found

    def _gathered(self) -> CheckReport:
        parts = [self._parts[name] for name in sorted(self._parts)]
        findings = sorted((item for part in parts for item in part.findings), key=gravity)
        unassessed = tuple(item for part in parts for item in part.unassessed)
        return CheckReport(tuple(findings), sum(part.held for part in parts), unassessed, sum(part.not_applicable for part in parts))


def _assessor(run: Run, name: Name, rules: list[Rule], derives: dict[tuple[str, str], Rule]) -> Callable[[], None]:
    kind, position, key = name
    if kind == _RULES:
        return lambda: run.rule(rules[position])
    if kind == _STATED:
        return lambda: check_stated(run.reckoner, derives, run.applies_here, run.take, [key])
    return lambda: check_totals(run.reckoner, run.take, [key])


def _assessed(run: Run, assess: Callable[[], None]) -> _Part:
    """What one part comes to: the run's tallies are emptied before and taken after."""
    run.findings, run.unassessed, run.held, run.not_applicable = [], [], 0, 0
    with run.reckoner.noting() as asked:
        assess()
    return _Part(tuple(run.findings), run.held, tuple(run.unassessed), run.not_applicable, frozenset(asked))
