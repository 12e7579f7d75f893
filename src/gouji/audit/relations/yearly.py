"""分年合计: a total of several years against the years' own figures (2022 年 a 项 … 2023 年 b 项 → 共 c 项).

The years' figures stand in one paragraph, cell group or section, one per year, of one unit and under like words; the total bears like words
and belongs to no single year. Equality confirms. A miss is asked about only where the total opens the very paragraph that tells the years,
or where all three bear the same words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import product

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.kinship import countable
from gouji.audit.relations.kinship import years_of
from gouji.audit.similarity import LABEL
from gouji.audit.similarity import Similarity
from gouji.audit.similarity import Words
from gouji.audit.similarity import clean
from gouji.audit.similarity import words_of
from gouji.audit.tokens import TokenKind
from gouji.messages import translate as _
from gouji.numbers import Verdict

LARGE, LIKE_LARGE, LIKE_SMALL, SAME = 20, 300, 600, 800
COMMONEST, MOST, MOST_CHOICES, FEWEST, HEAD = 60, 40, 6, 2, 4
_SPAN = re.compile(r"20\d\d年?[-—~至]+(?:20)?\d\d")
_DONE = re.compile(r"完成|实际|达成|取得|成果")
_LEVEL = re.compile(r"[^/]{1,3}级(?:及?以上)?")
_TOTALLED = re.compile(r"共|达到?|累计|合计|总")
Place = tuple[int, int]


def find(reading: Reading) -> Iterator[Claim]:
    """Totals over years, each with the places that tell the years."""
    years = years_of(reading)
    likeness = Similarity(reading, own_name)
    yield from _openings(reading, likeness)
    if len({year for year in years.values() if year}) < FEWEST:
        return
    dated = _dated(likeness, years)
    for whole in reading.mentions:
        if whole.measured and whole.plain and whole.value > 1 and whole.base_unit != "%":
            yield from _whole(reading, likeness, dated, years, whole)


def own_name(mention: Mention) -> Words:
    """As in prose; a number that is a whole cell is called by its row alone: the last part of the row's label that is not a level."""
    if mention.cell is None or mention.left or len(mention.right) > 1:
        return words_of(mention)
    parts = [part for part in mention.cell.row_label.split("/") if part]
    return Words(clean(next((part for part in reversed(parts) if not _LEVEL.fullmatch(part)), ""))[-LABEL:], "")


def _whole(
    reading: Reading, likeness: Similarity, dated: dict[str, list[int]], years: dict[int, int], whole: Mention,
) -> Iterator[Claim]:
    places: dict[Place, dict[int, Mention]] = {}
    for index in _alike(likeness, dated, whole):
        part = reading.mentions[index]
        if part.plain and countable(part, whole) and part.base_unit != "%":
            for place in _places(part):
                places.setdefault(place, {}).setdefault(years[index], part)  # the likest comes first
    claims: list[Claim] = []
    for by_year in places.values():
        if len(by_year) < FEWEST:
            continue
        parts = tuple(by_year[year] for year in sorted(by_year))
        claim = _judged(likeness, whole, parts)
        if years.get(whole.index) and (claim is None or claim.verdict is not Verdict.HOLDS or not _alike_all(likeness, whole, parts)):
            continue  # a number of one year is a total of several only where the words are the same and the numbers say so
        if claim is not None:
            claims.append(claim)
    held = [claim for claim in claims if claim.verdict is Verdict.HOLDS]
    yield from held or claims


def _dated(likeness: Similarity, years: dict[int, int]) -> dict[str, list[int]]:
    """The numbers of a single year by the character pairs of their names; pairs that too many bear are left out."""
    found = {pair: [index for index in holders if years.get(index)] for pair, holders in likeness.holders.items() if len(holders) <= COMMONEST}
    return {pair: indices for pair, indices in found.items() if indices}


def _alike(likeness: Similarity, dated: dict[str, list[int]], whole: Mention) -> list[int]:
    """Numbers of single years that share not too common words with the whole, the likest first."""
    shared: Counter[int] = Counter()
    for pair in sorted(likeness.pairs[whole.index]):  # in order, so that the first of equals is the same each time
        shared.update(dated.get(pair, ()))
    del shared[whole.index]
    return [index for index, _count in shared.most_common(MOST)]


def _alike_all(likeness: Similarity, whole: Mention, parts: Sequence[Mention]) -> bool:
    return all(likeness.contained(part.index, whole.index) >= SAME for part in parts)


