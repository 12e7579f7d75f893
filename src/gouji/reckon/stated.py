"""填报数与账簿: every stated figure against the fact or the derived figure of the same key."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace

from gouji.book import Fact
from gouji.book import Key
from gouji.book import parse_period
from gouji.catalogue import Rule
from gouji.catalogue.values import Validity
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.numbers import Bound
from gouji.numbers import Figure
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.reckon.context import Context
from gouji.reckon.places import reporting
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.relations import Outcome
from gouji.reckon.relations import Side
from gouji.reckon.relations import restates
from gouji.reckon.results import STATED
from gouji.reckon.results import Result
from gouji.reckon.results import unstated
from gouji.reckon.results import value_of

FOLLOWS = "G-01"
AGREES = "G-02"
Take = Callable[[Rule, Outcome, Context], None]
Applies = Callable[[Rule, Context], bool]


def check_stated(
    reckoner: Reckoner, derives: Mapping[tuple[str, str], Rule], applies: Applies, take: Take, keys: Iterable[Key] | None = None,
) -> None:
    """Compare every stated figure (or those of some keys) with what the book knows or derives; the rule that `derives` it and applies gives number,
    level and advice.
    """
    by_code: dict[str, list[Rule]] = {}
    for (code, _number), rule in derives.items():
        by_code.setdefault(code, []).append(rule)
    stated = reckoner.book.stated
    asked = stated if keys is None else (key for key in keys if key in stated)
    for key, group in sorted((key, stated[key]) for key in asked):  # whatever the order of rows, the report is the same
        period = parse_period(key[2])
        for fact in group:
            if fact.state != "值":
                continue
            known = _known(reckoner, fact)
            if known.missing and fact is not group[0] and group[0].state == "值":
                known = replace(known, value=value_of(group[0], known.indicator), origin=STATED, fact=group[0], formula="", filled="")
            context = Context(key[1], reporting(period), key[3], as_filled=True)
            speaking = [rule for rule in by_code.get(key[0], ()) if rule.valid.covers(period.last)]
            rules = [rule for rule in speaking if applies(rule, context)]
            if speaking and not rules:
                continue  # the definition itself says when the figure must follow; here it need not
            rule = rules[0] if rules else general_rule(derived=known.formula != "", label=known.indicator.label)
            take(rule, _outcome(fact, known), context)


def _known(reckoner: Reckoner, fact: Fact) -> Result:
    """What the book itself knows of the key: its fact or derived figure, never another stated one."""
    return unstated(reckoner.figure(fact.indicator, fact.organisation, parse_period(fact.period), fact.breakdown))


def _outcome(fact: Fact, known: Result) -> Outcome:
    value = value_of(fact, known.indicator)
    stated = replace(known, value=value, origin=STATED, fact=fact, operands=(), formula="", filled="", stated=())
    where = _("（{source}）").format(source=fact.source) if fact.source else ""
    left = Side(value, _("填报数") + where, (stated,), shown=stated.printed)
    right = Side(known.value, known.formula or _("账簿数"), (known,), shown=known.filled or known.printed)
    if isinstance(known.value, Missing):
        return Outcome(Verdict.NOT_ASSESSABLE, "=", left, right, known.value)
    return Outcome(_verdict(fact, known), "=", left, right)


def _verdict(fact: Fact, known: Result) -> Verdict:
    if fact.figure is not None and known.fact is not None and known.fact.figure is not None:
        return Verdict.HOLDS if restates(fact.figure, known.fact.figure) else _missed(fact.figure)
    if fact.figure is not None and isinstance(known.value, Amount):
        return judge(fact.figure, known.value.interval)
    return Verdict.HOLDS if fact.text == known.value else Verdict.CONTRADICTS


def _missed(figure: Figure) -> Verdict:
    return Verdict.SUSPICIOUS if figure.bound is Bound.ABOUT else Verdict.CONTRADICTS


def general_rule(*, derived: bool, label: str) -> Rule:
    """The rule that every stated figure obeys, where no definition speaks for it: it follows from its formula, or agrees with the book."""
    statement = _("{label}的填报数应与算式一致") if derived else _("{label}各处填报应与账簿一致")
    advice = _("核对填报数与算式中的各项，改正其中有误的一个") if derived else _("核对来源，改正其中一处，或说明口径、时点的差别")
    return Rule(
        number=FOLLOWS if derived else AGREES, set="", statement=statement.format(label=label), check=None, derives=None, level="硬性",
        severity="错误", advice=advice, when=None, missing="不可评", organisations=(), breakdown="", entries="", region="", source="",
        valid=Validity(), place=Place(),
    )

