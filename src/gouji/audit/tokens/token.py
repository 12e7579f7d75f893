"""A number as it stands in a sentence, a heading or a cell: what it is (measure, date, label …), where it stands, what it says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from gouji.numbers import Figure
from gouji.numbers.record import record


class TokenKind(StrEnum):
    """What a number is used for. GB/T 15835-2011 tells measures, numbers as names (编号) and approximations apart."""

    MEASURE = "measure"
    RANGE = "range"
    DATE = "date"  # a day, month or year
    PERIOD = "period"  # a span of years or months, a school year, 届, 级
    ORDINAL = "ordinal"  # 第四期, 前三名, 首届
    LABEL = "label"  # 图2-1, 附件3, 1.2.1, a page number
    NAME = "name"  # 十四五, 1+X, 5G, 〔2023〕12号, a telephone number
    MARKER = "marker"  # （1）, 一、, ①, 一是


@record
class Token:
    """One number of a text. Positions are code points of the text given; `start:end` is the number itself, sign and decimals included.

    `figure` is set for measures and ranges only; its unit carries the scale word (2.5亿元 is 2.5 in 亿元). `year` and `span` are set for
    dates and periods whose year is printed; an open end (2022年以来) is `date.max`.
    """

    kind: TokenKind
    start: int
    end: int
    outer_start: int  # with bound words, scale word and unit
    outer_end: int
    value_text: str  # as printed, text[start:end]
    figure: Figure | None = None
    unit: str = ""  # as printed after the number, scale included
    han: bool = False  # Chinese numerals
    approximate: bool = False  # 约, 近, 余, 多, 超 …: a bound by a word, never an exact value
    change: str = ""  # "by" (增长 p), "to" (增长到, 达到), "from" (由, 从): only what the words directly before say
    sign: int = 0  # +1 for 增长, 高出 …, −1 for 下降, 低于 … directly before
    year: int | None = None
    span: tuple[date, date] | None = None
