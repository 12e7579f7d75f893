"""Charts as inline SVG: small, printable, without a script; every mark carries its value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import ROUND_CEILING
from decimal import ROUND_FLOOR
from decimal import Decimal

from markupsafe import Markup

from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import ChartKind
from gouji.papers.charts import SERIES_COLOURS
from gouji.papers.charts import decimals_shown

_WIDTH = Decimal(720)
_PLOT = Decimal(230)  # height of the drawing area of columns and lines
_TOP = Decimal(34)
_LEFT = Decimal(64)
_BAR = Decimal(18)
_CHARACTER = Decimal(12)  # width of a Chinese character of the labels
_HUNDRED = Decimal(100)


def svg(chart: ChartBlock) -> Markup:
    """The chart as an `svg` element with title and description for readers who do not see it."""
    drawn, height = {ChartKind.PIE: _pie, ChartKind.BAR: _bars, ChartKind.COLUMN: _columns, ChartKind.LINE: _lines}[chart.kind](chart)
    return Markup('<svg viewBox="0 0 {} {}" role="img" class="chart-{}"><title>{}</title><desc>{}</desc>{}</svg>').format(
        _WIDTH, _short(height), chart.kind.name.lower(), chart.caption, _description(chart), drawn
    )


def ticks(values: list[Decimal], *, from_zero: bool) -> list[Decimal]:
    """About five round numbers that enclose all values; from zero where lengths are compared."""
    low = min([*values, Decimal()] if from_zero else values, default=Decimal())
    high = max([*values, Decimal()] if from_zero else values, default=Decimal())
    span = high - low or abs(high) or Decimal(4)
    rough = span / 4
    size = Decimal(1).scaleb(rough.adjusted())
    factors = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
    # 2.5 only where it stays a whole number: half a person on the axis of a head count would puzzle.
    step = next(size * factor for factor in factors if size * factor >= rough and (factor != Decimal("2.5") or size > 1))
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * (first + number) for number in range(int(last - first) + 1)] or [Decimal()]


def _columns(chart: ChartBlock) -> tuple[Markup, Decimal]:
    scale = ticks(_values(chart), from_zero=True)
    slot = (_WIDTH - _LEFT - 12) / max(1, len(chart.categories))
    width = min(Decimal(54), slot * Decimal("0.74") / max(1, len(chart.series)))
    marks = Markup("")
    for number, series in enumerate(chart.series):
        for position, value in enumerate(series.values):
            if value is not None:
                x = _LEFT + slot * position + (slot - width * len(chart.series)) / 2 + width * number
                top, bottom = sorted((_y(value, scale), _y(Decimal(), scale)))
                marks += _rectangle(x + 1, top, width - 2, bottom - top, number)
                marks += _label(x + width / 2, top - 5, _printed(value, chart), "middle", "value")
    return _with_axes(chart, scale, slot, marks)


def _lines(chart: ChartBlock) -> tuple[Markup, Decimal]:
    scale = ticks(_values(chart), from_zero=False)
    slot = (_WIDTH - _LEFT - 12) / max(1, len(chart.categories))
    marks = Markup("")
    for number, series in enumerate(chart.series):
        points = [(None if value is None else (_LEFT + slot * position + slot / 2, _y(value, scale))) for position, value in enumerate(series.values)]
        for piece in _pieces(points):
            path = " ".join(f"{_short(x)},{_short(y)}" for x, y in piece)
            marks += Markup('<polyline points="{}" fill="none" stroke="{}" stroke-width="2.4"/>').format(path, _colour(number))
        for point, value in zip(points, series.values, strict=True):
            if point and value is not None:
                marks += Markup('<circle cx="{}" cy="{}" r="4" fill="{}"/>').format(_short(point[0]), _short(point[1]), _colour(number))
                marks += _label(point[0], point[1] - 9, _printed(value, chart), "middle", "value")
    return _with_axes(chart, scale, slot, marks)


def _bars(chart: ChartBlock) -> tuple[Markup, Decimal]:
    scale = ticks(_values(chart), from_zero=True)
    left = min(Decimal(300), max((len(name) for name in chart.categories), default=0) * _CHARACTER + 16)
    right = _WIDTH - 60
    group = _BAR * len(chart.series) + 12
    height = _TOP + group * len(chart.categories)

    def across(value: Decimal) -> Decimal:
        return left + (right - left) * (value - scale[0]) / (scale[-1] - scale[0] or 1)

    marks = Markup("")
    for tick in scale:
        marks += _line(across(tick), _TOP - 6, across(tick), height, "grid")
        marks += _label(across(tick), height + 16, f"{tick:f}", "middle", "tick")
    for position, name in enumerate(chart.categories):
        top = _TOP + group * position
        marks += _wrapped(left - 8, top + _BAR * len(chart.series) / 2 + 4, name, int((left - 16) / _CHARACTER), "end")
        for number, series in enumerate(chart.series):
            value = series.values[position]
            if value is not None:
                start, end = sorted((across(Decimal()), across(value)))
                marks += _rectangle(start, top + _BAR * number + 1, end - start, _BAR - 2, number)
                marks += _label(end + 5, top + _BAR * number + 13, _printed(value, chart), "start", "value")
    marks += _line(across(Decimal()), _TOP - 6, across(Decimal()), height, "axis") + _unit(chart, left)
    legend, bottom = _legend(chart, height + 34)
    return marks + legend, bottom


def _pie(chart: ChartBlock) -> tuple[Markup, Decimal]:
    """Slices clockwise from the top; names, values and shares stand in a list beside them, where they cannot overlap."""
    values = chart.series[0].values if chart.series else ()
    total = sum((value for value in values if value and value > 0), Decimal())
    marks, start, row = Markup(""), Decimal(), 0
    for number, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        if value is None or value <= 0 or not total:
            continue
        share = value / total
        marks += _slice(start, start + share, number)
        y = _TOP + 24 + row * 26
        marks += _rectangle(Decimal(340), y - 11, Decimal(13), Decimal(13), number)
        text = f"{name}  {_printed(value, chart)}{chart.unit}（{round(share * _HUNDRED, 1)}%）"
        marks += _label(Decimal(361), y, text, "start", "name")
        start, row = start + share, row + 1
    return marks, max(Decimal(270), _TOP + 30 + row * 26)


def _slice(start: Decimal, end: Decimal, number: int) -> Markup:
    """A slice between two shares of the circle; the angles need no exactness, they are only seen."""
    x, y, radius = 170, 136, 118
    if end - start == 1:
        return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(x, y, radius, _colour(number))
    ends = [(x + radius * math.sin(2 * math.pi * float(share)), y - radius * math.cos(2 * math.pi * float(share))) for share in (start, end)]
    (x1, y1), (x2, y2) = ends
    large = int(end - start > Decimal("0.5"))
    path = f"M{x} {y}L{x1:.1f} {y1:.1f}A{radius} {radius} 0 {large} 1 {x2:.1f} {y2:.1f}Z"
    return Markup('<path d="{}" fill="{}" stroke="#fff" stroke-width="1.5"/>').format(path, _colour(number))


def _with_axes(chart: ChartBlock, scale: list[Decimal], slot: Decimal, marks: Markup) -> tuple[Markup, Decimal]:
    """Grid lines, value axis at the left, categories below, then the marks, then the legend."""
    result = Markup("")
    for tick in scale:
        result += _line(_LEFT, _y(tick, scale), _WIDTH - 12, _y(tick, scale), "grid")
        result += _label(_LEFT - 8, _y(tick, scale) + 4, f"{tick:f}", "end", "tick")
    most = max(1, int(slot / _CHARACTER))
    deepest = 1
    for position, name in enumerate(chart.categories):
        result += _wrapped(_LEFT + slot * position + slot / 2, _TOP + _PLOT + 19, name, most, "middle", centred=False)
        deepest = max(deepest, -(-len(name) // most))
    base = Decimal() if scale[0] <= 0 <= scale[-1] else scale[0]
    result += marks + _line(_LEFT, _y(base, scale), _WIDTH - 12, _y(base, scale), "axis") + _unit(chart, _LEFT)
    legend, height = _legend(chart, _TOP + _PLOT + 22 + 15 * deepest)
    return result + legend, height


def _legend(chart: ChartBlock, top: Decimal) -> tuple[Markup, Decimal]:
    """The names of several series with their colours, in rows; gives the height of the whole chart too."""
    if len(chart.series) < 2:  # noqa: PLR2004 - one series is named by the caption
        return Markup(""), top
    result, x, y = Markup(""), _LEFT, top + 8
    for number, series in enumerate(chart.series):
        width = len(series.name) * _CHARACTER + 40
        if x + width > _WIDTH and x > _LEFT:
            x, y = _LEFT, y + 20
        result += _rectangle(x, y - 10, Decimal(12), Decimal(12), number) + _label(x + 18, y, series.name, "start", "name")
        x += width
    return result, y + 14


def _unit(chart: ChartBlock, x: Decimal) -> Markup:
    return _label(x, _TOP - 18, f"单位：{chart.unit}", "start", "unit") if chart.unit else Markup("")


def _wrapped(x: Decimal, y: Decimal, text: str, most: int, anchor: str, *, centred: bool = True) -> Markup:
    """Text in lines of at most `most` characters, around `y` or downwards from it."""
    lines = [text[start : start + most] for start in range(0, len(text), max(1, most))] or [""]
    first = y - Decimal(15) * (len(lines) - 1) / 2 if centred else y
    return Markup("").join(_label(x, first + 15 * number, line, anchor, "name") for number, line in enumerate(lines))


def _pieces(points: list[tuple[Decimal, Decimal] | None]) -> Iterator[list[tuple[Decimal, Decimal]]]:
    """The unbroken stretches of a line; a gap stays a gap."""
    piece: list[tuple[Decimal, Decimal]] = []
    for point in [*points, None]:
        if point:
            piece.append(point)
        elif piece:
            yield piece
            piece = []


def _description(chart: ChartBlock) -> str:
    """All values in words: 在校生：2023年 32110人，2024年 —；…"""
    lines = []
    for series in chart.series:
        shown = ("—" if value is None else _printed(value, chart) + chart.unit for value in series.values)
        lines.append(f"{series.name}：" + "，".join(f"{name} {value}" for name, value in zip(chart.categories, shown, strict=True)))
    return "；".join(lines)


def _y(value: Decimal, scale: list[Decimal]) -> Decimal:
    return _TOP + _PLOT * (scale[-1] - value) / (scale[-1] - scale[0] or 1)


def _values(chart: ChartBlock) -> list[Decimal]:
    return [value for series in chart.series for value in series.values if value is not None]


def _printed(value: Decimal, chart: ChartBlock) -> str:
    return f"{value:.{decimals_shown(chart.series)}f}"


def _colour(number: int) -> str:
    return SERIES_COLOURS[number % len(SERIES_COLOURS)]


def _short(value: Decimal) -> str:
    return f"{value:.1f}"


def _rectangle(x: Decimal, y: Decimal, width: Decimal, height: Decimal, number: int) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(_short(x), _short(y), _short(width), _short(height), _colour(number))


def _line(x1: Decimal, y1: Decimal, x2: Decimal, y2: Decimal, kind: str) -> Markup:
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(_short(x1), _short(y1), _short(x2), _short(y2), kind)


def _label(x: Decimal, y: Decimal, text: str, anchor: str, kind: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(_short(x), _short(y), anchor, kind, text)
