"""Figures typed into a narrative instead of being bound to the book: what counts as one.

The rule: Arabic digits directly before a counting or measuring unit (人, 个, 万元, 平方米 …), a percent sign or 个百分点, and ratios such as 17.6:1.
Not counted: dates and years (2024年, 5月, 3日, 2024届), ordinals (第3名), labels (表1, 图2-1), names (5G, 1+X), numbers in Chinese characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UNITS = (
    "个百分点|人次|台套|平方米|平方公里|公里|公斤|小时|学时|课时|分钟|人|名|位|户|个|项|门|所|家|间|台|套|场|次|期|本|册|部|支|条|篇|班|组|类|种|份|枚|张|座|栋|幢"
    "|层|辆|队|例|批|节|处|元|亩|米|吨|天|兆|倍|分|岁|届次|件|具|株|公顷"
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_RATIO = rf"{_NUMBER}[:：]1(?!\d)"
_COUNT = rf"{_NUMBER}\s?(?:[%％‰]|[余多]?[百千万亿]{{0,2}}(?:{_UNITS})|[万亿])"
_TYPED = re.compile(rf"(?<![\w.,\-—–+#/:：])(?:{_RATIO}|{_COUNT})")


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed figure and the line of the narrative it stands on."""

    text: str
    line: int


def typed_figures(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every typed figure in a text without tags."""
    for match in _TYPED.finditer(_spaced(text)):
        yield match.start(), match.end()


def _spaced(text: str) -> str:
    """The text with Chinese characters other than 第表图 masked: a regular expression takes them for letters of a word."""
    return re.sub(r"[\u4e00-\u9fff](?=[0-9])", lambda match: match[0] if match[0] in "第表图" else " ", text)
