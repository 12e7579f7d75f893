"""勾稽检查: every rule in every place where it speaks of something known, and every stated figure against the book."""

from __future__ import annotations

from gouji.book import Book
from gouji.book import parse_period
from gouji.catalogue import Edition
from gouji.catalogue import Register
from gouji.catalogue import Rule
from gouji.formulas import Missing
from gouji.formulas import Reference
from gouji.formulas import evaluate
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.reckon.context import Context
from gouji.reckon.evidence import check_evidence
from gouji.reckon.findings import CheckReport
from gouji.reckon.findings import Finding
from gouji.reckon.findings import Unassessed
from gouji.reckon.places import Only
from gouji.reckon.places import Places
from gouji.reckon.places import keys_of
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.relations import Outcome
from gouji.reckon.relations import Relation
from gouji.reckon.relations import Side
from gouji.reckon.relations import assess
from gouji.reckon.relations import difference_text
from gouji.reckon.relations import relations
from gouji.reckon.relations import side_text
from gouji.reckon.results import Result
from gouji.reckon.scope import BookScope
from gouji.reckon.screen import Screen
from gouji.reckon.stated import check_stated
from gouji.reckon.totals import check_totals

GENERAL_SET = "通用"
_GRAVITY = {"错误": 0, "警告": 1, "提示": 2}


def check(reckoner: Reckoner, only: Only | None = None) -> CheckReport:
    """All rules of the book's sets, checked. Every relation ends as held, found, not assessable or not applicable.

    `only` narrows it to what touches some figures of one place, for a form being filled in; the files of evidence are not looked at then.
    """
    run = Run(reckoner, only)
    for rule in run.rules():
        run.rule(rule)
    keys = None if only is None else [key for key in keys_of(reckoner.book, only) if only.key(key)]
    check_stated(reckoner, run.derives(), run.applies_here, run.take, keys)
    check_totals(reckoner, run.take, keys)
    if only is None:
        run.findings.extend(check_evidence(reckoner.book))
    return CheckReport(tuple(sorted(run.findings, key=gravity)), run.held, tuple(run.unassessed), run.not_applicable)


def gravity(item: Finding) -> tuple[int, bool, str, str, str]:
    """The order of findings: the gravest first."""
    return _GRAVITY[item.severity], item.level != "硬性", item.rule, item.period, item.subject


