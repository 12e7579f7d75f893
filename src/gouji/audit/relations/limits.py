"""限额: money received or spent by now that exceeds the whole budget of the same row. A careful reader asks; it may have been raised.

Asked only where the header names a total budget (总预算, 预算总额, 全期预算) beside money received or spent in one table; the yearly budget
and its outturn are another matter: they exceed one another every year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import decimal_value
from gouji.audit.arithmetic import spot
from gouji.audit.arithmetic import value
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading
from gouji.audit.relations.grid import grid_of
from gouji.messages import translate as _
from gouji.numbers import Verdict

KIND = "bound"
_WHOLE = re.compile(r"总(?:投入|支出|经费|资金)?预算|预算总|总投资|全期预算|预算合计|总额")
_MONEY = re.compile(r"到位|支出|投入|执行|拨付")
_PLANNED = re.compile(r"预算|计划|安排")
_RATE = re.compile(r"率|比|%|％|占")


def find(reading: Reading) -> Iterator[Claim]:
    """Rows whose money received or spent is more than their whole budget."""
    for table in reading.tables:
        wholes = [column for column, label in enumerate(table.column_labels) if _WHOLE.search(label) and not _RATE.search(label)]
        moneys = [column for column, label in enumerate(table.column_labels) if _is_money(label)]
        if len(wholes) != 1:
            continue
        grid = grid_of(reading, table)
        for row in range(table.header_rows, table.rows):
            whole = grid.get((row, wholes[0]))
            for column in moneys:
                money = grid.get((row, column))
                if whole is not None and money is not None and base_unit(whole) == base_unit(money) and value(money) > value(whole):
                    yield _claim(money, whole, table.row_labels[row], table.column_labels[column])


def _is_money(label: str) -> bool:
    """Whether a header names money received or spent, not a budget and not a rate."""
    return bool(_MONEY.search(label)) and not _RATE.search(label) and not _PLANNED.search(label)


def _claim(money: Mention, whole: Mention, row: str, column: str) -> Claim:
    words = _("{row}的{column} {money} 多于全部预算 {whole}，请说明").format(
        row=row, column=column, money=money.token.value_text, whole=whole.token.value_text,
    )
    return Claim(KIND, Verdict.SUSPICIOUS, spot(money), (spot(whole),), "a", decimal_value(whole), 60, words, "over-budget", subject=row)
