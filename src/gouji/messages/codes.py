"""The table of error codes: code → (what is wrong, what to do). Codes are never reused; add at the end of a section.

N numbers · F formulas · C catalogue · B book · R reckoning · P papers · T templates and reports · I import · X command line
"""

from __future__ import annotations

CODES: dict[str, tuple[str, str]] = {
    # numbers
    "N01": ("“{text}”不是数字。", "请填写数字，如 1,234.5、17.6:1、≥60、约 3.2 万；没有数据时留空，或填“不适用”“未采集”。"),
    "N02": ("单位“{unit}”不能换算为“{target}”。", "请改用同一种量的单位。"),
    "N03": ("不认识单位“{unit}”。", "请核对单位写法。"),
}