def _places(part: Mention) -> list[Place]:
    """Where a part stands: its table, else its paragraph and its section."""
    if part.cell is not None:
        return [(0, part.cell.table)]
    return [(1, part.block), (2, part.section)]


def _judged(likeness: Similarity, whole: Mention, parts: Sequence[Mention]) -> Claim | None:
    if sum(part.value for part in parts) != whole.value and not spans_years(whole):
        return None
    weakest = min(likeness.contained(part.index, whole.index) for part in parts)
    reckoned = total(whole, parts)
    verdict = verdict_on(whole, reckoned)
    words = _("各年合计")
    headed = all(_same_head(likeness.words[part.index].left, likeness.words[whole.index].left) for part in parts)
    if verdict is Verdict.HOLDS:
        alike = headed or weakest >= (LIKE_LARGE if whole.value >= LARGE else LIKE_SMALL)
        return make("sum", whole, parts, reckoned, 70, reason="years", words=words) if alike else None
    likest = min(likeness.alike(part.index, whole.index) for part in parts)
    among = min(likeness.contained(parts[0].index, part.index) for part in parts[1:])
    same_unit = all(part.base_unit == whole.base_unit or not whole.base_unit for part in parts)
    if same_unit and _addable(whole, parts) and likest >= LIKE_SMALL and among >= SAME:
        return make("sum", whole, parts, reckoned, 60, reason="years", words=words, verdict=Verdict.SUSPICIOUS)
    return None


def _addable(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the years' figures look like yearly amounts of the whole: a last figure near the whole is a stock at a date, and a sum that is
    less than half or more than twice the whole has another scope.
    """
    last, added = parts[-1].value, sum(part.value for part in parts)
    return 5 * abs(last - whole.value) > whole.value and whole.value <= 2 * added <= 4 * whole.value


def _same_head(one: str, other: str) -> bool:
    """Whether two names end in the same head word of at least four characters (校企合作课程标准, 开发课程标准)."""
    return len(one) >= HEAD and len(other) >= HEAD and one[-HEAD:] == other[-HEAD:]


def spans_years(whole: Mention) -> bool:
    """Whether the number stands under a header that says: done within a span of years. A plan, or a stock at a date, is no sum."""
    label = whole.cell.column_label if whole.cell is not None else ""
    return bool(_SPAN.search(label)) and bool(_DONE.search(label))


def _openings(reading: Reading, likeness: Similarity) -> Iterator[Claim]:
    """A paragraph that opens with its total and then tells year by year: “……142 项。2022 年……共 60 项……2023 年……共 82 项”."""
    blocks: dict[int, list[Mention]] = {}
    for mention in reading.mentions:
        if mention.cell is None:
            blocks.setdefault(mention.block, []).append(mention)
    for mentions in blocks.values():
        segments: list[list[Mention]] = [[]]
        for mention in mentions:
            if mention.token.kind is TokenKind.DATE and mention.token.year and len(mention.token.value_text) == len("2024"):
                segments.append([])
            elif mention.measured and mention.plain and mention.base_unit != "%":
                segments[-1].append(mention)
        if len(segments) in (3, 4) and segments[0] and all(segments):
            claim = _opening(likeness, segments[0][0], segments[1:])
            if claim is not None:
                yield claim


def _opening(likeness: Similarity, whole: Mention, segments: Sequence[Sequence[Mention]]) -> Claim | None:
    """The total against one figure of each year: figures said to be totals (共, 达到) or named like the whole."""
    if whole.value < FEWEST:
        return None
    choices = [[part for part in segment if countable(part, whole) and _named(likeness, whole, part)][:MOST_CHOICES] for segment in segments]
    for parts in product(*choices):
        reckoned = total(whole, parts)
        if verdict_on(whole, reckoned) is Verdict.HOLDS:
            return make("sum", whole, parts, reckoned, 75, reason="years", words=_("各年合计"))
    likest = [max(choice, key=lambda part: likeness.contained(part.index, whole.index)) for choice in choices if choice]
    sure = len(likest) == len(segments) and all(likeness.contained(part.index, whole.index) >= LIKE_SMALL for part in likest)
    if not sure or not _addable(whole, likest) or any(part.base_unit != whole.base_unit for part in likest):
        return None
    return make("sum", whole, likest, total(whole, likest), 60, reason="years", words=_("各年合计"), verdict=Verdict.SUSPICIOUS)


def _named(likeness: Similarity, whole: Mention, part: Mention) -> bool:
    return bool(_TOTALLED.search(part.left)) or likeness.contained(part.index, whole.index) >= LIKE_LARGE