class Run:
    """One check: gathers what each relation came to."""

    def __init__(self, reckoner: Reckoner, only: Only | None = None) -> None:
        self.reckoner = reckoner
        self.only = only
        self.book: Book = reckoner.book
        self.places = Places(self.book, only)
        self.screen = Screen(self.places)
        self.findings: list[Finding] = []
        self.unassessed: list[Unassessed] = []
        self.held = 0
        self.not_applicable = 0

    def rules(self) -> list[Rule]:
        """The rules to be checked."""
        return self.rules_of(self.book)

    @staticmethod
    def rules_of(book: Book) -> list[Rule]:
        """The rules of a book's sets (of any year), in their order."""
        sets = {*book.sets, GENERAL_SET}
        return [rule for rule in book.catalogue.rules if rule.set in sets]

    def derives(self) -> dict[tuple[str, str], Rule]:
        """The rules that speak for the formula of an indicator, by indicator code and rule number."""
        return {(code, rule.number): rule for rule in self.rules() if rule.derives for code in self._codes(rule)}

    def _codes(self, rule: Rule) -> set[str]:
        codes: set[str] = set()
        for edition in self.places.editions():
            if edition.knows(rule) and rule.derives is not None:
                node = edition.bind(rule.derives.text, rule.set)
                if isinstance(node, Reference):
                    codes.add(node.key)
        return codes

    def rule(self, rule: Rule) -> None:
        """Check one rule wherever it speaks of something known."""
        if rule.check is None:
            return
        if rule.entries:
            self.over_entries(rule, rule.check.text)
            return
        for edition in self.places.editions():
            if not edition.knows(rule):
                continue
            node = edition.bind(rule.check.text, rule.set)
            if self.only is not None and not self.only.touches(edition, node):
                continue
            parts = relations(node)
            if rule.breakdown:
                for context in self.places.contexts(edition, node, rule.breakdown):
                    self.everywhere(rule, parts, context, edition)
            else:
                self.over_spots(rule, parts, edition, self.places.of_node(edition, node))

    def over_entries(self, rule: Rule, text: str) -> None:
        """A rule about entries, checked for each of them."""
        for entry in self.reckoner.entries(rule.entries):
            period = parse_period(entry.period) if entry.period else self.places.latest
            if self.only is not None and (rule.entries not in self.only.registers or not self.only.place(entry.organisation, period.text)):
                continue
            edition = self.book.edition(period)
            if edition.knows(rule):
                context = Context(entry.organisation, period, as_filled=True, entry=entry)
                self.everywhere(rule, relations(edition.bind(text, rule.set, rule.entries)), context, edition)

    def over_spots(self, rule: Rule, parts: list[Relation], edition: Edition, spots: list[int]) -> None:
        """A rule in many places: the sieve passes what certainly holds, the evaluator judges the rest."""
        sieves = [self.screen.sieve(edition, *part) if isinstance(part, tuple) else None for part in parts]
        limited = bool(rule.organisations) or rule.region not in ("", "全国") or rule.when is not None
        for spot in spots:
            organisation, period = self.places.spots[spot]
            if limited and not self.applies(rule, Context(organisation, period, as_filled=True), edition):
                continue
            for part, sieve in zip(parts, sieves, strict=True):
                if sieve is not None and sieve(spot):
                    self.held += 1
                else:
                    self.judge(rule, part, Context(organisation, period, as_filled=True))

    def everywhere(self, rule: Rule, parts: list[Relation], context: Context, edition: Edition) -> None:
        """All relations of a rule in one place, if the rule applies there."""
        if self.applies(rule, context, edition):
            for part in parts:
                self.judge(rule, part, context)

    def judge(self, rule: Rule, part: Relation, context: Context) -> None:
        """One relation in one place, by the evaluator."""
        assert rule.check is not None, "rules that derive are checked with the stated figures"
        outcome = assess(self.reckoner, part, rule.check.text, context)
        if outcome.gap is not None and outcome.gap.kind == "不适用":
            self.not_applicable += 1
        else:
            self.take(rule, outcome, context)

    def applies_here(self, rule: Rule, context: Context) -> bool:
        """As `applies`, in the edition of the place's own period."""
        return self.applies(rule, context, self.book.edition(context.period))

    def applies(self, rule: Rule, context: Context, edition: Edition) -> bool:
        """Whether kind of organisation, region and condition let the rule speak here; counts it where the condition does not.

        A condition that lacks an operand leaves the rule not assessable; a blank cell of an entry is no value that a condition could ask for.
        """
        if rule.organisations and self.places.kind(context.organisation, context.period) not in rule.organisations:
            return False
        if rule.region not in ("", "全国") and not self.places.lies_in(context.organisation, context.period, rule.region):
            return False
        if rule.when is None:
            return True
        node = edition.bind(rule.when.text, rule.set, rule.entries)
        holds = evaluate(node, BookScope(self.reckoner, context))
        if isinstance(holds, Missing) and holds.kind != "不适用" and context.entry is None and rule.missing != "不适用":
            self.unassessed.append(self.open(rule, context, holds))
        elif holds is not True:
            self.not_applicable += 1
        return holds is True

    def take(self, rule: Rule, outcome: Outcome, context: Context) -> None:
        """Book the outcome of one relation."""
        if outcome.verdict is Verdict.HOLDS:
            self.held += 1
        elif outcome.gap is not None and rule.missing == "不适用":
            self.not_applicable += 1
        elif outcome.verdict is Verdict.NOT_ASSESSABLE:
            self.unassessed.append(self.open(rule, context, outcome.gap or Missing("不能判断")))
        else:
            self.findings.append(self.finding(rule, outcome, context))

    def open(self, rule: Rule, context: Context, gap: Missing) -> Unassessed:
        """A relation that cannot be assessed for want of something."""
        return Unassessed(rule.number, context.organisation, context.period.text, self.subject(context), gap.kind, gap.names)

    def subject(self, context: Context) -> str:
        """What a relation is about within its place."""
        register = self.book.edition(context.period).register(context.entry.register) if context.entry is not None else None
        return _subject(context, register)

    def finding(self, rule: Rule, outcome: Outcome, context: Context) -> Finding:
        """The finding that an outcome makes."""
        truncated = outcome.verdict is Verdict.TRUNCATED
        codes = tuple(dict.fromkeys(operand.indicator.code for operand in outcome.operands if isinstance(operand, Result)))
        return Finding(
            rule=rule.number, statement=rule.statement, level=rule.level, severity="提示" if truncated else rule.severity, verdict=_graded(rule, outcome),
            indicators=codes, organisation=context.organisation, period=_period_text(outcome, context), subject=self.subject(context),
            message=_message(rule, outcome), advice=rule.advice, formula=str(rule.check or rule.derives), left=side_text(outcome, outcome.left),
            right=side_text(outcome, outcome.right), operands=outcome.operands, place=context.entry.place if context.entry else rule.place,
            gap=difference_text(outcome) if outcome.operator else "",
        )


