"""Claims weighed against one another before they become findings: what one relation confirms, another of its kind may only ask about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.numbers import Verdict

NEAR = "share-near"  # a share asked about for want of numbers that confirm it
_CAPPED = re.compile(r"封顶|最高(?:按|为|计)|按\s*100\s*[%％]\s*(?:计|算)")


def settle(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, some milder or left out.

    A rate that two counts of its sentence confirm is not accused by two others: the author meant the former (asked about, not accused). A rate
    that is said to be capped is no ratio. Two rows of one column are two things, however alike their words.
    """
    confirmed = {claim.claim.start for claim in claims if claim.kind == "ratio" and claim.verdict is Verdict.HOLDS}
    mentions = {mention.token.start: mention for mention in reading.mentions}
    return [settled for claim in claims if (settled := _settled(reading, claim, confirmed, mentions)) is not None]


def _settled(reading: Reading, claim: Claim, confirmed: set[int], mentions: dict[int, Mention]) -> Claim | None:
    if claim.verdict is Verdict.HOLDS:
        return claim
    mention = mentions.get(claim.claim.start)
    if claim.kind == "ratio" and mention is not None:
        sentence = reading.sentences[mention.sentence]
        if _CAPPED.search(reading.text, sentence.start, sentence.end):
            return None
        if claim.reason == NEAR and claim.claim.start in confirmed:
            return None
        if claim.verdict is Verdict.CONTRADICTS and claim.claim.start in confirmed:
            return replace(claim, verdict=Verdict.SUSPICIOUS)
    if claim.kind == "restatement" and _rows_of_one_column(mention, mentions.get(claim.operands[0].start) if claim.operands else None):
        return None
    return claim


def _rows_of_one_column(first: Mention | None, second: Mention | None) -> bool:
    if first is None or second is None or first.cell is None or second.cell is None:
        return False
    return first.cell.table == second.cell.table and first.cell.column == second.cell.column and first.cell.row != second.cell.row
