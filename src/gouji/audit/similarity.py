"""How alike two numbers' surroundings are: character pairs of the words beside them, weighted by how rare they are in the document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cached_property
from functools import lru_cache
from math import isqrt

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import once
from gouji.numbers.record import record

LEFT, RIGHT, LABEL = 14, 10, 24
SCALE = 1000
NOISE = re.compile(r"[\d０-９.,，、%％的了和与及为达共约近有是在其中等“”\"'《》〈〉（）()\[\]【】\-—–~～·/\\|*#]+|以上|以下|左右")
YEAR = re.compile(r"(?:19|20)\d{2}(?:[-—~至](?:19|20)?\d{2})?(?:年度?|学年|届|级)?")


@record
class Words:
    """What a number is called: the words on both sides in prose, row and column label in a table, with noise removed."""

    left: str
    right: str

    @property
    def both(self) -> str:
        """Left and right in one."""
        return self.left + self.right


@lru_cache(maxsize=1 << 13)
def clean(text: str) -> str:
    """Words without digits, years, brackets and particles."""
    return NOISE.sub("", YEAR.sub("", text))


def words_of(mention: Mention) -> Words:
    """The words by which a number is known."""
    if mention.cell is not None and not mention.left and len(mention.right) <= 1:
        label = clean(mention.cell.row_label.rpartition("/")[2] or mention.cell.row_label)
        return Words(label[-LABEL:], clean(mention.cell.column_label)[-RIGHT:])
    return Words(clean(mention.left)[-LEFT:], clean(mention.right)[:RIGHT])


class Similarity:
    """Weighs the words of all measured numbers of a document; `name` says what a number is called."""

    def __init__(self, reading: Reading, name: Callable[[Mention], Words] = words_of) -> None:
        self.words = {mention.index: name(mention) for mention in reading.mentions if mention.measured}
        self.pairs = {index: _pairs(words.left, words.right) for index, words in self.words.items()}
        often = Counter(self.pairs.values())
        counts: dict[str, int] = {}
        for pairs, times in often.items():
            for pair in pairs:
                counts[pair] = counts.get(pair, 0) + times
        total = max(len(self.pairs), 1)
        self.weight = {pair: _weight(total, count) for pair, count in counts.items()}
        weights = {pairs: sum(map(self.weight.__getitem__, pairs)) for pairs in often}
        self.mass = {index: weights[pairs] for index, pairs in self.pairs.items()}

    @cached_property
    def holders(self) -> dict[str, list[int]]:
        """Which numbers bear a character pair, by pair."""
        found: dict[str, list[int]] = {}
        for index, pairs in self.pairs.items():
            for pair in pairs:
                found.setdefault(pair, []).append(index)
        return found

    def common(self, first: int, second: int) -> int:
        """The weight of the character pairs two numbers share."""
        return sum(self.weight[pair] for pair in self.pairs[first] & self.pairs[second])

    def alike(self, first: int, second: int) -> int:
        """How alike in thousandths: shared weight against the geometric mean of both."""
        product = self.mass[first] * self.mass[second]
        return SCALE * self.common(first, second) // isqrt(product) if product else 0

    def contained(self, first: int, second: int) -> int:
        """How far the shorter description lies within the longer, in thousandths."""
        smaller = min(self.mass[first], self.mass[second])
        return SCALE * self.common(first, second) // smaller if smaller else 0


@once
def likeness_of(reading: Reading) -> Similarity:
    """The words of all measured numbers of a document as `words_of` gives them."""
    return Similarity(reading)


@lru_cache(maxsize=1 << 13)
def _pairs(left: str, right: str) -> frozenset[str]:
    return frozenset((*map(str.__add__, left, left[1:]), *map(str.__add__, right, right[1:])))


def _weight(total: int, count: int) -> int:
    """Rarity in whole steps: about 10 × log2(total ÷ count) + 5."""
    return 10 * max((total // count).bit_length() - 1, 0) + 5
