"""Writing a report as a Word file: template rendered, blocks inserted, sections closed, charts embedded, comments set."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml import parse_xml
from docx.text.run import Run as WordRun
from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.blocks import Block
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import Grid
from gouji.papers.captions import caption_numbers
from gouji.papers.files import write_whole
from gouji.papers.word.body import BodyWriter
from gouji.papers.word.chart import CONTENT_TYPE
from gouji.papers.word.chart import WORKBOOK_TYPE
from gouji.papers.word.chart import chart_workbook
from gouji.papers.word.chart import chart_xml
from gouji.papers.word.contents import entries
from gouji.papers.word.cover import balance_title
from gouji.papers.word.markup import COMMENT_ATTRIBUTE
from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import tag
from gouji.papers.word.sections import continued
from gouji.papers.word.sections import governing
from gouji.papers.word.sections import is_landscape
from gouji.papers.word.sections import section_end
from gouji.papers.word.sections import stretches
from gouji.papers.word.sections import text_width
from gouji.papers.word.sections import turned
from gouji.papers.word.styles import Role
from gouji.papers.word.template import BODY
from gouji.papers.word.template import CONTENTS
from gouji.papers.word.template import has_own_cover
from gouji.papers.word.template import mark
from gouji.papers.word.template import render
from gouji.papers.word.template import style_ids


def write(
    blocks: tuple[Block, ...],
    template: Path,
    fields: Mapping[str, str],
    path: Path,
    comments: Mapping[str, str] | None = None,
) -> None:
    """Write `blocks` as a Word file to `path`.

    `template` is a .docx with tags: every name in `fields` ({{ 单位 }} …), besides {{ 标题 }}, {{ 副标题 }} and {{ 落款 }} taken from the Cover
    block, {{ 目录 }} for the contents and {{ 正文 }} for the text, the last two alone in their paragraph. A template that prints something before
    {{ 正文 }} has its own cover, and one with {{ 目录 }} its own place for the contents; then the Cover and Contents blocks are left to it.
    `comments` gives Word comments by figure id: the first occurrence of each figure carries it.
    Raises GoujiError T01 (no Word file), T02 (faulty tag), T03 (no {{ 正文 }}), P20 (cannot be written).
    """
    document = render(template, {**_cover_fields(blocks), **fields})
    marker = mark(document, BODY)
    section = governing(marker) if marker is not None else None
    if marker is None or section is None:
        raise GoujiError.of("T03", Place(str(template)), tag="{{ 正文 }}")
    contents_mark = mark(document, CONTENTS)
    writer = BodyWriter(
        styles=style_ids(document),
        captions=iter(caption_numbers(blocks)),
        headings=entries(blocks),
        add_chart=_chart_adder(document),
        commented=frozenset(comments or ()),
        with_cover=not has_own_cover(marker),
        with_contents=contents_mark is None,
    )
    balance_title(document, writer.styles[Role.COVER_TITLE], _cover_fields(blocks)["标题"], text_width(section))
    _insert_contents(contents_mark, writer, blocks, section)
    _insert_body(marker, writer, blocks, section)
    _set_comments(document, comments or {})
    if any(isinstance(block, Contents) for block in blocks):
        _update_fields_on_opening(document)
    stream = BytesIO()
    document.save(stream)
    write_whole(path, stream.getvalue())


def _cover_fields(blocks: tuple[Block, ...]) -> dict[str, str]:
    cover = next((block for block in blocks if isinstance(block, Cover)), Cover(""))
    return {"标题": cover.title, "副标题": cover.subtitle, "落款": "\n".join(cover.lines)}


def _insert_contents(marker: etree._Element | None, writer: BodyWriter, blocks: tuple[Block, ...], section: etree._Element) -> None:
    """Put the contents where the template wants them; without a Contents block the tag's paragraph goes."""
    if marker is None:
        return
    contents = next((block for block in blocks if isinstance(block, Contents)), None)
    own = governing(marker)
    writer.width = text_width(section if own is None else own)
    for element in _elements(writer.contents(contents)) if contents else ():
        marker.addprevious(element)
    _drop(marker)
    writer.forget_break()


def _insert_body(marker: etree._Element, writer: BodyWriter, blocks: tuple[Block, ...], section: etree._Element) -> None:
    """Put the blocks before the marker, a section for every change of orientation, and take the marker away."""
    template_landscape = is_landscape(section)
    parts = [(False, blocks)] if template_landscape else stretches(blocks)
    for number, (wants_landscape, group) in enumerate(parts):
        set_up = turned(section) if wants_landscape else deepcopy(section)
        set_up = continued(set_up) if number else set_up
        writer.width = text_width(set_up)
        ends = number < len(parts) - 1 or (wants_landscape and not _nothing_follows(marker))
        elements = _elements("".join(writer.block(block) for block in group))
        # The paragraph that ends the section follows the last table closely: a table that fills its page must not leave an empty one behind.
        for element in elements[:-1] if ends and isinstance(group[-1], Grid) else elements:
            marker.addprevious(element)
        if ends:
            marker.addprevious(section_end(set_up))
            writer.forget_break()
        else:
            _replace(section, set_up)
    _drop(marker)


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    assert parent is not None  # a section stands in the body or in a paragraph
    parent.replace(old, new)


def _nothing_follows(marker: etree._Element) -> bool:
    following = marker.getnext()
    return following is None or following.tag == tag("sectPr")


def _drop(paragraph: etree._Element) -> None:
    """Take a marker paragraph away, but keep it, emptied, where it carries the end of a section."""
    if paragraph.find(f"{tag('pPr')}/{tag('sectPr')}") is None:
        parent = paragraph.getparent()
        assert parent is not None  # the marker is a paragraph of the body
        parent.remove(paragraph)
        return
    for child in paragraph.findall(tag("r")):
        paragraph.remove(child)


def _elements(text: str) -> list[etree._Element]:
    return list(parse_xml(f"<w:body {NAMESPACES}>{text}</w:body>"))


def _chart_adder(document: Document) -> Callable[[ChartBlock], str]:
    package = document.part.package

    def add(chart: ChartBlock) -> str:
        name = package.next_partname("/word/charts/chart%d.xml")
        book_name = PackURI(name.replace("/charts/chart", "/embeddings/chart").replace(".xml", ".xlsx"))
        part = Part(name, CONTENT_TYPE, b"", package)
        workbook = part.relate_to(Part(book_name, WORKBOOK_TYPE, chart_workbook(chart), package), RELATIONSHIP_TYPE.PACKAGE)
        part._blob = chart_xml(chart, workbook)  # noqa: SLF001 - the part must exist before the relationship id it quotes
        return str(document.part.relate_to(part, RELATIONSHIP_TYPE.CHART))

    return add


def _set_comments(document: Document, comments: Mapping[str, str]) -> None:
    seen: set[str] = set()
    for run in list(document.element.body.iterfind(f".//{tag('r')}[@{COMMENT_ATTRIBUTE}]")):
        figure = run.attrib.pop(COMMENT_ATTRIBUTE)
        if figure not in seen:
            document.add_comment(WordRun(run, document), comments[figure], author="勾稽", initials="勾")
            seen.add(figure)


def _update_fields_on_opening(document: Document) -> None:
    """Ask Word to compute contents and numbers anew when the file is opened (LibreOffice: 工具 › 更新 › 全部)."""
    settings = document.settings.element
    if settings.find(tag("updateFields")) is None:
        element = OxmlElement("w:updateFields", {tag("val"): "true"})
        compatibility = settings.find(tag("compat"))
        settings.append(element) if compatibility is None else compatibility.addprevious(element)
