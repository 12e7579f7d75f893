"""Reads indicator files (definitions/indicators/*.yaml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from itertools import product

from gouji.catalogue.definitions import Header
from gouji.catalogue.definitions import Indicator
from gouji.catalogue.nodes import Section
from gouji.catalogue.values import Validity
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.numbers import units

CALENDARS = ("学年", "自然年", "财年", "届", "时段")
DIRECTIONS = ("无", "越大越好", "越小越好", "适中")
ROLL_UPS = ("合计", "加权平均", "最大", "最小", "重算", "不汇总")
OVER_TIME = ("合计", "期末", "平均", "不汇总", "重算")
MAX_DECIMALS = 10
_CODE = re.compile(r"[A-Z][A-Za-z0-9.-]{0,39}")
_ALTERNATIVES = 64


def read_header(section: Section) -> Header:
    """The header that every definition file begins with."""
    return Header(
        set=section.text("set", ""), title=section.text("title", ""), regulation=section.text("regulation", ""),
        region=section.text("region", "全国"), valid=section.validity(Validity()),
        calendar=section.choice("calendar", CALENDARS, "学年"), uses=section.texts("uses"), file=section.file,
    )


@dataclass(frozen=True, slots=True)
class _Raw:
    section: Section
    code: str
    name: str
    under: str
    names: tuple[str, ...]


def read_indicators(section: Section) -> list[Indicator]:
    """All indicators of a file, their paths put together from `under`."""
    header = read_header(section)
    if not header.set:
        section.note("C14", key="set")
    source = section.text("source", "")
    raws = [_raw(item) for item in section.sections("indicators", required=True)]
    section.finish()
    paths = _Paths(raws)
    return [_indicator(raw, header, paths, source) for raw in raws]


def _raw(item: Section) -> _Raw:
    code, name = item.text("code"), item.text("name")
    if code and not _CODE.fullmatch(code):
        item.note("C15", item.place_of("code"), name=code)
    return _Raw(item, code, name, item.text("under", ""), (name, *item.texts("aliases")))


class _Paths:
    """Puts `under` references together to full paths; a reference is a name or a path within the file."""

    def __init__(self, raws: list[_Raw]) -> None:
        self._by_name: dict[str, list[_Raw]] = {}
        for raw in raws:
            for name in raw.names:
                self._by_name.setdefault(name, []).append(raw)

    def chain(self, raw: _Raw) -> list[_Raw]:
        """The indicator's ancestors from the top, itself last."""
        chain, current = [raw], raw
        while current.under:
            parent = self._parent(current)
            if parent is None or parent in chain:
                current.section.note("C16", current.section.place_of("under"), name=current.under)
                break
            chain.append(parent)
            current = parent
        return chain[::-1]

    def _parent(self, raw: _Raw) -> _Raw | None:
        segments = raw.under.split("/")
        found = [candidate for candidate in self._by_name.get(segments[-1], []) if self._fits(candidate, segments[:-1]) and candidate is not raw]
        exact = [candidate for candidate in found if not candidate.under]
        chosen = found if len(found) == 1 else exact
        return chosen[0] if len(chosen) == 1 else None

    def _fits(self, raw: _Raw, segments: list[str]) -> bool:
        current = raw
        for segment in reversed(segments):
            parents = [parent for parent in self._by_name.get(current.under.split("/")[-1], []) if segment in parent.names]
            if not parents:
                return False
            current = parents[0]
        return True


def _indicator(raw: _Raw, header: Header, paths: _Paths, source: str) -> Indicator:
    item = raw.section
    chain = paths.chain(raw)
    formula = item.formula("formula")
    indicator = Indicator(
        code=raw.code, name=raw.name, path=tuple(part.name for part in chain),
        alternatives=tuple(islice(product(*(part.names for part in chain)), _ALTERNATIVES)), set=header.set,
        unit=item.text("unit", ""), decimals=_decimals(item), kind=item.choice("kind", ("时期", "时点"), "时期"),
        calendar=item.choice("calendar", CALENDARS, header.calendar), type=item.choice("type", ("数量", "文本"), "数量"),
        direction=item.choice("direction", DIRECTIONS, "无"),
        organisations=item.choice("organisations", ROLL_UPS, "重算" if formula else "不汇总"), weight=item.text("weight", ""),
        periods=item.choice("periods", OVER_TIME, "不汇总"), formula=formula, definition=item.text("definition", ""),
        source=item.text("source", source), starred=item.flag("starred"), breakdowns=item.texts("breakdowns"),
        valid=item.validity(header.valid), place=item.place,
    )
    if indicator.organisations == "加权平均" and not indicator.weight:
        item.note("C14", key="weight")
    check_unit(item, indicator.unit)
    item.finish()
    return indicator


def check_unit(item: Section, unit: str) -> None:
    """Note where a text cannot be a unit (N03), so that it is told at the definition and not at every figure."""
    try:
        units.scale(unit)
    except GoujiError as error:
        item.problems.extend(Problem(problem.code, item.place_of("unit"), problem.params) for problem in error.problems)


def _decimals(item: Section) -> int:
    decimals = item.integer("decimals", 0)
    if not 0 <= decimals <= MAX_DECIMALS:
        item.note("C10", item.place_of("decimals"), key="decimals", value=str(decimals))
        return 0
    return decimals
