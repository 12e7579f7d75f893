"""新增: “新增高级职称 19 人” against the row 高级职称人数 of a table with a column for each year: the stock of this year less that of last year.

The name behind 新增 (carried on through a list: 新增甲 3 人、乙 19 人) begins the row's label, at least three characters of it; the columns are
headed by years, the latest two follow one another. A miss is asked about: some may have left or risen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import difference
from gouji.audit.arithmetic import make
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import grid_of
from gouji.audit.similarity import clean
from gouji.messages import translate as _
from gouji.numbers import Verdict

SHORTEST, REACH = 3, 30
_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度|末|底)?$")
_WORD = re.compile(r"新增|净增")
_NEW = re.compile(r"(?:新增|净增)[^，。；]*$")


def find(reading: Reading) -> Iterator[Claim]:
    """Each number behind 新增 against the rows that bear its name."""
    rows: dict[str, tuple[Mention, Mention]] = {}
    for table in reading.tables:
        rows.update(_rows(reading, table))
    if not rows:
        return
    for mention in reading.mentions:
        if mention.cell is None and mention.measured and mention.plain and mention.base_unit != "%":
            name = clean(_WORD.split(mention.left)[-1])
            if len(name) >= SHORTEST and _is_new(mention):
                yield from _against(mention, name, rows)


def _is_new(mention: Mention) -> bool:
    """Whether 新增 stands before the number, or before the list whose item it is."""
    return bool(mention.left) and bool(_NEW.search(mention.before[-REACH:]))


def _rows(reading: Reading, table: TableReading) -> Iterator[tuple[str, tuple[Mention, Mention]]]:
    """(row name, this year's and last year's number) of a table with a column for each year."""
    years = {int(found[1]): column for column, label in enumerate(table.column_labels) if (found := _YEAR.search(label))}
    latest = max(years, default=0)
    if latest - 1 not in years:
        return
    grid = grid_of(reading, table)
    for row in range(table.header_rows, table.rows):
        now, base = grid.get((row, years[latest])), grid.get((row, years[latest - 1]))
        if now is not None and base is not None:
            yield clean(table.row_labels[row].split("/")[0]), (now, base)


def _against(mention: Mention, name: str, rows: dict[str, tuple[Mention, Mention]]) -> Iterator[Claim]:
    for label, (now, base) in rows.items():
        if label.startswith(name) and now.value >= base.value:
            reckoned = difference(mention, now, base)
            verdict = Verdict.HOLDS if reckoned.value == mention.value else Verdict.SUSPICIOUS
            yield make("difference", mention, (now, base), reckoned, 55, reason="new", words=_("表中本年减上年"), verdict=verdict)
