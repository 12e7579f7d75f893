"""A document of evidence (Word, Excel) as one plain page: nothing of it runs, nothing of it is fetched; the page or cell it proves something with is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from gouji.audit.delivery.body import Painted
from gouji.audit.delivery.body import body
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.papers.documents import Document
from gouji.papers.documents import Limits
from gouji.papers.documents import read_document

KINDS = (".docx", ".xlsx")
"""The endings that are shown as a page."""
_MEBIBYTE = 1 << 20
_LIMITS = Limits(file=10 * _MEBIBYTE, unpacked=80 * _MEBIBYTE, part=30 * _MEBIBYTE, sheets=30, text=400_000, cells=40_000)
_CELL = re.compile(r"(?:(?P<sheet>.+)!)?(?P<cell>[A-Z]{1,3}[0-9]{1,7})", re.IGNORECASE)
_STYLE = """
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1c2733; margin: 1rem; }
h2, h3, h4, h5 { line-height: 1.35; margin: 1rem 0 .4rem; }
table { border-collapse: collapse; margin: .5rem 0; font-size: 14px; }
th, td { border: 1px solid #c9d2da; padding: .2rem .45rem; vertical-align: top; text-align: left; }
th { background: #eef2f5; } .right { text-align: right; } .scroll { overflow-x: auto; }
.caption { font-weight: 600; } .margin, .toc, .note { color: #5b6b7a; font-size: 13px; }
b.c { background: #ffe08a; outline: 2px solid #b07500; font-weight: inherit; }
"""


def evidence_page(path: Path, title: str, anchor: str = "") -> str:
    """The document as HTML. Raises GoujiError S145 where it is too large or cannot be read (what can be done about it stands in the message)."""
    try:
        document = read_document(path, _LIMITS)
    except GoujiError as error:
        problem = error.problems[0]
        raise GoujiError.of("S145", reason=problem.message().rstrip("。")) from error
    spots = [Painted(start, end, "contradicts") for start, end in _marked(document, anchor)]
    inside = str(body(document, spots)).replace('<b class="c">', '<b class="c" id="here">', 1)
    found = _("已标出：{anchor}") if spots else _("没有找到“{anchor}”，请按文字查找。")
    told = f'<p class="note" role="note">{escape(found.format(anchor=anchor))}</p>' if anchor else ""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="zh"><head>{head}</head><body>{told}{inside}</body></html>'


def _marked(document: Document, anchor: str) -> list[tuple[int, int]]:
    """The stretches an anchor means: a cell of a workbook, else the first block that names it (表2, 第3段, a heading)."""
    wanted = anchor.strip()
    if not wanted:
        return []
    cell = _CELL.fullmatch(wanted)
    found = _cells(document, cell["sheet"] or "", cell["cell"].upper()) if cell is not None and document.format == "xlsx" else _blocks(document, wanted)
    return [spot for spot in [next(found, None)] if spot is not None and spot[1] > spot[0]]


def _cells(document: Document, sheet: str, cell: str) -> Iterator[tuple[int, int]]:
    for block in document.blocks:
        for each in block.table.cells if block.table is not None else ():
            place = document.place(each.start)
            if place.cell == cell and sheet in ("", place.sheet):
                yield each.start, each.end


def _blocks(document: Document, wanted: str) -> Iterator[tuple[int, int]]:
    plain = wanted.replace(" ", "")
    for block in document.blocks:
        text = document.text[block.start:block.end].replace(" ", "")
        if block.table is None and (plain in text or document.place(block.start).words.replace(" ", "") == plain):
            yield block.start, block.end
