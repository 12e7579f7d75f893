"""What the grid's script is given: tables, cells, marks as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.record_figures import Recorded
from gouji.actions.site.row_keys import opaque
from gouji.messages import translate as _
from gouji.reports.entry import DERIVED
from gouji.reports.entry import INPUT
from gouji.reports.entry import SAID
from gouji.reports.entry import EntryCell
from gouji.reports.entry import EntryTable
from gouji.web.pages import moment


def grid_data(found: EntryPage, base: str, at: str) -> dict[str, Any]:
    """The page's data: of the table that is open all, of the others what their tabs need; they are asked for when they are opened."""
    opened = [table for table in found.tables if table.name == at]
    return {
        "base": base, "version": found.version, "tables": [_table(found, table) if table in opened else _tab(found, table) for table in found.tables],
        "cells": cells_data(opened), "marks": marks_data(found), "words": words(),
    }


def table_data(found: EntryPage, name: str, key: str) -> dict[str, Any] | None:
    """A table by its name, or the first that shows a figure; None where there is none."""
    wanted = (table for table in found.tables if (table.name == name if name else any(cell.key == key for cell in table.cells())))
    table = next(wanted, None)
    return {"table": _table(found, table), "cells": cells_data([table])} if table is not None else None


def cells_data(tables: Iterable[EntryTable]) -> dict[str, dict[str, Any]]:
    """Every figure of tables by key, and every computed cell by its slot."""
    return {cell.key or cell.slot: _cell(cell) for table in tables for row in table.rows for cell in row.cells if cell.key or cell.slot}


def derived_data(found: EntryPage, since: int) -> dict[str, dict[str, Any]]:
    """The cells that follow from others, of the tables that do not stand any more as they did at a version of the book."""
    return {
        cell.key or cell.slot: _cell(cell) for table in found.tables if found.laid_at.get(table.name, since + 1) > since
        for row in table.rows for cell in row.cells if cell.kind != INPUT and (cell.key or cell.slot)
    }


def saved_data(found: EntryPage, result: Recorded) -> dict[str, dict[str, Any]]:
    """The cells that were taken, as they stand now."""
    cells = {key: next((table.figures[key] for table in found.tables if key in table.figures), None) for key in result.saved}
    return {key: {"text": "", "version": version} if (cell := cells[key]) is None else _cell(cell) for key, version in result.saved.items()}


def marks_data(found: EntryPage) -> list[dict[str, str]]:
    """The remarks by cell."""
    return [{"kind": mark.kind, "key": mark.key, "words": mark.words, "who": mark.who, "when": moment(mark.when)} for mark in found.marks]


def _tab(found: EntryPage, table: EntryTable) -> dict[str, Any]:
    """What stands of a table before it is opened."""
    return {
        "name": table.name, "title": table.title, "note": table.note, "register": table.register, "editable": found.writable.table(table.name),
        "rows": None,
    }


def _table(found: EntryPage, table: EntryTable) -> dict[str, Any]:
    return {
        "name": table.name, "title": table.title, "note": table.note, "kind": table.kind, "dimension": table.dimension, "codes": list(table.codes),
        "editable": found.writable.table(table.name), "register": table.register, "blank": dict(table.blank),
        "columns": [
            {"title": each.title, "group": each.group, "width": each.width, "align": each.align, "options": each.options} for each in table.columns
        ],
        "rows": [
            {"heading": row.heading, "label": row.label, "indent": row.indent, "cells": [_place(cell) for cell in row.cells]} for row in table.rows
        ],
        "entries": [
            {"key": opaque(row.key), "cells": dict(row.cells), "version": row.version, "evidence": len(row.evidence)} for row in table.entries
        ],
    }


def _place(cell: EntryCell) -> dict[str, str]:
    """A cell of a row: the figure it shows, or its words."""
    if cell.key or cell.slot:
        return {"key": cell.key or cell.slot}
    return {"text": cell.text, "kind": "said" if cell.kind == SAID else "earlier"}


def _cell(cell: EntryCell) -> dict[str, Any]:
    data: dict[str, Any] = {
        "kind": "input" if cell.kind == INPUT else "derived" if cell.kind == DERIVED else "earlier", "text": cell.text, "state": cell.state,
        "version": cell.version, "unit": "" if cell.unit == ":1" else cell.unit, "label": cell.label,
    }
    optional = {
        "former": cell.former, "offered": cell.offered, "note": cell.note, "formula": cell.formula, "filled": cell.filled, "textual": cell.textual,
        "evidence": len(cell.evidence),
    }
    return data | {name: value for name, value in optional.items() if value}


def words() -> dict[str, str]:
    """What the script says to people."""
    return {
        "saving": _("正在保存…"), "saved": _("已保存"), "waiting": _("未保存：连不上服务器，恢复后自动保存"), "failed": _("有 {count} 格没有保存"), "former": _("上年 {value}"),
        "offered": _("下级汇总 {value}"), "derived": _("推算，不能填写"), "locked": _("不能修改"), "outside": _("超出表格"), "number": _("不像数字"),
        "paste": _("可以粘贴 {good} 格，{bad} 格不收："), "undone": _("已撤销"), "nothing": _("没有可撤销的"), "conflict": _("{who} 在 {when} 填了 {value}"),
        "mine": _("用我的：{value}"), "theirs": _("用对方的：{value}"), "colon": _("："),
        "empty": _("（空）"), "new": _("新的{name}"), "remove": _("删除这一行"), "add": _("增加一行"),
        "leave": _("还有没保存的内容。"), "evidence": _("佐证 {count} 份"), "clip": _("证"), "returned": _("退回：{words}"),
        "comment": _("批注：{words}"), "note": _("说明：{words}"),
        "signin": _("登录已过期，请重新登录后再保存。"), "remove_ask": _("删除这一行？历史里仍会保留。"), "refreshed": _("表格已有变化，请刷新页面。"),
        "unreachable": _("连不上服务器，表没有打开，请稍后再点一次。"),
    }
