"""A Word template: an ordinary document with tags ({{ 标题 }} …) and a paragraph {{ 正文 }} where the report's text goes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.papers.files import require_readable
from gouji.papers.word.markup import NAMESPACES
from gouji.papers.word.markup import tag
from gouji.papers.word.styles import REPORT_LOOK
from gouji.papers.word.styles import Role
from gouji.papers.word.styles import style_elements

BODY = "正文"
CONTENTS = "目录"
# What the two tags become while the other tags are filled in: characters for private use, which no text holds.
_MARKS = {BODY: "\ue5a1", CONTENTS: "\ue5a2"}


def open_template(path: Path) -> DocxTemplate:
    """The template, opened. Raises GoujiError P50 where there is no such file, T01 where it is no Word document."""
    require_readable(path)
    try:
        template = DocxTemplate(path)
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError, etree.XMLSyntaxError) as error:
        raise GoujiError.of("T01", Place(str(path)), kind="Word（.docx）") from error
    return template


def environment() -> SandboxedEnvironment:
    """Where tags are evaluated: a template comes from outside, so it must reach nothing but the values it is given.

    A name that has no value is a fault (T02), never a blank.
    """
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def render(path: Path, fields: Mapping[str, str]) -> Document:
    """The template with its tags filled in from `fields`; {{ 正文 }} and {{ 目录 }} remain to be found by `mark`. Raises T01, T02."""
    template = open_template(path)
    try:
        template.render({**fields, **_MARKS}, environment())
    except TemplateError as error:
        raise GoujiError.of("T02", Place(str(path)), reason=fault_of(error)) from error
    document: Document = template.docx
    return document


def fault_of(error: TemplateError) -> str:
    """What is wrong with a tag, in the current language, from the English of Jinja."""
    text = str(error)
    for pattern, words in (
        (r"got 'end of ", _("标签里没有名称")), (r"unexpected '(?:end of .*|})'|end of template|expected '[)\]]'", _("括号没有成对")),
        (r"got '(?P<sign>[^']+)'", _("名称后多出“{sign}”")), (r"unexpected (?:char )?'(?P<sign>.)'", _("不能有“{sign}”")),
        (r"unknown tag '(?P<sign>[^']+)'", _("没有“{sign}”这种标签，或它没有成对")), (r"'(?P<sign>[^']+)' is undefined", _("没有名为“{sign}”的内容")),
        (r"No (?:filter|test) named '(?P<sign>[^']+)'", _("“|”后的“{sign}”不认识")),
    ):
        if found := re.search(pattern, text):
            return words.format(**found.groupdict())
    return text


def mark(document: Document, name: str) -> etree._Element | None:
    """The paragraph of the body that holds the tag `name` and nothing else; None where there is none."""
    body: etree._Element = document.element.body
    for paragraph in body.iterchildren(tag("p")):
        if "".join(text.text or "" for text in paragraph.iter(tag("t"))).strip() == _MARKS[name]:
            return paragraph
    return None


def has_own_cover(marker: etree._Element) -> bool:
    """Whether the template prints something before the report's text (a cover or a title), apart from the contents."""
    texts = (text.text or "" for sibling in marker.itersiblings(preceding=True) for text in sibling.iter(tag("t")))
    return any(text.strip() and text.strip() != _MARKS[CONTENTS] for text in texts)


def style_ids(document: Document) -> dict[Role, str]:
    """The style identifier of every role; styles the template lacks are added with the look of our own report template."""
    styles = document.styles.element
    known = {_name(style): style.get(tag("styleId")) for style in styles.iterchildren(tag("style")) if style.get(tag("type")) == "paragraph"}
    for name, text in style_elements(REPORT_LOOK).items():
        if name not in known:
            element = parse_xml(text.replace("<w:style ", f"<w:style {NAMESPACES} ", 1))
            styles.append(element)
            known[name] = element.get(tag("styleId"))
    return {role: known[role.value] for role in Role}


def _name(style: etree._Element) -> str:
    """The name of a style; built-in names are compared in lower case, as Word does."""
    name = style.find(tag("name"))
    return "" if name is None else (name.get(tag("val")) or "").lower()
