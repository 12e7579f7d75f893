"""What the charts of all formats share: colours, and how many decimals their labels show."""

from __future__ import annotations

from gouji.papers.blocks import Series

# Dark enough to print, apart enough for colour-blind readers (after Okabe and Ito, darkened).
SERIES_COLOURS = ("#1F4E8C", "#C8791B", "#2E7D63", "#8C4A8C", "#5B6B7B", "#B5473C", "#4C8FBF", "#8A7A1E")


def decimals_shown(series: tuple[Series, ...]) -> int:
    """The decimals all labels of a chart show, so that none loses a printed digit."""
    exponents = (int(value.as_tuple().exponent) for each in series for value in each.values if value is not None)
    return max(0, -min(exponents, default=0))


def number_format(series: tuple[Series, ...]) -> str:
    """The same as an Office number format: 0.00."""
    decimals = decimals_shown(series)
    return f"0.{'0' * decimals}" if decimals else "0"
