"""What a single line or paragraph is by its shape alone: heading, item, caption, line of contents, page number. Shared by all formats."""

from __future__ import annotations

import re
from typing import NamedTuple

from gouji.papers.documents.model import BlockKind

_HEADING_LENGTH = 42  # longer lines are sentences, not titles
_CAPTION_LENGTH = 90
_LONGEST = 180  # characters of a line that can be anything but a paragraph or an item
_NUMERAL = "[一二三四五六七八九十百零〇]{1,4}"
# Quantities that are printed with decimals: a decimal number before one of them is no number of a heading: “2.5亿元”.
_UNITS = "[%％‰亿万倍元吨亩米秒℃]|个?百分点|[平立]方|公[里顷斤]|小时|分钟|千[米克瓦元]|美元|岁|册|人次|分(?=$|[（(，。、])"

_TITLES = (  # numbering of Chinese reports and official papers (GB/T 9704: 一、（一）1. (1)) and of standards (GB/T 1.1: 1.1.1)
    (1, re.compile(rf"第\s*(?:{_NUMERAL}|\d{{1,3}})\s*[章篇]|第\s*{_NUMERAL}\s*部分")),
    (2, re.compile(rf"第\s*(?:{_NUMERAL}|\d{{1,3}})\s*节")),
    (1, re.compile(rf"{_NUMERAL}\s*[、.．]")),
    (2, re.compile(rf"[（(]\s*{_NUMERAL}\s*[）)]")),
    (3, re.compile(r"\d{1,2}\s*[、．](?!\d)|\d{1,2}\.(?!\d)(?=\s|[^\W\d_]|[“《])")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[）)]|\d{1,2}\s*[）)]")),
)
_DECIMAL = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?!\d)[.．、]?\s*(?=[^\W\d_]|[“《（(])(?!{_UNITS})")
_ROW = re.compile(rf"\d\.\d\d$|\d,\d{{3}}(?:\.\d+)?$|\s{_NUMERAL}、")  # a row of a form whose columns are lost: “五、事业收入 五、教育支出 26.02”
_UNNUMBERED = re.compile(r"前\s*言|引\s*言|导\s*言|序\s*言|摘\s*要|目\s*[录次]|结\s*语|结束语|后\s*记|附\s*[录件]|参考文献|编制说明|名词解释")
_HASHES = re.compile(r"(#{1,6})\s+\S")
_ITEM = re.compile(
    rf"[（(]\s*(?:\d{{1,2}}|{_NUMERAL})\s*[）)]|\d{{1,2}}\s*[、．）)]|\d{{1,2}}\.(?!\d)|[①-⑳⑴-⒇]|{_NUMERAL}\s*、|[一二三四五六七八九十]是|[-*+•●▪■◆➢]\s",
)
_CAPTION = re.compile(
    r"(?:续?[表图]|附[表图件录]|专栏|案例)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Z]\d{0,2})(?:\s*[-－–—.．]\s*\d{1,3}){0,3}(?![\d%％]|\s*[所是为中和与显])",
)
_UNIT_LINE = re.compile(r"(?:.{0,40}[\s（(])?(?:金额|计量|数量)?单位\s*[:：]\s*[^\s。；，]{1,12}\s*[）)]?")
_TITLES_ROW = re.compile(r"(?:[^\s\d，。；：、！？]{1,15}[ \u3000]+){3,}[^\s\d，。；：、！？]{1,15}")
_FIGURES = re.compile(r"(?:[^\d\s]\S{0,30}\s+)?(?:[-+－−]?\d[\d,]*(?:\.\d+)?[%％]?\s+)+[-+－−]?\d[\d,]*(?:\.\d+)?[%％]?|\d[\d,]*\.\d+")
_LEADERS = re.compile(
    r"(?:\.{3,}|…|·{3,}|．{3,}|_{3,}|(?:\. ){3,})[\s.…·]*[-–—(（]?\s*(?:\d{1,4}|[IVXivx]{1,6})\s*[-–—)）]?\s*$|[.…·．]{6,}\s*$",
)
_LEADER = re.compile("[.…·．_]")  # sought first: few lines have one
_TABBED_PAGE = re.compile(r"\S.*\t\s*\d{1,4}\s*$")
_PAGE_NUMBER = re.compile(
    r"[-–—－]+\s*\d{1,4}\s*[-–—－]+|第\s*\d{1,4}\s*页(?:[\s,，/]*共\s*\d{1,4}\s*页)?|"
    r"[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}\s*页",
)
_TAGS = re.compile(
    r"(?:!\[[^\]\n]*\]\([^)\n]*\)|<!--(?:(?!-->).)*-->|<img\b[^>]*>|<a\s+(?:id|name)=[^>]*>(?:</a>)?|"
    r"\[\[?(?:图片|image|bookmark)[^\]\n]*\]\]?|\s)+",
    re.IGNORECASE,
)
_SENTENCE_ENDS = "。；！？;!?"
_CLOSERS = "”’\"'）)】》」』"


class Shape(NamedTuple):
    """The kind of a line and, for headings, the level."""

    kind: BlockKind
    level: int = 0


PLAIN = Shape(BlockKind.PARAGRAPH)


def shape_of(line: str) -> Shape:
    """The kind that the line (stripped) has by its shape; PARAGRAPH where nothing speaks for another."""
    if len(line) > _LONGEST:
        return Shape(BlockKind.ITEM) if _ITEM.match(line) else PLAIN
    if _LEADER.search(line) and _LEADERS.search(line):
        return Shape(BlockKind.CONTENTS)
    if is_page_number(line):
        return Shape(BlockKind.PAGE_FOOTER)
    if is_caption(line) or is_unit_line(line):
        return Shape(BlockKind.CAPTION)
    level = heading_level(line)
    if level:
        return Shape(BlockKind.HEADING, level)
    return Shape(BlockKind.ITEM) if _ITEM.match(line) else PLAIN


def heading_level(line: str) -> int:
    """The level of a numbered heading, from 1; 0 where the line is none (too long, a sentence, a quantity)."""
    hashes = _HASHES.match(line)
    if hashes:
        return len(hashes[1])
    if len(line) > _HEADING_LENGTH:
        return 0
    decimal = _DECIMAL.match(line)
    if decimal:
        return 0 if is_sentence(line[:-1]) else decimal[1].count(".") + 1
    if _UNNUMBERED.fullmatch(line):
        return 1
    if is_sentence(line) or line.endswith(("：", ":", "，", ",", "、")) or _ROW.search(line):
        return 0
    return next((level for level, pattern in _TITLES if (found := pattern.match(line)) and line[found.end():].strip()), 0)


def is_caption(line: str) -> bool:
    """Whether the line is the numbered title of a table, figure or annex, no sentence that begins with a reference to one."""
    found = _CAPTION.match(line)
    return bool(found) and len(line) <= _CAPTION_LENGTH and not is_sentence(line)


def is_unit_line(line: str) -> bool:
    """Whether the line only names the unit of the table under it: “单位：万元”."""
    return bool(_UNIT_LINE.fullmatch(line))


def is_figures(line: str) -> bool:
    """Whether the line is a row of figures, or of titles, whose columns are lost: “合计 5,138.68 5,138.68”, “项目 总计 财政拨款 其他资金”."""
    return len(line) <= _LONGEST and bool(_FIGURES.fullmatch(line) or _TITLES_ROW.fullmatch(line))


def is_page_number(line: str) -> bool:
    """Whether the line is a page number with its ornaments: “- 3 -”, “第 3 页 共 10 页”. A bare number is none."""
    return bool(_PAGE_NUMBER.fullmatch(line))


def is_tags(line: str) -> bool:
    """Whether the line holds nothing but the tags of a conversion (pictures, bookmarks, comments)."""
    return bool(_TAGS.fullmatch(line))


def is_tabbed_contents(line: str) -> bool:
    """Whether the line could be one of the contents with a tab before its page number; only its neighbours can tell."""
    return line.count("\t") == 1 and bool(_TABBED_PAGE.fullmatch(line))


def is_sentence(text: str) -> bool:
    """Whether a sentence or part of a list of sentences ends in the text."""
    return any(mark in text for mark in "。；！？")


def is_open(line: str) -> bool:
    """Whether the line ends without the end of a sentence, so that it may run on."""
    bare = line.rstrip(_CLOSERS)
    return not bare.endswith((*_SENTENCE_ENDS, "：", ":", "…"))


def has_open_bracket(text: str) -> bool:
    """Whether a bracket or quotation begun in the text is not closed in it, so that it runs on."""
    return any(text.count(left) > text.count(right) for left, right in ("（）", "“”", "《》", "【】", "()"))
