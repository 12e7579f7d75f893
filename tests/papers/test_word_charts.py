from decimal import Decimal
from io import BytesIO

import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree
from openpyxl import load_workbook
from openpyxl.chart.chartspace import ChartSpace
from openpyxl.chart.reader import read_chart
from openpyxl.xml.functions import fromstring

from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Series
from gouji.papers.charts import decimals_shown
from gouji.papers.charts import number_format
from gouji.papers.word.chart import chart_workbook
from gouji.papers.word.chart import chart_xml

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def chart(kind=ChartKind.COLUMN, *values, name="甲"):
    given = values or ("1", "2.50", None)
    numbers = tuple(None if each is None else Decimal(each) for each in given)
    return ChartBlock("图", "图", kind, tuple(f"{each}<年" for each in range(len(numbers))), (Series(name, numbers),), "人")


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_is_read_back_by_a_strict_reader(kind):
    """openpyxl's reader knows the schema: unknown elements and wrong types raise."""
    tree = fromstring(chart_xml(chart(kind), "rId1"))
    tree.remove(tree.find(f"{C}externalData"))  # the one element it reads without its namespace
    space = ChartSpace.from_tree(tree)
    drawn = read_chart(space)
    assert [each.text for each in tree.find(f".//{C}numCache").iter(f"{C}v")] == ["1", "2.50"]  # exactly as printed
    assert [point.v for point in drawn.series[0].cat.strRef.strCache.pt] == ["0<年", "1<年", "2<年"]
    assert drawn.series[0].val.numRef.f == "Sheet1!$B$2:$B$4"


@pytest.mark.parametrize(("kind", "lowest"), [(ChartKind.COLUMN, ["0"]), (ChartKind.BAR, ["0"]), (ChartKind.LINE, [])])
def test_columns_and_bars_start_at_zero(kind, lowest):
    tree = etree.fromstring(chart_xml(chart(kind), "rId1"))
    assert [each.get("val") for each in tree.iter(f"{C}min")] == lowest


def test_a_negative_value_frees_the_axis():
    assert list(etree.fromstring(chart_xml(chart(ChartKind.COLUMN, "-1", "2"), "rId1")).iter(f"{C}min")) == []


def test_the_workbook_behind_holds_numbers_and_no_formulas():
    sheet = load_workbook(BytesIO(chart_workbook(chart(name="=1+1")))).active
    assert [[each.value for each in row] for row in sheet.iter_rows()] == [[None, "=1+1"], ["0<年", 1], ["1<年", 2.5], ["2<年", None]]
    assert {each.data_type for row in sheet.iter_rows() for each in row} == {"n", "s"}


def test_labels_show_the_decimals_of_the_finest_value():
    assert decimals_shown(chart().series) == 2
    assert number_format(chart().series) == "0.00"
    assert number_format(chart(ChartKind.PIE, "3", "1E+1").series) == "0"


def test_every_chart_of_a_report_has_its_part_and_its_workbook(written, report):
    document = written(report)
    charts = [each.target_part for each in document.part.rels.values() if each.reltype == RELATIONSHIP_TYPE.CHART]
    assert [part.partname for part in charts] == ["/word/charts/chart1.xml", "/word/charts/chart2.xml"]
    for part in charts:
        books = [each.target_part for each in part.rels.values() if each.reltype == RELATIONSHIP_TYPE.PACKAGE]
        assert [load_workbook(BytesIO(book.blob)).sheetnames for book in books] == [["Sheet1"]]
