from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from gouji.papers.blocks import Align
from gouji.papers.blocks import Case
from gouji.papers.blocks import Cell
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Heading
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import Run
from gouji.papers.blocks import Series
from gouji.papers.blocks import cell
from gouji.papers.blocks import paragraph
from gouji.papers.word import write

TEMPLATES = Path(__file__).parents[2] / "src" / "gouji" / "definitions" / "templates"


def number(text, number_format=""):
    return Cell((Run(text, FigureMark(f"F{text}")),), align=Align.RIGHT, number=Decimal(text), number_format=number_format)


@pytest.fixture
def grid():
    """A score card: two header rows, a cell over two rows, a total over two columns."""
    return Grid(
        id="表1",
        caption="计分卡",
        note="单位：见表",
        columns=(GridColumn("指标", Decimal(40)), GridColumn("单位", Decimal(10), Align.CENTRE), GridColumn("2023年"), GridColumn("2024年")),
        header=((cell("指标", 2), cell("单位", 2), cell("数值", 1, 2)), (cell("2023年"), cell("2024年"))),
        rows=(
            (cell("毕业生", 2), cell("人"), number("10421"), number("9876")),
            (cell("%"), number("95.43", "0.00"), number("96.00", "0.00")),
            (cell("合计", 1, 2), cell(""), number("17.6", '0.0":1"')),
        ),
        totals=1,
    )


@pytest.fixture
def wide():
    return Grid("宽", "宽表", tuple(GridColumn(f"列{each}") for each in range(12)), (tuple(cell(str(each)) for each in range(12)),), landscape=True)


def chart_of(kind):
    values = (Decimal(31020), None, Decimal("33590.50"))
    return ChartBlock("图", "三年在校生", kind, ("2022年", "2023年", "2024年"), (Series("在校生", values),), "人")


@pytest.fixture
def report(grid, wide):
    """A small report with every kind of block."""
    missing = Run("〔缺：家长满意度〕", FigureMark("M", FigureState.MISSING))
    differs = Run("12", FigureMark("D", FigureState.DIFFERS))
    return (
        Cover("质量报告", "2024年度", ("教育局", "2024年12月")),
        Contents(),
        Heading(1, "第一章 规模"),
        Paragraph((Run("资源库"), differs, Run("个，"), missing, Run("，再次"), differs)),
        chart_of(ChartKind.COLUMN),
        Heading(1, "第二章 质量"),
        Heading(2, "2.1 计分卡"),
        grid,
        Case("案例 双元育人", (paragraph("一个故事。"), chart_of(ChartKind.PIE))),
        Heading(2, "2.2 宽表"),
        wide,
        paragraph("完。"),
    )


@pytest.fixture
def written(tmp_path):
    """Writes blocks with a shipped template and opens the result."""

    def make(blocks, template="报告", **options):
        path = tmp_path / "out.docx"
        write(tuple(blocks), TEMPLATES / f"{template}.docx", {"单位": "教育局"}, path, **options)
        return Document(path)

    return make
