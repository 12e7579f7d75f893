"""Reads forms (definitions/forms/<name>/form.yaml)."""

from __future__ import annotations

from pathlib import Path

from gouji.catalogue.layouts import Chart
from gouji.catalogue.layouts import Column
from gouji.catalogue.layouts import Form
from gouji.catalogue.layouts import Row
from gouji.catalogue.layouts import Series
from gouji.catalogue.layouts import Table
from gouji.catalogue.nodes import Section
from gouji.catalogue.read_indicators import read_header
from gouji.catalogue.values import Formula

LAYOUTS = ("报告", "公文", "表格")
KINDS = ("柱形", "条形", "折线", "饼")
ALIGNMENTS = ("", "left", "center", "right")


def read_form(section: Section) -> Form:
    """The form of a file."""
    header = read_header(section)
    cover = section.section("cover")
    form = Form(
        name=section.text("form"), title=header.title, set=header.set, regulation=header.regulation, region=header.region,
        cover=tuple((key, cover.text(key)) for key in cover.names()) if cover is not None else (),
        layout=section.choice("layout", LAYOUTS, "报告"), text=section.text("text", ""), scheme=section.text("scheme", ""),
        tables=tuple(_table(item) for item in section.sections("tables")),
        charts=tuple(_chart(item) for item in section.sections("charts")),
        folder=str(Path(section.file).parent), valid=header.valid, place=section.place,
    )
    section.text("note", "")
    section.text("source", "")
    section.finish()
    return form


def _table(item: Section) -> Table:
    table = Table(
        name=item.text("table"), title=item.text("title", ""), note=item.text("note", ""), landscape=item.flag("landscape"),
        columns=tuple(_column(part) for part in item.sections("columns", required=True)),
        rows=tuple(_row(part) for part in item.sections("rows")), breakdown=item.text("breakdown", ""),
        entries=item.text("entries", ""), where=item.formula("where"), order=item.texts("order"), total=item.text("total", ""),
        place=item.place,
    )
    if sum((bool(table.rows), bool(table.breakdown), bool(table.entries))) != 1:
        item.note("C22", table=table.name)
    item.finish()
    return table


def _column(item: Section) -> Column:
    column = Column(
        title=item.text("title", ""), show=item.text("show", ""), formula=item.formula("formula"), unit=item.text("unit", ""),
        decimals=item.integer("decimals", 0) if item.has("decimals") else None, offset=item.integer("offset", 0),
        width=item.integer("width", 0), merge=item.flag("merge"), align=item.choice("align", ALIGNMENTS, ""),
        group=item.text("group", ""), place=item.place,
    )
    if bool(column.show) == (column.formula is not None):
        item.note("C23", title=column.title)
    item.finish()
    return column


def _row(item: Section) -> Row:
    row = Row(
        number=item.text("no", ""), indicator=item.formula("indicator"), label=item.text("label", ""), indent=item.integer("indent", 0),
        starred=item.flag("star") if item.has("star") else None, heading=item.text("heading", ""), place=item.place,
    )
    item.finish()
    return row


def _chart(item: Section) -> Chart:
    chart = Chart(
        name=item.text("chart"), title=item.text("title", ""), kind=item.choice("kind", KINDS, "柱形"),
        series=tuple(series for part in item.sections("series", required=True) if (series := _series(part)) is not None),
        periods=item.integer("periods", 1), breakdown=item.text("breakdown", ""), entries=item.text("entries", ""),
        where=item.formula("where"), label=item.text("label", ""), unit=item.text("unit", ""),
        decimals=item.integer("decimals", 0) if item.has("decimals") else None, place=item.place,
    )
    item.finish()
    return chart


def _series(item: Section) -> Series | None:
    name = item.text("name", "")
    keys = [key for key in ("formula", "indicator", "value") if item.has(key)]
    formula = item.formula(keys[0]) if keys else None
    if formula is None:
        item.note("C14", key="formula")
    item.finish()
    return Series(name, formula) if isinstance(formula, Formula) else None
