"""gouji explain: where a figure comes from, down to the facts, their sources and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated

import typer

from gouji.cli.output import console
from gouji.cli.output import say_json
from gouji.cli.settings import Format
from gouji.cli.settings import settings_of
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.book import Book
    from gouji.reckon import Context
    from gouji.reckon import Evaluated


def explain_command(
    context: typer.Context,
    book: Annotated[Path, typer.Argument(metavar="BOOK", help=_("账簿文件夹"))],
    indicator: Annotated[str, typer.Argument(metavar="INDICATOR", help=_("指标的代码、名称、路径，或整个算式"))],
    organisation: Annotated[str, typer.Option(metavar="NAME", help=_("机构的代码或名称，默认账簿所属机构"))] = "",
    period: Annotated[str, typer.Option(metavar="PERIOD", help=_("期间，如 2024、2023-2024学年；默认最近有数的期间"))] = "",
    breakdown: Annotated[str, typer.Option(metavar="DIM=VALUE", help=_("细分，如 任务=3"))] = "",
    depth: Annotated[int, typer.Option(metavar="N", min=1, help=_("最多展开几层"))] = 12,
    form: Annotated[Format, typer.Option("--format", help=_("输出文字或 JSON（gouji-explain/1）"))] = Format.TEXT,
) -> None:
    """Explain a figure; exit status 0 also where it is a gap."""
    from gouji.actions.explain_figure import Question
    from gouji.actions.explain_figure import explain_figure
    from gouji.reckon import Result
    from gouji.reports.explain import explain_record
    from gouji.reports.explain import explain_text

    known = settings_of(context).book(book)
    answer, place = explain_figure(known, Question(indicator, organisation, period, breakdown))
    if form is Format.JSON:
        record = explain_record(answer, known, depth) if isinstance(answer, Result) else _formula_record(answer, place, known, depth)
        say_json({"schema": "gouji-explain/1", **record})
        return
    lines = explain_text(answer, known, depth) if isinstance(answer, Result) else _formula_text(answer, place, known, depth)
    out = console()
    for number, line in enumerate(lines):
        out.print(line, style=None if ("＝" in line and "〔" in line) or not number else "dim")


def _formula_text(answer: Evaluated, place: Context, book: Book, depth: int) -> list[str]:
    from gouji.formulas import Amount
    from gouji.reports.explain import explain_text

    unit = _unit(answer, place, book)
    where = _("，").join((book.organisations.name(place.organisation), place.period.text))
    value = _printed(answer, unit) + (unit if isinstance(answer.value, Amount) else "")
    head = _("{formula}（{place}）＝ {value}").format(formula=answer.formula, place=where, value=value)
    lines = [head, "  " + _("{title}：{text}").format(title=_("代入"), text=answer.filled)]
    return lines + ["  " + line for operand in answer.operands for line in (explain_text(operand, book, depth - 1) if depth > 1 else ())]


def _formula_record(answer: Evaluated, place: Context, book: Book, depth: int) -> dict[str, object]:
    from gouji.reports.explain import explain_record

    unit = _unit(answer, place, book)
    operands = [explain_record(operand, book, depth - 1) for operand in answer.operands] if depth > 1 else []
    return {
        "label": answer.formula, "organisation": book.organisations.name(place.organisation), "period": place.period.text,
        "value": _printed(answer, unit), "unit": unit, "formula": answer.formula, "filled": answer.filled, "operands": operands,
    }


def _unit(answer: Evaluated, place: Context, book: Book) -> str:
    return book.edition(place.period).unit(answer.formula, book.sets[0] if book.sets else "")


def _printed(answer: Evaluated, unit: str) -> str:
    """The value of a formula in its unit (in base units where it has none of its own), at most four decimals."""
    from gouji.formulas import Amount
    from gouji.reckon import Tally
    from gouji.reckon.results import print_amount

    if isinstance(answer.value, bool):
        return _("是") if answer.value else _("否")
    if unit and isinstance(answer.value, Amount):
        shown = print_amount(answer.value, unit, 4)
        return (shown.rstrip("0").rstrip(".") if "." in shown else shown)
    return Tally(answer.formula, answer.value, ()).printed
