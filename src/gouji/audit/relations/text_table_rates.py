"""文中比率与表: a rate stated in the text beside a table whose rate column bears the same name follows from the table's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.grid import header_path
from gouji.audit.relations.grid import leading
from gouji.audit.relations.table_rates import TableRate
from gouji.audit.relations.table_rates import judged
from gouji.audit.relations.table_rates import table_rates
from gouji.audit.similarity import clean
from gouji.numbers import Verdict

NEAREST_NAME, SHORTEST = 4, 2


def find(reading: Reading) -> Iterator[Claim]:
    """Rates of the text against the tables of their section."""
    texts: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.cell is None and mention.measured and mention.plain and mention.base_unit == "%" and "百分点" not in mention.token.unit:
            texts.setdefault(mention.section, []).append(mention)
    for found in table_rates(reading):
        for mention in texts.get(found.rate.section, ()):
            if _same_name(found, mention):
                claim = judged(found, mention, 80)
                if claim is not None:
                    yield _asked(found, claim)


def _asked(found: TableRate, claim: Claim) -> Claim:
    """Where the table's own rate follows from its numbers and the text says another one, the text may count otherwise: that is asked about."""
    own = judged(found, found.rate, 80)
    if claim.verdict is Verdict.CONTRADICTS and own is not None and own.verdict is Verdict.HOLDS:
        return replace(claim, verdict=Verdict.SUSPICIOUS, reason="text-table-rate")
    return claim


def _same_name(found: TableRate, mention: Mention) -> bool:
    """Whether the text names the rate as the header does: the full header where the table has one row, row and header otherwise."""
    name = clean(mention.left)
    path = [clean(part) for part in header_path(found.table, found.column)]
    label = "".join(path)
    if found.rows > 1:
        row = clean(leading(found.table, found.row))
        return bool(row) and row in name and path[-1] in name and len(path[-1]) >= SHORTEST
    return len(label) >= NEAREST_NAME and (name.endswith(label) or (len(name) >= NEAREST_NAME and label.endswith(name)))
