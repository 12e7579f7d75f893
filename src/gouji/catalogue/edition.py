"""An edition: the definitions that count on one day, with names resolved and formulas bound."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

from gouji.catalogue.bare_numbers import bare_factor
from gouji.catalogue.bare_numbers import in_own_units
from gouji.catalogue.bare_numbers import is_bare
from gouji.catalogue.bare_numbers import unit_of
from gouji.catalogue.bare_numbers import written_start
from gouji.catalogue.binding import bind
from gouji.catalogue.definitions import Criterion
from gouji.catalogue.definitions import Indicator
from gouji.catalogue.definitions import Questionnaire
from gouji.catalogue.definitions import Register
from gouji.catalogue.definitions import Rule
from gouji.catalogue.definitions import Scheme
from gouji.catalogue.layouts import Form
from gouji.catalogue.sense import check_sense
from gouji.catalogue.values import Formula
from gouji.formulas import Call
from gouji.formulas import FormulaError
from gouji.formulas import Node
from gouji.formulas import Reference
from gouji.formulas.syntax import children
from gouji.messages import GoujiError
from gouji.messages import Problem


class Edition:
    """What may be known on a day. Looks names up; binds formulas once and remembers them."""

    def __init__(
        self, indicators: tuple[Indicator, ...], rules: tuple[Rule, ...], registers: tuple[Register, ...], schemes: tuple[Scheme, ...],
        forms: tuple[Form, ...], questionnaires: tuple[Questionnaire, ...], uses: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.indicators = {indicator.code: indicator for indicator in indicators}
        self.rules = rules
        self._known_rules = {id(rule) for rule in rules}
        self.registers = {register.name: register for register in registers}
        self.schemes = {scheme.name: scheme for scheme in schemes}
        self.forms = {form.name: form for form in forms}
        self.questionnaires = {questionnaire.name: questionnaire for questionnaire in questionnaires}
        self.dimensions = {name for indicator in indicators for name in indicator.breakdowns}
        self.uses = uses
        self._tails: dict[tuple[str, ...], list[Indicator]] = {}
        self._bound: dict[tuple[str, str, str], Node] = {}
        for indicator in indicators:
            self._enter(indicator)

    def _enter(self, indicator: Indicator) -> None:
        tails = {path[start:] for path in indicator.alternatives for start in range(len(path))}
        for tail in tails:
            self._tails.setdefault(tail, []).append(indicator)

    def find(self, set_name: str, path: tuple[str, ...]) -> list[Indicator]:
        """The indicators a path may mean: those of the set, else of the sets it uses, else of all; an exact full path beats a tail."""
        candidates = self._tails.get(path, [])
        for name in (set_name, *self.uses.get(set_name, ())):
            own = [indicator for indicator in candidates if indicator.set == name]
            if own:
                candidates = own
                break
        exact = [indicator for indicator in candidates if path in indicator.alternatives]
        return exact if len(exact) == 1 else candidates

    def knows(self, rule: Rule) -> bool:
        """Whether the rule (this very definition) counts in the edition."""
        return id(rule) in self._known_rules

    def register(self, name: str) -> Register | None:
        """The register of that name, or None."""
        return self.registers.get(name)

    def is_dimension(self, name: str) -> bool:
        """Whether some indicator may be broken down by it."""
        return name in self.dimensions

    def names(self) -> list[str]:
        """All names and aliases of indicators, and the names of registers."""
        return [*(tail[0] for tail in self._tails if len(tail) == 1), *self.registers]

    def resolve(self, set_name: str, path: str) -> Indicator:
        """The indicator of a code, name or path; raises FormulaError where it is unknown or ambiguous."""
        if (indicator := self.indicators.get(path)) is not None:
            return indicator
        node = self.bind(path, set_name)
        if isinstance(node, Reference) and node.kind == "indicator":
            return self.indicators[node.key]
        raise GoujiError.of("C24", name=path)

    def bind(self, text: str, set_name: str, register: str = "") -> Node:
        """The bound tree of a formula written in the words of a set (and the columns of a register). Raises FormulaError."""
        key = (text, set_name, register)
        node = self._bound.get(key)
        if node is None:
            node = bind(text, self, set_name, self.registers.get(register))
            check_sense(node, text, self, self.registers.get(register))
            node = in_own_units(node, text, self, self.registers.get(register))
            self._bound[key] = node
        return node

    def factor(self, number: str, value: str, set_name: str) -> Fraction:
        """By how much a number given for a value (a target, a band's start) is to be multiplied: bare ones are in the value's unit. Raises FormulaError."""
        bare = is_bare(self.bind(number, set_name))
        return bare_factor(number, self.bind(value, set_name), value, self) if bare else Fraction(1)

    def unit(self, text: str, set_name: str) -> str:
        """The unit a formula's value is in; empty for pure numbers and where it has none of its own."""
        return unit_of(self.bind(text, set_name), text, self)

    def in_own_unit(self, criterion: Criterion, set_name: str) -> Criterion:
        """The criterion with the bare starts of its bands and its step of deduction in the unit of its value. Raises FormulaError (F18)."""
        if criterion.value is None:
            return criterion
        value = criterion.value.text
        node = self.bind(value, set_name)
        bands = tuple(replace(band, start=written_start(band.written, band.start, node, value, self)) for band in criterion.bands)
        step = written_start(criterion.unit_written, criterion.unit, node, value, self) if criterion.method == "扣分" else criterion.unit
        return replace(criterion, bands=bands, unit=step)

    def formula(self, indicator: Indicator) -> Node | None:
        """The bound formula of a derived indicator; None for others."""
        return self.bind(indicator.formula.text, indicator.set) if indicator.formula is not None else None

    def problems(self) -> list[Problem]:
        """Everything in this edition that does not bind, and formulas that run in a circle."""
        found: list[Problem] = []
        for formula, set_name, register in self._formulas():
            if register and register not in self.registers:
                found.append(Problem("C25", formula.place, {"name": register}))
                continue
            try:
                self.bind(formula.text, set_name, register)
            except FormulaError as error:
                found.extend(Problem(problem.code, formula.place, problem.params) for problem in error.problems)
        found.extend(self._unclear_targets())
        return found or self._cycles()

    def _unclear_targets(self) -> Iterator[Problem]:
        """Targets and bands without unit for values that have no clear one."""
        for scheme in self.schemes.values():
            for criterion in all_criteria(scheme):
                try:
                    self.in_own_unit(criterion, scheme.set)
                    if criterion.target is not None and criterion.value is not None:
                        self.factor(criterion.target.text, criterion.value.text, scheme.set)
                except FormulaError as error:
                    yield from (Problem(problem.code, criterion.place, problem.params) for problem in error.problems if problem.code == "F18")

    def _formulas(self) -> Iterator[tuple[Formula, str, str]]:
        for indicator in self.indicators.values():
            yield from indicator_formulas(indicator)
        for rule in self.rules:
            for formula in (rule.check, rule.derives, rule.when):
                if formula is not None:
                    yield formula, rule.set, rule.entries
        for questionnaire in self.questionnaires.values():
            for tally in questionnaire.tallies:
                yield tally.indicator, questionnaire.set, ""
        for form in self.forms.values():
            yield from form_formulas(form)
        for scheme in self.schemes.values():
            yield from scheme_formulas(scheme)

    def _cycles(self) -> list[Problem]:
        uses = {code: self._operands(indicator) for code, indicator in self.indicators.items()}
        done: set[str] = set()
        found: list[Problem] = []
        for code in uses:
            trail = _circle(code, uses, done)
            if trail:
                done.update(trail)  # one circle is one mistake, wherever it is entered
                cycle = " → ".join(self.indicators[step].label for step in trail)
                formula = self.indicators[trail[0]].formula
                found.append(Problem("F13", formula.place if formula else self.indicators[trail[0]].place, {"cycle": cycle}))
        return found

    def _operands(self, indicator: Indicator) -> tuple[str, ...]:
        node = self.formula(indicator)
        return same_period_operands(node) if node is not None else ()

    def fingerprint(self, indicator: Indicator) -> str:
        """Twelve hex digits that change with the meaning of the indicator (unit, formula, calendar, aggregation, definition text)."""
        parts = (
            indicator.code, indicator.label, indicator.unit, str(indicator.decimals), indicator.kind, indicator.calendar,
            indicator.organisations, indicator.weight, indicator.periods, indicator.formula.text if indicator.formula else "", indicator.definition,
        )
        return sha256("\x1f".join(parts).encode()).hexdigest()[:12]


def same_period_operands(node: Node) -> tuple[str, ...]:
    """Codes of the indicators a bound formula needs in the same place and period (not those inside 上期, 下级机构 or other slices)."""
    found: list[str] = []
    pending: list[Node] = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, Reference) and current.kind == "indicator":
            found.append(current.key)
        if not _leaves_place(current):
            pending.extend(children(current))
    return tuple(found)


