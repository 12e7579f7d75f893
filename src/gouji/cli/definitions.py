"""gouji definitions: check a folder of definitions of one's own; list what there is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_json
from gouji.cli.settings import Format
from gouji.cli.settings import settings_of
from gouji.messages import GoujiError
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.catalogue import Catalogue


def check_definitions_command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("定义文件夹"))],
) -> None:
    """Check definitions together with those they build on; exit status 2 with every mistake where there are any."""
    from gouji.actions.open_book import load_definitions

    catalogue = load_definitions((*settings_of(context).definitions, str(folder)))
    own = [item for item in _items(catalogue) if Path(item["file"]).is_relative_to(folder)]
    console().print(_("没有错误：{count} 项定义。").format(count=len(own)))


def list_definitions_command(
    context: typer.Context,
    set_name: Annotated[str, typer.Option("--set", metavar="SET", help=_("列出这个指标集的指标和规则"))] = "",
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-definitions/1）"))] = Format.TEXT,
) -> None:
    """List sets with what they hold, or the indicators and rules of one set. Exit status 0."""
    items = [item for item in _items(settings_of(context).catalogue()) if not set_name or item["set"] == set_name]
    if set_name and not items:
        known = sorted({item["set"] for item in _items(settings_of(context).catalogue()) if item["set"]})
        raise GoujiError.of("B21", name=set_name, known="、".join(known) or "—")
    if form is Format.JSON:
        say_json({"schema": "gouji-definitions/1", "definitions": items})
    elif set_name:
        _show_items(items)
    else:
        _show_overview(items)


def _items(catalogue: Catalogue) -> list[dict[str, str]]:
    """Every definition as kind, set, name and title, and the file and time it counts in."""
    rows: Iterable[tuple[str, str, str, str, object]] = (
        *(("指标", item.set, item.code, item.label, item) for item in catalogue.indicators),
        *(("规则", item.set, item.number, item.statement, item) for item in catalogue.rules),
        *(("报表", item.set, item.name, item.title, item) for item in catalogue.forms),
        *(("评分办法", item.set, item.name, item.title, item) for item in catalogue.schemes),
        *(("台账", "", item.name, item.title, item) for item in catalogue.registers),
        *(("问卷", item.set, item.name, item.title, item) for item in catalogue.questionnaires),
    )
    return [
        {"kind": kind, "set": set_name, "name": name, "title": title, "valid": _validity(item), "file": str(item.place.file)}  # type: ignore[attr-defined]
        for kind, set_name, name, title, item in rows
    ]


def _kinds() -> dict[str, str]:
    """The kinds of definitions in the current language."""
    return {"指标": _("指标"), "规则": _("规则"), "报表": _("报表"), "评分办法": _("评分办法"), "台账": _("台账"), "问卷": _("问卷")}


def _validity(item: object) -> str:
    valid = item.valid  # type: ignore[attr-defined]
    return f"{valid.first or ''}～{valid.last or ''}"


def _show_items(items: list[dict[str, str]]) -> None:
    out = console()
    for item in items:
        out.print(f"{_kinds()[item['kind']]}  ", style="dim", end="")
        out.print(f"{item['name']}  ", style="bold", end="")
        out.print(item["title"])


def _show_overview(items: list[dict[str, str]]) -> None:
    """A line for each set with how many indicators and rules it has; then forms, schemes, registers and questionnaires by name."""
    out = console()
    for name in dict.fromkeys(item["set"] for item in items if item["set"]):
        counts = [sum(1 for item in items if item["set"] == name and item["kind"] == kind) for kind in ("指标", "规则")]
        out.print(f"{name}  ", style="bold", end="")
        out.print(_("指标 {indicators} · 规则 {rules}").format(indicators=counts[0], rules=counts[1]))
    for kind in ("报表", "评分办法", "台账", "问卷"):
        out.print()
        out.print(_kinds()[kind], style="bold")
        for item in items:
            if item["kind"] == kind:
                out.print(f"  {item['name']}  {item['valid']}")
