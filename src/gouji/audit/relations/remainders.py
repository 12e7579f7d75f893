"""余额: what is left of two amounts of one statement, and what an account carries over.

“预算 b，实际 a，节约 s” (节余, 结余, 毛利, 净增 …): the first less the second. “年初 a，收入 b，支出 c，年末 d”: a + b − c = d, 新增 and 剔旧 likewise.
“共 n 项，已完成 a 项，未完成 b 项”: a + b = n. Equality with two neighbouring amounts confirms; a miss is asked about where the words leave no other
amounts to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import combinations

from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import value
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.chains import Chain
from gouji.audit.relations.chains import chains
from gouji.audit.relations.chains import is_level
from gouji.numbers import Verdict

NEAR, PAIR, TELLING = 5, 2, 3
_LEFT = re.compile(r"(?:节约|节省|节余|结余|剩余|余额|毛利|利润|净利|盈余|差额|缺口|净增|净减|自然增长|净流入|净流出|净值|净额|顺差|逆差|尚缺|未完成|未到位|未支出|短缺)[^，。；]{0,8}$")
_OPENING = re.compile(r"(?:年初|期初|上年|月初|学年初)[^，。；]{0,12}$")
_CLOSING = re.compile(r"(?:年末|期末|年底|月末|学年末|结转下年)[^，。；]{0,12}$")
_IN = re.compile(r"收入|新增|新购|购入|增加|入库|调入|转入|流入")
_OUT = re.compile(r"支出|减少|剔旧|报废|处置|注销|出库|调出|转出|流出|使用")
_PLANNED = re.compile(r"共|总|任务|计划|目标|应|设|需")
_LIST = re.compile(r"其中|包括|分别|[:：]")
_USED = re.compile(r"使用|动用|弥补|结转|上年|年初")
_UNDONE = re.compile(r"(?:未|尚未|没有)(?P<verb>\w{2})[^，。；]{0,4}$")


def find(reading: Reading) -> Iterator[Claim]:
    """The remainders of all statements."""
    before: Chain | None = None
    for chain in chains(reading):
        near = before if before is not None and before.sentences[-1].block == chain.sentences[0].block else None
        for item in chain.numbers:
            if _LEFT.search(item.left) and item.base_unit not in ("%", "倍"):
                yield from _remainder(reading, item, _ahead(chain, near, item))
            undone = _UNDONE.search(item.left)
            if undone is not None and is_level(item):
                yield from _undone(item, undone["verb"], _ahead(chain, near, item))
        yield from _carried([item for item in chain.numbers if item.base_unit not in ("%", "倍")])
        before = chain if chain.numbers else before


def _ahead(chain: Chain, before: Chain | None, item: Mention) -> list[Mention]:
    """The amounts of its unit before a number in the statement and the one before."""
    found = [*(before.numbers if before is not None else ()), *chain.numbers]
    return [other for other in found if other.index < item.index and is_level(other) and other.base_unit == item.base_unit][-NEAR:]


def _remainder(reading: Reading, item: Mention, ahead: Sequence[Mention]) -> Iterator[Claim]:
    pairs = [(one, other) if one.value >= other.value else (other, one) for one, other in reversed(list(combinations(ahead, PAIR)))]
    for first, second in pairs:
        reckoned = difference(item, first, second)
        if len(item.token.value_text) >= TELLING and verdict_on(item, reckoned) is Verdict.HOLDS:
            yield make("difference", item, (first, second), reckoned, 70, reason="remainder")
            return
    own = [other for other in ahead if other.sentence == item.sentence]
    listed = bool(own) and _LIST.search(reading.text, own[0].token.outer_end, item.token.outer_start)
    if len(own) == PAIR and all(other.left for other in own) and not listed and not _USED.search(item.left):
        first, second = sorted(own, key=value, reverse=True)
        yield make("difference", item, (first, second), difference(item, first, second), 55, reason="remainder", verdict=Verdict.SUSPICIOUS)


def _undone(item: Mention, verb: str, ahead: Sequence[Mention]) -> Iterator[Claim]:
    """Done and undone make the whole that stands before them."""
    done = next((other for other in reversed(ahead) if verb in other.left), None)
    whole = next((other for other in ahead if done is not None and other.index < done.index and _PLANNED.search(other.left)), None)
    if done is not None and whole is not None and whole.value > max(done.value, item.value):
        reckoned = total(whole, (done, item))
        verdict = verdict_on(whole, reckoned)
        milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
        yield make("sum", whole, (done, item), reckoned, 65, reason="undone", verdict=milder)


def _carried(numbers: Sequence[Mention]) -> Iterator[Claim]:
    """Opening balance, what came in, what went out, closing balance: the four (or three) amounts of one unit of a statement."""
    opening = next((item for item in numbers if _OPENING.search(item.left)), None)
    closing = next((item for item in numbers if _CLOSING.search(item.left)), None)
    if opening is None or closing is None or opening.base_unit != closing.base_unit:
        return
    moved = [item for item in numbers if item not in (opening, closing) and item.base_unit == closing.base_unit]
    signs = [_moves(item) for item in moved]
    if not moved or not all(signs) or len(moved) > NEAR or (1 not in signs and -1 not in signs):
        return
    reckoned = total(closing, (opening, *moved), (1, *signs))
    verdict = verdict_on(closing, reckoned)
    milder = Verdict.SUSPICIOUS if verdict is Verdict.CONTRADICTS else verdict
    yield make("difference", closing, (opening, *moved), reckoned, 70, reason="carried", verdict=milder)


def _moves(item: Mention) -> int:
    """+1 for what came in, −1 for what went out, 0 for what the words do not tell."""
    into, out = bool(_IN.search(item.left)), bool(_OUT.search(item.left))
    return 0 if into == out else 1 if into else -1