def _graded(rule: Rule, outcome: Outcome) -> Verdict:
    """A soft rule never contradicts: a careful reader asks."""
    return Verdict.SUSPICIOUS if rule.level == "软性" and outcome.verdict is Verdict.CONTRADICTS else outcome.verdict


def _subject(context: Context, register: Register | None = None) -> str:
    """What the relation is about within its place: the breakdown, or the entry by its key columns and its last required text, personal ones left out."""
    entry = context.entry
    if entry is None:
        return context.breakdown
    columns = [column for column in register.columns if not column.personal] if register is not None else []
    keys = [column.name for column in columns if register is not None and column.name in register.key]
    names = [column.name for column in columns if column.required and column.type == "文本" and column.name not in keys]
    parts = [entry.texts.get(name, "") for name in (*keys, *names[-1:])]
    return " ".join((entry.register, "/".join(part for part in parts if part) or str(entry.number)))


def _period_text(outcome: Outcome, context: Context) -> str:
    periods = [operand.period.text for operand in outcome.operands if isinstance(operand, Result)]
    return periods[0] if periods and len(set(periods)) == 1 else context.period.text


def _message(rule: Rule, outcome: Outcome) -> str:
    if not outcome.operator:
        return _("{statement}（{values}）").format(statement=rule.statement, values=outcome.left.filled) if outcome.left.filled else rule.statement
    sides = [_shown(side, side_text(outcome, side)) for side in (outcome.left, outcome.right)]
    failed = _("只在截去尾数时成立") if outcome.verdict is Verdict.TRUNCATED else _("不成立")
    difference = difference_text(outcome) if outcome.operator == "=" else ""
    gap = _("，相差 {difference}").format(difference=difference) if difference else ""
    return _("{statement}：{left} {operator} {right}，{failed}{gap}").format(
        statement=rule.statement, left=sides[0], operator=outcome.operator, right=sides[1], failed=failed, gap=gap,
    )


def _shown(side: Side, value: str) -> str:
    """A side in words: its name with its value; an expression with its operands filled in and what it comes to."""
    bare = value.replace(" ", "")
    if side.text.replace(" ", "").strip("“”") in (bare, side.filled):
        return value
    if side.filled in (value, "") or bare.startswith(side.filled.replace(" ", "")):
        return f"{side.text} {value}"
    return f"{side.text} {value}（{side.filled}）"
