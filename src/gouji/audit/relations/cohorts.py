"""届: rates of a cohort of graduates (毕业率, 就业率, 取证率) against the number of that cohort stated anywhere in the document.

“发放 2023 届毕业证 1710 人，毕业率 97.60%”: 1710 ÷ the 2023 届毕业生. The cohort's number is certain only where the document gives one value for it;
a rate of graduates may still have another base (those examined, those employed), so a miss is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import PEOPLE
from gouji.numbers import Verdict

_GRADUATES = re.compile(r"(20\d\d)届(?:应届)?(?:全体|全部)?毕业生(?:总?人?数)?(?:为|共有?|总计|[:：])*$")
_COHORT = re.compile(r"(20\d\d)届")
_RATE = re.compile(r"(?:毕业|就业|去向落实|升学|取证|获证|结业|实习|落实)率(?:达到?|为|是)?$")


def find(reading: Reading) -> Iterator[Claim]:
    """Rates beside a number of persons of a cohort."""
    cohorts = _cohorts(reading)
    if not cohorts:
        return
    for sentence in reading.sentences:
        mentions = [reading.mentions[index] for index in sentence.mentions if reading.mentions[index].measured]
        for part, rate in pairwise(mentions):
            if rate.base_unit != "%" or not rate.plain or not part.plain or part.base_unit not in PEOPLE or not _RATE.search(rate.left):
                continue
            years = _COHORT.findall(rate.before)
            bases = cohorts.get(years[-1], []) if years else []
            if len({base.value for base in bases}) == 1 and part.value < bases[0].value:
                yield from _judged(rate, part, bases)


def _cohorts(reading: Reading) -> dict[str, list[Mention]]:
    """The numbers of graduates by cohort."""
    found: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.measured and mention.plain and mention.base_unit in PEOPLE:
            cohort = _GRADUATES.search(mention.before)
            if cohort is not None:
                found.setdefault(cohort[1], []).append(mention)
    return found


def _judged(rate: Mention, part: Mention, bases: list[Mention]) -> Iterator[Claim]:
    for base in bases:
        reckoned = ratio(rate, (part,), (base,))
        if reckoned is not None:
            verdict = verdict_on(rate, reckoned)
            asked = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
            yield make("ratio", rate, (part, base), reckoned, 65, reason="cohort", verdict=asked)
