"""Pieces of WordprocessingML as text: one parse of the whole body is many times faster than building it element by element."""

from __future__ import annotations

import re
from collections.abc import Container
from html import escape

from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Run
from gouji.papers.text import printable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
COMMENT_ATTRIBUTE = "figure"  # marks a run that is to get a comment; taken away again before the file is written


def clean(text: str) -> str:
    """The text escaped for XML, without the characters XML cannot hold."""
    return escape(printable(text), quote=True)


def tag(name: str) -> str:
    """A tag of WordprocessingML in lxml's notation: p → {…}p."""
    return f"{{{W}}}{name}"


def text_xml(text: str) -> str:
    """The `w:t` elements of a text; line feeds become breaks, tabs become tabs."""
    parts = (f'<w:t xml:space="preserve">{clean(part)}</w:t>' if part else "" for part in re.split("([\n\t])", text))
    return "".join(parts).replace('<w:t xml:space="preserve">\n</w:t>', "<w:br/>").replace('<w:t xml:space="preserve">\t</w:t>', "<w:tab/>")


def run_xml(run: Run, commented: Container[str] = (), *, bold: bool = False) -> str:
    """The `w:r` element of a run. A missing figure is highlighted; a figure in `commented` is marked for its comment."""
    properties = "<w:b/><w:bCs/>" if run.bold or bold else ""
    properties += "<w:i/><w:iCs/>" if run.italic else ""
    mark = ""
    if run.figure:
        properties += '<w:highlight w:val="yellow"/>' if run.figure.state == FigureState.MISSING else ""
        mark = f' {COMMENT_ATTRIBUTE}="{clean(run.figure.id)}"' if run.figure.id in commented else ""
    properties += '<w:vertAlign w:val="superscript"/>' if run.superscript else ""
    return f"<w:r{mark}>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{text_xml(run.text)}</w:r>"


def runs_xml(runs: tuple[Run, ...], commented: Container[str] = (), *, bold: bool = False) -> str:
    """The elements of several runs."""
    return "".join(run_xml(run, commented, bold=bold) for run in runs)


def paragraph_xml(style: str, content: str, properties: str = "") -> str:
    """A paragraph in the style with identifier `style`; `properties` are further elements of its `w:pPr`, in schema order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def with_page_break(properties: str) -> str:
    """Paragraph properties with a page break before the paragraph, at its place in the schema: after `w:keepNext`."""
    keep = re.match(r"<w:keepNext[^>]*/>", properties)
    end = keep.end() if keep else 0
    return f"{properties[:end]}<w:pageBreakBefore/>{properties[end:]}"


def field_xml(instruction: str, shown: str) -> str:
    """A field: its instruction (SEQ, PAGE, PAGEREF …) and the text it shows until Office computes it anew."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {clean(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{text_xml(shown)}</w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