def _leaves_place(node: Node) -> bool:
    if not isinstance(node, Call):
        return False
    first = node.arguments[0] if node.arguments else None
    return node.function in ("上期", "填报", "细分", "期间") or (isinstance(first, Reference) and first.kind in ("organisations", "dimension", "register"))


def _circle(start: str, uses: dict[str, tuple[str, ...]], done: set[str]) -> list[str]:
    trail: list[str] = []
    on_trail: set[str] = set()
    stack: list[tuple[str, int]] = [(start, 0)]
    while stack:
        code, index = stack.pop()
        if index == 0:
            if code in done:
                continue
            trail.append(code)
            on_trail.add(code)
        operands = uses.get(code, ())
        if index < len(operands):
            stack.append((code, index + 1))
            step = operands[index]
            if step in on_trail:
                return [*trail[trail.index(step):], step]
            if step not in done:
                stack.append((step, 0))
        else:
            done.add(code)
            trail.pop()
            on_trail.discard(code)
    return []


def indicator_formulas(indicator: Indicator) -> Iterator[tuple[Formula, str, str]]:
    """The formula and the weight of an indicator, where it has them, with its set."""
    if indicator.formula is not None:
        yield indicator.formula, indicator.set, ""
    if indicator.weight:
        yield Formula(indicator.weight, indicator.place), indicator.set, ""


