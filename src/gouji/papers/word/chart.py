"""A native Word chart: the chart part (DrawingML) and the workbook inside it, so that Word and WPS let the reader edit the numbers."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.blocks import Series
from gouji.papers.charts import SERIES_COLOURS
from gouji.papers.charts import number_format
from gouji.papers.text import printable
from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import clean

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_LABELS = 40  # more values than this are unreadable as labels; the axis then has to do
_AXES = '<c:axId val="111"/><c:axId val="112"/>'


def chart_xml(chart: ChartBlock, workbook: str) -> bytes:
    """The chart part; `workbook` is the relationship id of the embedded workbook."""
    shown = chart.series[:1] if chart.kind == ChartKind.PIE else chart.series
    series = "".join(_series(chart, number, each) for number, each in enumerate(shown))
    plot = _pie(series) if chart.kind == ChartKind.PIE else _plot(chart, series) + _axes(chart)
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(shown) > 1 or chart.kind == ChartKind.PIE else ""
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {NAMESPACES}><c:roundedCorners val="0"/>'
        f'<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(900)}"
        f'<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )
    return text.encode()


def chart_workbook(chart: ChartBlock) -> bytes:
    """The workbook behind a chart: categories in column A, one column per series, numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # a new workbook has a sheet
    sheet.title = "Sheet1"
    sheet.append([None, *(printable(series.name) for series in chart.series)])
    for row, category in enumerate(chart.categories):
        sheet.append([printable(category), *(series.values[row] for series in chart.series)])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.data_type == "f" else cell.data_type
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _series(chart: ChartBlock, number: int, series: Series) -> str:
    last = len(chart.categories) + 1
    column = get_column_letter(number + 2)
    values = "".join(
        f'<c:pt idx="{position}"><c:v>{value}</c:v></c:pt>' for position, value in enumerate(series.values) if value is not None
    )
    categories = "".join(f'<c:pt idx="{position}"><c:v>{clean(name)}</c:v></c:pt>' for position, name in enumerate(chart.categories))
    count = f'<c:ptCount val="{len(chart.categories)}"/>'
    smooth = '<c:smooth val="0"/>' if chart.kind == ChartKind.LINE else ""
    name = f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{clean(series.name)}</c:v></c:pt></c:strCache>'
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f>{name}</c:strRef></c:tx>'
        f"{_look(chart, number)}{_labels(chart)}"
        f"<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{categories}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>{number_format(chart.series)}</c:formatCode>"
        f"{count}{values}</c:numCache></c:numRef></c:val>{smooth}</c:ser>"
    )


def _look(chart: ChartBlock, number: int) -> str:
    """Colours of a series; a pie colours its slices one by one."""
    if chart.kind == ChartKind.PIE:
        edge = '<a:ln w="9525"><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill></a:ln>'
        slices = range(len(chart.categories))
        return "".join(f'<c:dPt><c:idx val="{each}"/><c:bubble3D val="0"/><c:spPr>{_fill(each)}{edge}</c:spPr></c:dPt>' for each in slices)
    if chart.kind == ChartKind.LINE:
        marker = f'<c:marker><c:symbol val="circle"/><c:size val="6"/><c:spPr>{_fill(number)}</c:spPr></c:marker>'
        return f'<c:spPr><a:ln w="25400">{_fill(number)}</a:ln></c:spPr>{marker}'
    return f'<c:spPr>{_fill(number)}</c:spPr><c:invertIfNegative val="0"/>'


def _fill(number: int) -> str:
    return f'<a:solidFill><a:srgbClr val="{SERIES_COLOURS[number % len(SERIES_COLOURS)].lstrip("#")}"/></a:solidFill>'


def _labels(chart: ChartBlock) -> str:
    pie = chart.kind == ChartKind.PIE
    shown = len(chart.categories) * len(chart.series) <= _MOST_LABELS
    position = {ChartKind.LINE: "t"}.get(chart.kind, "outEnd")
    percent = f'<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="{int(pie and shown)}"/><c:showBubbleSize val="0"/>'
    if not shown:
        return f'<c:dLbls><c:showLegendKey val="0"/><c:showVal val="0"/>{percent}</c:dLbls>'
    decimals = f'<c:numFmt formatCode="{number_format(chart.series)}" sourceLinked="0"/>' if not pie else ""
    separator = "<c:separator>；</c:separator>" if pie else ""
    look = f'{decimals}<c:spPr><a:noFill/></c:spPr>{_text(800)}<c:dLblPos val="{position}"/>'
    return f'<c:dLbls>{look}<c:showLegendKey val="0"/><c:showVal val="1"/>{percent}{separator}</c:dLbls>'


def _pie(series: str) -> str:
    return f'<c:pieChart><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/></c:pieChart>'


def _plot(chart: ChartBlock, series: str) -> str:
    if chart.kind == ChartKind.LINE:
        return f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>{_AXES}</c:lineChart>'
    direction = "bar" if chart.kind == ChartKind.BAR else "col"
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/><c:varyColors val="0"/>{series}'
        f'<c:gapWidth val="80"/><c:overlap val="-5"/>{_AXES}</c:barChart>'
    )


def _axes(chart: ChartBlock) -> str:
    """Category and value axis. Bars run top down; columns and bars start at zero, since their length is what the reader compares."""
    bar = chart.kind == ChartKind.BAR
    zero = chart.kind != ChartKind.LINE and all(value is None or value >= 0 for series in chart.series for value in series.values)
    least = '<c:min val="0"/>' if zero else ""
    line = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="8A94A0"/></a:solidFill></a:ln></c:spPr>'
    grid = '<c:majorGridlines><c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="E3E7EC"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    every = '<c:tickLblSkip val="1"/>' if bar else ""  # no name of a bar is left out
    category = (
        f'<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="{"maxMin" if bar else "minMax"}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if bar else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/>{line}{_text(900)}<c:crossAx val="112"/><c:crosses val="autoZero"/><c:auto val="1"/><c:lblAlgn val="ctr"/>'
        f'<c:lblOffset val="100"/>{every}<c:noMultiLvlLbl val="0"/></c:catAx>'
    )
    value = (
        f'<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/>{least}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"b" if bar else "l"}"/>{grid}{_axis_title(chart)}<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{line}{_text(900)}<c:crossAx val="111"/><c:crosses val="{"max" if bar else "autoZero"}"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )
    return category + value


def _axis_title(chart: ChartBlock) -> str:
    if not chart.unit:
        return ""
    run = f'<a:p><a:pPr><a:defRPr sz="900" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="900" b="0">{_FONTS}</a:rPr><a:t>{clean(chart.unit)}</a:t></a:r></a:p>'
    body = '<a:bodyPr rot="0" vert="horz"/>'
    return f'<c:title><c:tx><c:rich>{body}<a:lstStyle/>{run}</c:rich></c:tx><c:overlay val="0"/></c:title>'


_FONTS = '<a:latin typeface="Times New Roman"/><a:ea typeface="宋体"/>'


def _text(size: int) -> str:
    """Text properties in hundredths of a point, with a Chinese font."""
    return f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size}" b="0">{_FONTS}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'


def drawing_xml(relationship: str, number: int, description: str, width: int, height: int) -> str:
    """The run that shows a chart in the text; `width` and `height` in EMU (914,400 to the inch)."""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr="{clean(description)}"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
