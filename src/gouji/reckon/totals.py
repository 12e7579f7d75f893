"""本级数与下级机构: every recorded figure of an organisation against what rolls up from those below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gouji.book import Fact
from gouji.book import Key
from gouji.book import parse_period
from gouji.formulas import Amount
from gouji.formulas import Missing
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers import judge
from gouji.reckon.context import Context
from gouji.reckon.places import reporting
from gouji.reckon.reckoner import Reckoner
from gouji.reckon.relations import Outcome
from gouji.reckon.relations import Side
from gouji.reckon.results import ROLLED
from gouji.reckon.rollup import from_below
from gouji.reckon.stated import Take
from gouji.reckon.stated import general_rule

ADDS_UP = "G-05"


def check_totals(reckoner: Reckoner, take: Take, keys: Iterable[Key] | None = None) -> None:
    """Compare what an organisation recorded itself (or what it did of some keys) with the total of its sub-organisations, where the indicator
    aggregates and any of them is known.
    """
    facts = reckoner.book.facts
    parents = {row.parent for row in reckoner.book.organisations.rows}
    asked = [key for key in (facts if keys is None else keys) if key[1] in parents and key in facts]
    for key in sorted(asked):
        outcome = _outcome(reckoner, reckoner.book.facts[key])
        if outcome is not None:
            label = outcome.left.text
            rule = replace(
                general_rule(derived=True, label=label), number=ADDS_UP, statement=_("{label}与下级机构汇总一致").format(label=label),
                advice=_("核对本级的数和下级机构的数，改正其中有误的一个"),
            )
            take(rule, outcome, Context(key[1], reporting(parse_period(key[2])), key[3]))


def _outcome(reckoner: Reckoner, fact: Fact) -> Outcome | None:
    period = parse_period(fact.period)
    indicator = reckoner.book.edition(period).indicators.get(fact.indicator)
    if fact.figure is None or indicator is None:
        return None
    total = from_below(reckoner, indicator, Context(fact.organisation, period, fact.breakdown))
    if total is None:
        return None
    own = reckoner.figure(fact.indicator, fact.organisation, period, fact.breakdown)
    rolled = replace(own, value=total.value, origin=ROLLED, fact=None, formula=total.formula, filled=total.filled, operands=total.operands, stated=())
    left = Side(own.value, own.label, (own,), shown=own.printed)
    right = Side(rolled.value, total.formula, (rolled,), shown=total.filled)
    if isinstance(total.value, Missing):
        return Outcome(Verdict.NOT_ASSESSABLE, "=", left, right, total.value)
    assert isinstance(total.value, Amount), "figures add up to figures"
    return Outcome(judge(fact.figure, total.value.interval), "=", left, right)
