"""限额: money received or spent by now that exceeds the whole budget of the same row. A careful reader asks; it may have been raised.

And totals that agree to the last unit where no row does: planned money and money received of every source differ, their sums do not; a
careful reader asks whether the total was copied.

Asked only where the header names a total budget (总预算, 预算总额, 全期预算) beside money received or spent in one table; the yearly budget
and its outturn are another matter: they exceed one another every year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import spot
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.reading import TableReading
from gouji.audit.relations.grid import grid_of
from gouji.audit.relations.grid import leading
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "bound"
ROWS = 3
_WHOLE = re.compile(r"总(?:投入|支出|经费|资金)?预算|预算总|总投资|全期预算|预算合计|总额")
_MONEY = re.compile(r"到位|支出|投入|执行|拨付")
_TOTAL = re.compile(r"合计|总计|总额|小计")
_PLANNED = re.compile(r"预算|计划|安排")
_RATE = re.compile(r"率|比|%|％|占")


def find(reading: Reading) -> Iterator[Claim]:
    """Rows whose money received or spent is more than their whole budget."""
    for table in reading.tables:
        yield from _balanced(reading, table)
        wholes = [column for column, label in enumerate(table.column_labels) if _WHOLE.search(label) and not _RATE.search(label)]
        moneys = [column for column, label in enumerate(table.column_labels) if _is_money(label)]
        if len(wholes) != 1:
            continue
        grid = grid_of(reading, table)
        for row in range(table.header_rows, table.rows):
            whole = grid.get((row, wholes[0]))
            for column in moneys:
                money = grid.get((row, column))
                if whole is not None and money is not None and whole.base_unit == money.base_unit and money.value > whole.value:
                    yield _claim(money, whole, table.row_labels[row], table.column_labels[column])


def _balanced(reading: Reading, table: TableReading) -> Iterator[Claim]:
    """Planned and real money of a table whose totals are equal while all of at least three rows differ."""
    labels = {column: label for column, label in enumerate(table.column_labels) if _MONEY.search(label) and not _RATE.search(label)}
    totals = [row for row in range(table.header_rows, table.rows) if _TOTAL.match(leading(table, row))]
    if len(totals) != 1:
        return
    grid, body = grid_of(reading, table), range(table.header_rows, totals[0])
    for planned, real in permutations(labels, 2):
        whole, money = grid.get((totals[0], planned)), grid.get((totals[0], real))
        if not _PLANNED.search(labels[planned]) or not _is_money(labels[real]) or whole is None or money is None:
            continue
        rows = [(grid[(row, planned)], grid[(row, real)]) for row in body if {(row, planned), (row, real)} <= grid.keys()]
        apart = len(rows) >= ROWS and all(one.value != other.value for one, other in rows)
        if apart and whole.value == money.value:
            words = _("各项都不相等，合计却与{plan}完全相等，请核对").format(plan=labels[planned])
            yield Claim(KIND, Verdict.SUSPICIOUS, spot(money), (spot(whole),), "a", decimal_value(whole), 45, words, "balanced")


def _is_money(label: str) -> bool:
    """Whether a header names money received or spent, not a budget and not a rate."""
    return bool(_MONEY.search(label)) and not _RATE.search(label) and not _PLANNED.search(label)


def _claim(money: Mention, whole: Mention, row: str, column: str) -> Claim:
    words = _("{row}的{column} {money} 多于全部预算 {whole}，请说明").format(
        row=row, column=column, money=money.token.value_text, whole=whole.token.value_text,
    )
    return Claim(KIND, Verdict.SUSPICIOUS, spot(money), (spot(whole),), "a", decimal_value(whole), 60, words, "over-budget", subject=row)
