"""What each number is about: the words beside it, weighed by how rare they are in the document, and the years it is stated for.

The near words name the quantity: the clause up to the number and the words directly behind it, row and column label in a table. Where they
say little (“指标值：95%”, “达 95%”) the clause before is added, until they tell the number from others. The wide words add the sentence,
the section, the caption: they support, they never name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import once
from gouji.audit.reading import squeeze
from gouji.audit.similarity import clean
from gouji.audit.stated import JOINED
from gouji.audit.stated import stated_years
from gouji.audit.telling import Signs
from gouji.audit.telling import signs
from gouji.audit.windows import Paragraph
from gouji.audit.windows import pairs
from gouji.numbers.record import record
from gouji.papers.documents.model import cell_at

LEFT, RIGHT, WIDE = 90, 24, 120
NEAR_LEFT, NEAR_RIGHT = 20, 12
BACK, AHEAD = 4, 3  # numbers
COMMON, ENOUGH = 25, 60
SMALL = 20
COLUMNS = 30  # further left than so many columns no word names a number
LABEL = 4  # a row label of fewer characters (a level, a unit) needs the one before it
_VERBS = re.compile(
    r"开展|实施|获得|获评|获批|荣获|获|取得|拥有|具有|现有|共有|设有|开设|"
    r"学校|学院|我校|我院|本校|全校|已经|目前|现已|共计|合计|总计|建设|建成|建有|设立|成立|聘请|聘任|组织|"
    r"举办|参加|参与|"
    r"完成|达到|实现|打造|形成|认定|评选|推荐|选派|派出|引进|入选|立项|完善|成为|加入|情况|数量|人数|总数",
)
_RECORD = re.compile(r"[:：][^:：]{0,6}$")
_ITEMS = re.compile(r"等\s*$")
_CUT = re.compile(r"[，,。；;！!？?\t|]")
_TO_LAST_CUT = re.compile(r".*[，,。；;！!？?\t|]", re.DOTALL)
_RIGHT_CUT = re.compile(r"[，,。；;：:！!？?、（(）)\t|]")
_LIST_CUT = re.compile(r"[、和及]")
_LEADER = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[)）.．、]\s*|^第[一二三四五六七八九十\d]+[章节]")


@record
class Topic:
    """What one number is about: near words as printed on both sides; as character pairs the near words and those of them that name (no
    verbs); `own` is the part of the name that stands beside the number itself; years first and last, `firm` where a date close before, the
    list or the column itself says them; `record` whether the number is the value of a labelled entry (指标值：95%); `same` is one number for
    each value; how many significant digits are printed; whether the value is so common (one digit, below 20) that equality says nothing.
    """

    left: str
    right: str
    near: frozenset[str]
    name: frozenset[str]
    own: frozenset[str]
    years: tuple[int, int] | None
    firm: bool
    record: bool
    value: Fraction
    same: int
    digits: int
    small: bool


@record
class Sides:
    """The near words on both sides of a number: cleaned, as pairs, the pairs of them that name, whether they label an entry (指标值：95%)."""

    left: str
    right: str
    near: frozenset[str]
    name: frozenset[str]
    record: bool


class Topics:
    """The topics of all measured numbers of a reading, and the weight of words in this document."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.starts = [mention.token.outer_start for mention in reading.mentions]
        measured = [mention for mention in reading.mentions if mention.measured]
        self._before_it, self._behind_it = _neighbours(reading.mentions)
        self.sides: dict[int, tuple[str, str]] = {}
        for mention in measured:
            self.sides[mention.index] = self._sides(mention)
        often = Counter(self.sides.values())
        beside = {sides: _beside(*sides) for sides in often}
        self.counts = _counted(beside, often)
        self.total = max(len(measured), 1)
        self.years = stated_years(reading)
        self._values: dict[Fraction, int] = {}
        self._weights = _Weights(self.counts, self.total)
        self._excess = _Excess(self._weights)
        self._named_by: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str], int]] = {}
        telling = {sides: self._telling(known.near) for sides, known in beside.items()}
        self.topics = {mention.index: self._topic(mention, beside, telling) for mention in measured}
        weights: dict[frozenset[str], int] = {}
        self.mass = {index: self._weighed(topic.near, weights) for index, topic in self.topics.items()}
        self.named = {index: self._weighed(topic.name, weights) for index, topic in self.topics.items()}
        self._wide: dict[int, frozenset[str]] = {}
        self._paragraphs: dict[int, Paragraph] = {}
        self._signs: dict[int, Signs] = {}

    def same(self, value: Fraction) -> int:
        """The one number for a value, as topics know it."""
        return self._values.setdefault(value, len(self._values))

    def __getitem__(self, index: int) -> Topic:
        return self.topics[index]

    def wide(self, index: int) -> frozenset[str]:
        """The character pairs of the near words, the sentence, the section, the labels: reckoned only for numbers that have a partner."""
        known = self._wide.get(index)
        if known is None:
            mention = self.reading.mentions[index]
            cell = mention.cell
            labels = (cell.row_label[-60:], cell.column_label, self.reading.tables[cell.table].title) if cell is not None else ()
            words = map(_words, (self.reading.sections[mention.section], *labels))
            known = self._wide[index] = self.topics[index].near.union(self._around_pairs(mention), *words)
        return known

    def _around_pairs(self, mention: Mention) -> frozenset[str]:
        """The pairs of the stretch around a number."""
        if mention.cell is not None:
            return _words(self._around(mention))
        block = self.reading.document.blocks[mention.block]
        paragraph = self._paragraphs.get(mention.block)
        if paragraph is None:
            paragraph = self._paragraphs[mention.block] = Paragraph(self.reading.text[block.start:block.end])
        start = max(block.start, mention.token.outer_start - WIDE)
        return paragraph.pairs(start - block.start, min(block.end, mention.token.outer_end + RIGHT) - block.start)

    def signs(self, mention: Mention) -> Signs:
        """The words beside a number that may tell it from another of the same name: reckoned for numbers that have such another one."""
        known = self._signs.get(mention.index)
        if known is None:
            topic = self.topics[mention.index]
            known = self._signs[mention.index] = signs(
                topic.left + topic.right, mention.before, self._around(mention), _TO_LAST_CUT.sub("", mention.before) + mention.right,
            )
        return known

    def weigh(self, words: Iterable[str]) -> int:
        """The weight of character pairs: about 10 × log2(numbers ÷ numbers that bear it) each."""
        return sum(map(self._weights.__getitem__, words))

    def _weighed(self, words: frozenset[str], weights: dict[frozenset[str], int]) -> int:
        """The weight of words that many numbers bear."""
        known = weights.get(words)
        if known is None:
            known = weights[words] = self.weigh(words)
        return known

    def shared_name(self, first: int, second: int) -> int:
        """The weight of the naming words two numbers share."""
        return self.weigh(self.topics[first].name & self.topics[second].name)

    def same_name(self, first: int, second: int) -> int:
        """How alike the names of two numbers are, 0–1000: shared weight against the heavier of both."""
        heavier = max(self.named[first], self.named[second])
        return 1000 * self.shared_name(first, second) // heavier if heavier else 0

    def shared(self, first: int, second: int, near: int) -> int:
        """The weight of all words two numbers share, that of the near ones known: those wide on one side count half."""
        return near + (self.weigh(self.wide(first) & self.wide(second)) - near) // 2  # near words are among the wide ones

    def heavier(self, first: int, second: int) -> int:
        """The weight of the near words of that number of the two which has more."""
        return max(self.mass[first], self.mass[second])

    def _topic(self, mention: Mention, beside: dict[tuple[str, str], Sides], telling: dict[tuple[str, str], bool]) -> Topic:
        sides = self.sides[mention.index]
        words = beside[sides]
        near, name = words.near, words.name
        if not telling[sides]:
            near, name = self._further(words, sides, self._before(mention))
        known, digits = mention.value, _digits(mention)
        years, firm = self.years.get(mention.index, (None, False))
        return Topic(
            words.left, words.right, near, name, words.name, years, firm, words.record, known,
            self.same(known), digits, digits == 1 or abs(known) < SMALL,
        )

    def _further(self, words: Sides, sides: tuple[str, str], before: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The near and the naming words with those of as many clauses before, the nearest first, as it takes to tell the number from others."""
        near, name = words.near, words.name
        taken: tuple[str, ...] = sides
        for clause in before:
            taken = (*taken, clause)
            known = self._named_by.get(taken)
            if known is None:
                wider = near | pairs(clause)
                known = self._named_by[taken] = wider, name | pairs(*_VERBS.split(clause)), ENOUGH - self._excess_of(wider)
            near, name, missing = known
            if missing <= 0:
                break
        return near, name

    def _telling(self, words: Iterable[str]) -> bool:
        """Whether words tell a number from others: enough of them are not common."""
        return self._excess_of(words) >= ENOUGH

    def _excess_of(self, words: Iterable[str]) -> int:
        return sum(map(self._excess.__getitem__, words))

    def _stretch(self, mention: Mention) -> tuple[int, int]:
        """The paragraph or cell in which a number stands."""
        block = self.reading.document.blocks[mention.block]
        if block.table is None:
            return block.start, block.end
        cell = cell_at(block.table, mention.token.start)
        return (cell.start, cell.end) if cell is not None else (block.start, block.end)

    def _sides(self, mention: Mention) -> tuple[str, str]:
        """The near words on both sides; in a cell of nothing but the number the last row labels and the column label."""
        start, end = self._stretch(mention)
        text, token = self.reading.text, mention.token
        left = text[max(start, token.outer_start - LEFT):token.outer_start]
        right = text[token.outer_end:min(end, token.outer_end + RIGHT)]
        cell = mention.cell
        if cell is not None and not clean(squeeze(left + right)):
            return self._label(mention), cell.column_label
        name = self._right(mention, right)
        return ("" if _ITEMS.search(left) and clean(name) else self._left(mention, left)), name

    def _label(self, mention: Mention) -> str:
        """What a row calls a number: its last two labels, or the words nearest on its left where the row has several pairs side by side."""
        cell = mention.cell
        assert cell is not None, "asked only of cells"
        texts = self.reading.tables[cell.table].texts
        for column in range(cell.column - 1, max(0, cell.column - COLUMNS), -1):
            text = texts.get((cell.row, column), "")
            if len(clean(text)) > 1 and text not in cell.row_label:
                return text
        labels = cell.row_label.split("/")
        return labels[-1] if len(clean(labels[-1])) >= LABEL else "·".join(labels[-2:])

    def _left(self, mention: Mention, text: str) -> str:
        """The clause up to the number, without what belongs to a number before it."""
        offset = mention.token.outer_start - len(text)
        last = _TO_LAST_CUT.match(text)
        cut = last.end() if last else 0
        previous = self._before_it[mention.index]
        if previous is not None and previous.token.outer_end > offset + cut:
            cut = previous.token.outer_end - offset
            if JOINED.fullmatch(text, cut) and previous.index in self.sides:
                return self.sides[previous.index][0]
            listed = _LIST_CUT.search(text, cut)
            cut = listed.end() if listed else cut
        return squeeze(_LEADER.sub("", text[cut:].strip()))[-NEAR_LEFT:]

    def _right(self, mention: Mention, text: str) -> str:
        stop = _RIGHT_CUT.search(text)
        end = stop.start() if stop else len(text)
        following = self._behind_it[mention.index]
        if following is not None:
            end = min(end, max(following.token.outer_start - mention.token.outer_end, 0))
        return squeeze(text[:end])[:NEAR_RIGHT]

    def _before(self, mention: Mention) -> Iterator[str]:
        """The clauses before the number's own without noise, the nearest first."""
        if not mention.left and mention.cell is not None and self.sides[mention.index][1] == mention.cell.column_label:
            yield clean(self.reading.tables[mention.cell.table].title)
            yield clean(self.reading.sections[mention.section])
            return
        start, _end = self._stretch(mention)
        text = self.reading.text[max(start, mention.token.outer_start - WIDE):mention.token.outer_start]
        for part in reversed(_CUT.split(text)[:-1]):
            if clause := clean(squeeze(part)):
                yield clause

    def _around(self, mention: Mention) -> str:
        start, end = self._stretch(mention)
        token = mention.token
        return squeeze(self.reading.text[max(start, token.outer_start - WIDE):min(end, token.outer_end + RIGHT)])


class _Weights(dict[str, int]):
    """The weight of each character pair, reckoned when first asked for."""

    def __init__(self, counts: Counter[str], total: int) -> None:
        super().__init__()
        self.counts, self.total = counts, total

    def __missing__(self, pair: str) -> int:
        weight = 10 * max((self.total // max(self.counts[pair], 1)).bit_length() - 1, 0) + 5
        self[pair] = weight
        return weight


class _Excess(dict[str, int]):
    """By how much the weight of a character pair exceeds that of a common one."""

    def __init__(self, weights: _Weights) -> None:
        super().__init__()
        self.weights = weights

    def __missing__(self, pair: str) -> int:
        excess = self[pair] = max(self.weights[pair] - COMMON, 0)
        return excess


def _digits(mention: Mention) -> int:
    """How many significant digits are printed, idle zeros at the end not counted."""
    text = mention.token.value_text
    printed = text if text.isdigit() else "".join(filter(str.isdigit, text))
    return max(len(printed.strip("0")), 1)


def _neighbours(mentions: Sequence[Mention]) -> tuple[list[Mention | None], list[Mention | None]]:
    """For each number the nearest measured one of the BACK before it, and of the AHEAD behind it."""
    before: list[Mention | None] = []
    last: Mention | None = None
    for mention in mentions:
        before.append(last if last is not None and mention.index - last.index <= BACK else None)
        last = mention if mention.measured else last
    behind: list[Mention | None] = []
    last = None
    for mention in reversed(mentions):
        behind.append(last if last is not None and last.index - mention.index <= AHEAD else None)
        last = mention if mention.measured else last
    return before, behind[::-1]


def _beside(left: str, right: str) -> Sides:
    """What the words on both sides say, whatever number stands between them."""
    cleaned = clean(left), clean(right)
    return Sides(*cleaned, pairs(*cleaned), _naming(left) | _naming(right), bool(_RECORD.search(left)))


def _counted(beside: Mapping[tuple[str, str], Sides], often: Mapping[tuple[str, str], int]) -> Counter[str]:
    """How many numbers bear each character pair."""
    counts: Counter[str] = Counter()
    for sides, words in beside.items():
        times = often[sides]
        for pair in words.near:
            counts[pair] += times
    return counts


@once
def topics_of(reading: Reading) -> Topics:
    """The topics of a reading: restatements ask for them, and comparisons with what lies outside."""
    return Topics(reading)


def names(text: str) -> list[str]:
    """The stretches of a text that name something: without digits, years, particles and the verbs every report uses of everything."""
    return _VERBS.split(clean(text))


@lru_cache(maxsize=1 << 12)
def _naming(text: str) -> frozenset[str]:
    """The character pairs of what names something in the words beside a number: rows and clauses say them again and again."""
    return pairs(*names(text))


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> frozenset[str]:
    """The character pairs of a text that stands beside many numbers: a section, a label."""
    return pairs(clean(text))