def form_formulas(form: Form) -> Iterator[tuple[Formula, str, str]]:
    """Every formula of a form with its set and the register whose columns it may use."""
    for table in form.tables:
        if table.where is not None:
            yield table.where, form.set, table.entries
        for row in table.rows:
            if row.indicator is not None:
                yield row.indicator, form.set, ""
        for column in table.columns:
            if column.formula is not None:
                yield column.formula, form.set, table.entries
    for chart in form.charts:
        if chart.where is not None:
            yield chart.where, form.set, chart.entries
        for series in chart.series:
            yield series.formula, form.set, chart.entries


def all_criteria(scheme: Scheme) -> Iterator[Criterion]:
    """Every criterion of a scheme, whatever it lies in."""
    pending = list(scheme.criteria)
    while pending:
        criterion = pending.pop()
        pending.extend((*criterion.children, *criterion.either))
        yield criterion


def scheme_formulas(scheme: Scheme) -> Iterator[tuple[Formula, str, str]]:
    """Every formula of a scheme with its set and the register whose columns it may use."""
    for criterion in all_criteria(scheme):
        for formula in (criterion.value, criterion.target, criterion.formula):
            if formula is not None:
                yield formula, scheme.set, ""
        if criterion.targets is not None:
            yield criterion.targets, scheme.set, "绩效目标"
    for veto in scheme.vetoes:
        yield veto.when, scheme.set, ""
    for cap in scheme.caps:
        yield cap.when, scheme.set, ""
