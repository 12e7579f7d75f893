"""分年与别处总数: what each year is said to have brought, in the same words, against a total of the same thing elsewhere.

“2022 年开发课程标准 22 门。2023 年开发课程标准 25 门。” in a chapter and “校企合作课程标准 30 门” in the summary: the years' figures stand in one
section, one per year and under the same words; the total stands in another, belongs to no single year, and its name ends in the same head
of at least four characters. A sum that fits confirms; a miss is asked about, for one of the two names may have the wider scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from fractions import Fraction

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import PEOPLE
from gouji.audit.relations.kinship import years_of
from gouji.audit.relations.yearly import own_name
from gouji.audit.relations.yearly import spans_years
from gouji.audit.similarity import words_of
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.numbers.units import is_count

HEAD, FEWEST, LEAST, STOCK = 4, 2, 10, 10
MOST = 12  # a head under which so many years' figures stand is a form's word, not a name
_Key = tuple[str, str, int]


def find(reading: Reading) -> Iterator[Claim]:
    """Totals against the years' own figures of another section."""
    years = years_of(reading)
    heads = _heads(reading, years)
    if not heads:
        return
    restated: set[tuple[Fraction, ...]] = set()
    for whole in reading.mentions:
        if not whole.measured or not whole.plain or years.get(whole.index) or whole.value < LEAST or whole.base_unit == "%":
            continue
        found = heads.get(own_name(whole).left[-HEAD:], [])
        elsewhere = [parts for parts in found if parts[0].section != whole.section] if len(found) <= MOST else []
        for claim, values in _against(whole, elsewhere):
            if whole.value not in values or values not in restated:  # one year's figure told as the whole: asked once
                restated.add(values)
                yield claim


def _heads(reading: Reading, years: dict[int, int]) -> dict[str, list[list[Mention]]]:
    """The years' figures of one name and section, one value for each year, by the head of the name."""
    series: dict[_Key, dict[int, list[Mention]]] = {}
    for mention in reading.mentions:
        year = years.get(mention.index)
        name = words_of(mention).left if year and mention.measured and mention.plain and _counted(mention) else ""
        if year and len(name) >= HEAD:
            series.setdefault((name, mention.base_unit, mention.section), {}).setdefault(year, []).append(mention)
    heads: dict[str, list[list[Mention]]] = {}
    for (name, _unit, _section), by_year in series.items():
        single = all(len({part.value for part in parts}) == 1 for parts in by_year.values())
        if single and len(by_year) >= FEWEST:
            heads.setdefault(name[-HEAD:], []).append([by_year[year][0] for year in sorted(by_year)])
    return heads


def _counted(mention: Mention) -> bool:
    return is_count(mention.base_unit) and mention.base_unit not in PEOPLE


def _against(whole: Mention, series: Sequence[Sequence[Mention]]) -> Iterator[tuple[Claim, tuple[Fraction, ...]]]:
    """The claims of a total, each with the years' values; the same values told in two places make one claim."""
    told: set[tuple[Fraction, ...]] = set()
    for parts in series:
        values = tuple(part.value for part in parts)
        if values in told or not _fits(whole, parts):
            continue
        told.add(values)
        reckoned = total(whole, parts)
        verdict = verdict_on(whole, reckoned)
        if verdict is Verdict.HOLDS or _addable(whole, parts):
            asked = verdict if verdict is Verdict.HOLDS else Verdict.SUSPICIOUS
            yield make("sum", whole, parts, reckoned, 55, reason="years-elsewhere", words=_("别处各年合计"), verdict=asked), values


def _fits(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the total may be of the parts: its unit, and in a bare cell a header that says: done within a span of years."""
    unit = whole.base_unit
    return unit == parts[0].base_unit or (not unit and whole.cell is not None and spans_years(whole))


def _addable(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts look like yearly amounts: a last figure within a tenth of the whole is a stock at a date; a sum below half or above
    twice the whole has another scope.
    """
    last, added = parts[-1].value, sum(part.value for part in parts)
    return STOCK * abs(last - whole.value) > whole.value and whole.value <= 2 * added <= 4 * whole.value
