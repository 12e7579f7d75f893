"""Looking over a Word template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from docx.document import Document
from jinja2 import TemplateError
from lxml import etree

from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.papers.word.markup import tag
from gouji.papers.word.template import BODY
from gouji.papers.word.template import CONTENTS
from gouji.papers.word.template import environment
from gouji.papers.word.template import fault_of
from gouji.papers.word.template import open_template

_ALONE = re.compile(r"\{[%{](?:p|tr|tc)\s.*?[%}]\}")
_MARKER = re.compile(r"\{\{\s*(?:" + f"{BODY}|{CONTENTS}" + r")\s*\}\}")
_TAG = re.compile(r"\{\{[^{}]*(?:\}\}|\}?$)")
_HAN = re.compile("[\u4e00-\u9fff]")
_SHOWN = 20  # characters of the text in question that a message quotes


def lint_word(path: Path, names: frozenset[str], *, body: bool = True) -> tuple[Problem, ...]:
    """What is wrong with a Word template, in reading order.

    T02 faulty tag; T03 no paragraph {{ 正文 }} (asked for where `body`); T04 a name that is not in `names`; T05 text beside a tag that takes
    its whole paragraph or row away; T06 Chinese text without an East-Asian font in run, style or defaults. Raises GoujiError T01.
    """
    template = open_template(path)
    document: Document = template.docx
    places = list(_paragraphs(document, path.name))
    problems: list[Problem] = []
    try:
        undeclared = template.get_undeclared_template_variables(environment())
        problems += [_unknown(name, names, places, path.name) for name in sorted(undeclared - names - {BODY, CONTENTS})]
    except TemplateError as error:
        problems += list(_faulty_tags(places)) or [Problem("T02", Place(path.name), {"reason": fault_of(error)})]
    for place, paragraph in places:
        problems += _swallowed(place, paragraph)
        problems += _without_font(place, paragraph, document)
    if body and not any(_MARKER.fullmatch(_text(paragraph).strip()) and BODY in _text(paragraph) for _place, paragraph in places):
        problems.append(Problem("T03", Place(path.name), {"tag": "{{ 正文 }}"}))
    return tuple(problems)


def _paragraphs(document: Document, file: str) -> Iterator[tuple[Place, etree._Element]]:
    """All paragraphs of body, headers and footers with a place a reader can find: 第3段, 表1第2行第1格, 页脚第1段."""
    body: etree._Element = document.element.body
    yield from _within(body, file, "")
    for section in document.sections:
        for title, part in ((_("页眉"), section.header), (_("页脚"), section.footer), (_("偶数页页脚"), section.even_page_footer)):
            if not part.is_linked_to_previous:
                yield from _within(part._element, file, title)  # noqa: SLF001 - python-docx offers no other way to the XML


def _within(root: etree._Element, file: str, where: str) -> Iterator[tuple[Place, etree._Element]]:
    paragraphs = tables = 0
    for child in root:
        if child.tag == tag("p"):
            paragraphs += 1
            yield Place(file, cell=_("{where}第{number}段").format(where=where, number=paragraphs)), child
        elif child.tag == tag("tbl"):
            tables += 1
            for row, cells in enumerate(child.iterchildren(tag("tr")), start=1):
                for column, cell in enumerate(cells.iterchildren(tag("tc")), start=1):
                    place = _("{where}表{table}第{row}行第{column}格").format(where=where, table=tables, row=row, column=column)
                    yield from ((Place(file, cell=place), paragraph) for paragraph in cell.iter(tag("p")))


def _faulty_tags(places: list[tuple[Place, etree._Element]]) -> Iterator[Problem]:
    """T02 for each tag that is faulty by itself, in its paragraph; blocks that are closed in another paragraph show only in the whole document."""
    for place, paragraph in places:
        for found in _TAG.finditer(_text(paragraph)):
            try:
                environment().from_string(found[0])
            except TemplateError as error:
                yield Problem("T02", place, {"reason": _("{tag} {reason}").format(tag=found[0].strip(), reason=fault_of(error))})


def _unknown(name: str, names: frozenset[str], places: list[tuple[Place, etree._Element]], file: str) -> Problem:
    pattern = re.compile(r"[{%][^{}%]*" + re.escape(name))
    place = next((place for place, paragraph in places if pattern.search(_text(paragraph))), Place(file))
    near = get_close_matches(name, names, 1, 0.5)
    hint = _("是不是“{name}”？").format(name=near[0]) if near else _("可用的名称：{names}。").format(names="、".join(sorted(names)[:30]))
    return Problem("T04", place, {"name": name, "hint": hint})


def _swallowed(place: Place, paragraph: etree._Element) -> Iterator[Problem]:
    text = _text(paragraph)
    for found in (*_ALONE.finditer(text), *_MARKER.finditer(text)):
        rest = (text[: found.start()] + text[found.end() :]).strip()
        if rest and not _ALONE.fullmatch(rest):
            yield Problem("T05", place, {"tag": found[0], "text": rest[:_SHOWN]})


def _without_font(place: Place, paragraph: etree._Element, document: Document) -> Iterator[Problem]:
    for run in paragraph.iter(tag("r")):
        text = _text(run)
        if _HAN.search(text) and not _has_font(run, paragraph, document):
            yield Problem("T06", place, {"text": text[:_SHOWN]})
            return


def _has_font(run: etree._Element, paragraph: etree._Element, document: Document) -> bool:
    """Whether an East-Asian font is named (by name or theme) in the run, its styles up to the root, or the defaults."""
    styles: etree._Element = document.styles.element
    if _names_font(run.find(tag("rPr"))) or _names_font(styles.find(f"{tag('docDefaults')}/{tag('rPrDefault')}/{tag('rPr')}")):
        return True
    by_id = {style.get(tag("styleId")): style for style in styles.iterchildren(tag("style"))}
    default = next((key for key, style in by_id.items() if style.get(tag("type")) == "paragraph" and style.get(tag("default")) == "1"), None)
    starts = (_value(run, "rPr", "rStyle"), _value(paragraph, "pPr", "pStyle") or default)
    return any(_style_names_font(start, by_id) for start in starts)


def _style_names_font(start: str | None, by_id: dict[str | None, etree._Element]) -> bool:
    seen: set[str | None] = set()
    while start in by_id and start not in seen:
        seen.add(start)
        if _names_font(by_id[start].find(tag("rPr"))):
            return True
        based = by_id[start].find(tag("basedOn"))
        start = None if based is None else based.get(tag("val"))
    return False


def _names_font(properties: etree._Element | None) -> bool:
    fonts = None if properties is None else properties.find(tag("rFonts"))
    return fonts is not None and bool(fonts.get(tag("eastAsia")) or fonts.get(tag("eastAsiaTheme")))


def _value(element: etree._Element, properties: str, name: str) -> str | None:
    found = element.find(f"{tag(properties)}/{tag(name)}")
    return None if found is None else found.get(tag("val"))


def _text(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(tag("t")))
