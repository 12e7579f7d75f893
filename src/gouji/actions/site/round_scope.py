"""What a round asks for, as locks see it: the figures its form shows and all they are reckoned from, in its period."""

from __future__ import annotations

from gouji.actions.site.definitions import site_catalogue
from gouji.book import parse_period
from gouji.store.covers import asked_by
from gouji.store.covers import belongs
from gouji.store.models import Round

_REGISTERS = "registers/"


def concerns(asked: Round, period: str, what: str = "") -> bool:
    """Whether a round asks for figures of a period; `what` narrows it to an indicator's code or a register (`registers/竞赛获奖`).

    The same year in another calendar is the same report (学年 2023-2024 and 2024年). A form that is not known any more asks for everything.
    """
    if not belongs(period, asked.period):
        return False
    known = asked_by(site_catalogue().on(parse_period(asked.period).last), asked.form)
    return not what or not known or (f"@{what.removeprefix(_REGISTERS)}" if what.startswith(_REGISTERS) else what) in known
