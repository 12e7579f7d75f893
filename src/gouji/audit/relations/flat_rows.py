"""拉平的表: rows of a table that reached the text as lines of amounts behind a name (“某某项目 600.00 600.00”).

Where a line of headers starts its amounts with 总计 or 合计, the first amount of every row is the sum of the others (empty cells have left no
trace), and the first amount of a line 合计 is the sum of the first amounts of all rows, lines that repeat the total left out. These are layouts
rebuilt from fragments, so equality confirms and nothing is accused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence

from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import total
from gouji.audit.arithmetic import verdict_on
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.messages import translate as _
from gouji.numbers import Verdict

_HEADER = re.compile(r"(?:总计|合计)[ \t\u3000]+[^\W\d]\S*[ \t\u3000]+[^\W\d]")
_LINE = re.compile(r"^(?P<name>.*?)(?P<amounts>(?:[ \t\u3000]*\d[\d,]*\.\d\d){2,8})[ \t\u3000]*$", re.MULTILINE)
_TOTAL = re.compile(r"^[ \t\u3000]*(?:合[ \t\u3000]?计|总[ \t\u3000]?计)[ \t\u3000]*$")
FEWEST_ROWS = 3


def find(reading: Reading) -> Iterator[Claim]:
    """Rows and totals of flattened tables of amounts."""
    if not _HEADER.search(reading.text):
        return
    by_start = {mention.token.start: mention for mention in reading.mentions if mention.cell is None and mention.measured and mention.plain}
    rows: list[tuple[bool, list[Mention]]] = []
    for line in _LINE.finditer(reading.text):
        starts = [line.start("amounts") + found.start() for found in re.finditer(r"\d[\d,]*\.\d\d", line["amounts"])]
        amounts = [by_start[start] for start in starts if start in by_start]
        if len(amounts) == len(starts):
            rows.append((bool(_TOTAL.match(line["name"])), amounts))
    for _is_total, amounts in rows:
        yield from _confirmed(amounts[0], amounts[1:], _("各项资金合计"))
    if len(rows) > FEWEST_ROWS:
        yield from _totals(rows)


def _totals(rows: Sequence[tuple[bool, Sequence[Mention]]]) -> Iterator[Claim]:
    """Every 合计 line, and every line that repeats it, against the other rows, amount by amount."""
    for is_total, amounts in rows:
        if not is_total:
            continue
        for column, whole in enumerate(amounts):
            same = [row[column] for _other, row in rows if len(row) > column and row[column].value == whole.value]
            parts = [row[column] for _other, row in rows if len(row) > column and row[column].value != whole.value]
            for repeated in same:
                yield from _confirmed(repeated, parts, _("各行合计"))
                if repeated is not whole:
                    yield from _confirmed(whole, (repeated,), _("各行合计"))


def _confirmed(whole: Mention, parts: Sequence[Mention], words: str) -> Iterator[Claim]:
    if not parts:
        return
    reckoned = total(whole, parts)
    if verdict_on(whole, reckoned) is Verdict.HOLDS:
        yield make("sum", whole, parts, reckoned, 70, reason="flat-rows", words=words)
