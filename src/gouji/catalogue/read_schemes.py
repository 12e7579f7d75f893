"""Reads scoring schemes (definitions/schemes/*.yaml)."""

from __future__ import annotations

from fractions import Fraction

from gouji.catalogue.definitions import Band
from gouji.catalogue.definitions import Cap
from gouji.catalogue.definitions import Criterion
from gouji.catalogue.definitions import Grade
from gouji.catalogue.definitions import Scheme
from gouji.catalogue.definitions import Veto
from gouji.catalogue.nodes import Section
from gouji.catalogue.read_indicators import read_header

METHODS = ("", "比例", "达标", "分档", "扣分", "公式", "评判", "定性")
DIRECTIONS = ("≥", ">", "=", "≤", "<")
ROUNDINGS = ("四舍五入", "四舍六入五成双", "截断")
MAX_LEVELS = 8
_NEEDS = {
    "比例": ("value", "target"), "达标": ("value", "target"), "分档": ("value", "bands"), "扣分": ("value", "target", "deduct"), "公式": ("formula",),
}


def read_scheme(section: Section) -> Scheme:
    """The scheme of a file; group points must be the sum of their children's."""
    header = read_header(section)
    over = section.section("over_achievement")
    threshold = over.number("from") if over is not None else None
    if over is not None:
        over.finish()
    scheme = Scheme(
        name=section.text("scheme"), title=header.title, regulation=header.regulation, region=header.region,
        year=section.text("year", ""), set=header.set, demonstration=section.flag("demonstration"), note=section.text("note", ""),
        total=section.number("total") or Fraction(100), decimals=section.integer("decimals", 2),
        rounding=section.choice("rounding", ROUNDINGS, "四舍五入"), over_achievement=threshold,
        grades=tuple(_grade(item) for item in section.sections("grades", required=True)),
        criteria=tuple(_criterion(item, 1) for item in section.sections("criteria", required=True)),
        vetoes=tuple(veto for item in section.sections("vetoes") if (veto := _veto(item)) is not None),
        caps=tuple(cap for item in section.sections("caps") if (cap := _cap(item)) is not None),
        valid=header.valid, place=section.place,
    )
    section.text("source", "")
    section.finish()
    _check_points(section, scheme)
    return scheme


def _grade(item: Section) -> Grade:
    grade = Grade(item.text("name"), item.number("from") or Fraction(0))
    item.finish()
    return grade


def _veto(item: Section) -> Veto | None:
    when, grade, reason = item.formula("when"), item.text("grade"), item.text("reason", "")
    item.finish()
    return Veto(when, grade, reason) if when is not None else None


def _cap(item: Section) -> Cap | None:
    when, maximum, reason = item.formula("when"), item.number("max"), item.text("reason", "")
    item.finish()
    return Cap(when, maximum, reason) if when is not None and maximum is not None else None


def _criterion(item: Section, level: int) -> Criterion:
    deep = level >= MAX_LEVELS
    criterion = Criterion(
        code=item.text("code"), name=item.text("name"), points=item.number("points") or Fraction(0),
        method=item.choice("method", METHODS, ""), value=item.formula("value"), target=item.formula("target"),
        direction=item.choice("direction", DIRECTIONS, "≥"), formula=item.formula("formula"),
        bands=tuple(_band(band) for band in item.sections("bands")), unit=item.number("unit") or Fraction(1, 100),
        unit_written=item.text("unit", "1%"),
        deduct=item.number("deduct") or Fraction(0), out_of=item.number("out_of"), targets=item.formula("targets"),
        children=() if deep else tuple(_criterion(child, level + 1) for child in item.sections("children")),
        either=() if deep else tuple(_criterion(child, level + 1) for child in item.sections("either")),
        rescale=item.flag("rescale"), note=item.text("note", ""), place=item.place,
    )
    item.finish()
    _check_method(item, criterion)
    return criterion


def _check_method(item: Section, criterion: Criterion) -> None:
    """A leaf has a method with what the method needs; alternatives are leaves worth the same points."""
    if not (criterion.method or criterion.children or criterion.either or criterion.targets):
        item.note("C20", name=criterion.code)
    if lacking := [key for key in _NEEDS.get(criterion.method, ()) if not item.has(key)]:
        item.note("C30", name=criterion.code, method=criterion.method, keys="、".join(lacking))
    for key in ("unit", "out_of"):
        if item.has(key) and item.number(key) == 0:
            item.note("C29", item.place_of(key), key=key)
    for alternative in criterion.either:
        if not alternative.method:
            item.note("C20", alternative.place, name=alternative.code)
        if alternative.points != criterion.points:
            item.note("C21", alternative.place, name=criterion.code, points=str(criterion.points), total=str(alternative.points))


def _band(item: Section) -> Band:
    band = Band(item.number("from") or Fraction(0), item.number("share") or Fraction(0), item.text("from", "0%"))
    item.finish()
    return band


def _check_points(section: Section, scheme: Scheme) -> None:
    total = sum((criterion.points for criterion in scheme.criteria), Fraction(0))
    if total != scheme.total:
        section.note("C21", name=scheme.name, points=str(scheme.total), total=str(total))
    for criterion in _groups(scheme.criteria):
        parts = sum((child.points for child in criterion.children), Fraction(0))
        if parts != criterion.points:
            section.note("C21", criterion.place, name=criterion.code, points=str(criterion.points), total=str(parts))


def _groups(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    found: list[Criterion] = []
    for criterion in criteria:
        if criterion.children:
            found.append(criterion)
        found.extend(_groups((*criterion.children, *criterion.either)))
    return found
