"""Score sheets → a grid and what belongs around it: label of a demonstration, caps and vetoes, grade, remarks, the stated total beside."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from gouji.book import in_calendar
from gouji.numbers import round_to
from gouji.papers.blocks import Align
from gouji.papers.blocks import Block
from gouji.papers.blocks import Cell
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.papers.blocks import paragraph
from gouji.reckon import Effect
from gouji.reckon import ScoreLine
from gouji.reckon import ScoreSheet
from gouji.reports.differences import stated_text
from gouji.reports.figures import Figures
from gouji.reports.figures import number_format

DEEPEST_INDENT = 2  # characters; the code already tells the level
_STATES = {"bit": "已触发", "idle": "未触发", "open": "不能判断"}
_KINDS = {"cap": "封顶", "veto": "否决"}


@dataclass(frozen=True, slots=True)
class ScoreBlocks:
    """A score sheet laid out: the grid and the notes below it."""

    grid: Grid
    notes: tuple[str, ...]

    def blocks(self) -> tuple[Block, ...]:
        """The sheet as blocks of a document."""
        return (self.grid, *(paragraph(line, ParagraphStyle.NOTE) for line in self.notes))


def lay_out_scores(sheet: ScoreSheet, figures: Figures) -> ScoreBlocks:
    """The blocks of a score sheet; every actual value keeps its explanation."""
    rows: list[tuple[Cell, ...]] = [_across(_label(sheet), bold=True)] if sheet.scheme.demonstration else []
    rows += [_line(line, sheet, figures) for line in sheet.lines]
    rows += [_effect(effect) for effect in sheet.effects]
    rows.append(_total(sheet))
    columns, rows = _without_empty_columns(rows)
    grid = Grid(
        id=f"评分表-{sheet.scheme.name}", caption=sheet.scheme.title or sheet.scheme.name, columns=columns, rows=tuple(rows),
        note="单位：分", landscape=True, kind="评分表", totals=1,
    )
    return ScoreBlocks(grid, _notes(sheet, figures))


def _columns() -> tuple[GridColumn, ...]:
    titles = (
        ("编号", 10, Align.CENTRE), ("评分项", 28, Align.LEFT), ("分值", 8, Align.CENTRE), ("目标", 9, Align.CENTRE),
        ("实际", 14, Align.CENTRE), ("完成程度", 13, Align.CENTRE), ("评分标准和计算", 34, Align.LEFT), ("得分", 8, Align.CENTRE),
        ("理由和说明", 46, Align.LEFT),
    )
    return tuple(GridColumn(title, Decimal(width), align) for title, width, align in titles)


def _without_empty_columns(rows: list[tuple[Cell, ...]]) -> tuple[tuple[GridColumn, ...], list[tuple[Cell, ...]]]:
    """Columns and rows without the columns that no criterion of the scheme fills (a scheme of marks alone has no targets)."""
    columns = _columns()
    lines = [row for row in rows if len(row) == len(columns)]
    kept = [number for number in range(len(columns)) if any(row[number].text for row in lines)]
    gone = len(columns) - len(kept)
    return tuple(columns[number] for number in kept), [_narrowed(row, kept, gone, len(columns)) for row in rows]


def _narrowed(row: tuple[Cell, ...], kept: list[int], gone: int, width: int) -> tuple[Cell, ...]:
    """A row without some columns: a line of the sheet, a row across, or the total, whose first cell covers two columns."""
    if len(row) == 1:
        return (replace(row[0], column_span=width - gone),)
    shift = width - len(row)
    return (row[0], *(row[number - shift] for number in kept if number > shift))


def _line(line: ScoreLine, sheet: ScoreSheet, figures: Figures) -> tuple[Cell, ...]:
    group = line.status == "小计"
    beside = "；".join(part for part in (_judge(line), _evidence(line)) if part)
    said = "\n".join(part for part in (line.reason, line.note, beside) if part)
    rule = "\n".join(part for part in (line.rule_text, line.arithmetic) if part)
    actual = Run(line.actual, _mark(line, figures)) if line.actual else Run("")
    return (
        cell(line.code, bold=group), cell(line.name, bold=group, indent=min(line.level - 1, DEEPEST_INDENT)),
        _points(line.points, sheet, bold=group), cell(line.target), Cell((actual,)), cell(line.completion), cell(rule),
        _score(line, sheet, bold=group), cell(said),
    )


def _mark(line: ScoreLine, figures: Figures) -> FigureMark | None:
    """The mark of an actual value: that of the one figure it rests on."""
    if len(line.operands) != 1:
        return None
    return FigureMark(figures.explainer.figure(line.operands[0]), FigureState.DERIVED)


def _judge(line: ScoreLine) -> str:
    return f"评分人：{line.judge}" if line.judge else ""


def _evidence(line: ScoreLine) -> str:
    return f"佐证 {line.evidence_count} 份" if line.evidence_count else ""


def _score(line: ScoreLine, sheet: ScoreSheet, *, bold: bool) -> Cell:
    if line.score is None:
        return cell(line.status if line.status != "小计" else "—", align=Align.CENTRE, bold=bold)
    return _points(line.score, sheet, bold=bold)


def _points(value: Fraction, sheet: ScoreSheet, *, bold: bool) -> Cell:
    decimals = sheet.scheme.decimals
    return Cell((Run(sheet.printed(value)),), bold=bold, number=round_to(value, decimals), number_format=number_format(decimals, ""))


def _effect(effect: Effect) -> tuple[Cell, ...]:
    """A cap or veto as a marked row across the table."""
    result = f"总分最高 {effect.result} 分" if effect.kind == "cap" else f"等级定为“{effect.result}”"
    text = f"【{_KINDS[effect.kind]}】{effect.condition}：{result}（{effect.reason}）——{_STATES[effect.state]}"
    return _across(text, bold=effect.state == "bit")


def _total(sheet: ScoreSheet) -> tuple[Cell, ...]:
    capped = sheet.total != sheet.uncapped_total
    said = [f"等级：{sheet.grade}" if sheet.grade else "等级暂不能定"]
    if capped:
        said.append(f"封顶前 {sheet.printed(sheet.uncapped_total)} 分")
    if sheet.unscored:
        said.append(f"未评 {sheet.printed(sheet.unscored)} 分")
    return (
        cell("合计", column_span=2, align=Align.CENTRE), _points(sheet.scheme.total, sheet, bold=True), *(Cell() for _number in range(4)),
        _points(sheet.total, sheet, bold=True), cell("；".join(said)),
    )


def _label(sheet: ScoreSheet) -> str:
    """The label of a demonstration, printed as the first row of the sheet."""
    note = sheet.scheme.note.rstrip("。")
    return "【演示评分】本表按演示办法计分，不代表任何部门的评价结论。{note}".format(note=f"{note}。" if note else "")


def _across(text: str, *, bold: bool) -> tuple[Cell, ...]:
    return (Cell((Run(text, bold=bold),), column_span=len(_columns()), align=Align.LEFT),)


def _notes(sheet: ScoreSheet, figures: Figures) -> tuple[str, ...]:
    """Where the scheme comes from, what remains open, the total that was stated."""
    lines = []
    if sheet.scheme.regulation:
        lines.append("依据：{regulation}。".format(regulation=sheet.scheme.regulation.rstrip("。")))
    lines += [remark if remark.endswith("。") else remark + "。" for remark in sheet.remarks]
    lines += _stated_totals(sheet, figures)
    if len(lines) == 1:
        return (f"注：{lines[0]}",)
    return tuple(("注：" if number == 1 else "") + f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _stated_totals(sheet: ScoreSheet, figures: Figures) -> list[str]:
    """The totals that documents state: stated figures in 分 of the scheme's set that no formula derives (自评得分)."""
    lines = []
    for indicator in figures.edition.indicators.values():
        if indicator.set != sheet.scheme.set or indicator.unit != "分" or indicator.formula is not None or indicator.breakdowns:
            continue
        own = in_calendar(figures.context.period, indicator.calendar)
        for fact in figures.book.stated_of((indicator.code, sheet.organisation, own.text, "")):
            where = f"（{fact.source}）" if fact.source else ""
            lines.append(f"{indicator.name}：填报 {stated_text(fact)} 分{where}，没有评分明细，不可复现，照填报数保留，不与本表比较。")
    return lines
