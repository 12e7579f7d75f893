"""DOCX (ECMA-376 WordprocessingML) read from its own XML: tracked changes accepted, every visible character once, anchored to its run."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.archive import Archive
from gouji.papers.documents.assembly import assembled
from gouji.papers.documents.docx_anchors import Gatherer
from gouji.papers.documents.docx_blocks import Blocks
from gouji.papers.documents.docx_blocks import RawBlock
from gouji.papers.documents.docx_blocks import read_block
from gouji.papers.documents.docx_runs import ALTERNATE
from gouji.papers.documents.docx_runs import Walk
from gouji.papers.documents.docx_styles import Style
from gouji.papers.documents.docx_styles import W
from gouji.papers.documents.docx_styles import read_styles
from gouji.papers.documents.grids import stripped
from gouji.papers.documents.grids import table_of
from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Document
from gouji.papers.documents.package import check_part
from gouji.papers.documents.package import document_errors
from gouji.papers.documents.package import open_package
from gouji.papers.documents.package import parse
from gouji.papers.documents.package import related
from gouji.papers.documents.shapes import is_sentence
from gouji.papers.documents.shapes import shape_of

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = W.strip("{}").encode()
_TOP = {*(f"{W}{name}" for name in ("p", "tbl", "sdt", "customXml", "ins", "del", "moveTo", "moveFrom")), ALTERNATE}
_ROOTS = tuple(f"{W}{name}" for name in ("body", "hdr", "ftr", "footnote", "endnote"))
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}
_NOTES = {"footnotes": BlockKind.FOOTNOTE, "endnotes": BlockKind.FOOTNOTE, "header": BlockKind.PAGE_HEADER, "footer": BlockKind.PAGE_FOOTER}
_LONGEST_HEADING = 100


def read_docx(path: Path, limits: Limits) -> Document:
    """The DOCX at `path`, body first, then footnotes, heads and feet of pages. Raises D03, D05–D10."""
    with document_errors(path):
        archive = open_package(path, limits)
        main = next((part for kind, part in related(archive, "", limits) if kind == "officeDocument"), "word/document.xml")
        if main not in archive.members:
            raise GoujiError.of("D06", Place(str(path)), part=f" {main}")
        parts = related(archive, main, limits)
        return _document(path, _all_blocks(archive, main, parts, limits))


def _all_blocks(archive: Archive, main: str, parts: list[tuple[str, str]], limits: Limits) -> Blocks:
    styles = next((part for kind, part in parts if kind == "styles" and part in archive.members), "")
    known: dict[str, Style] = read_styles(parse(archive, styles, limits)) if styles else {}
    blocks = Blocks(Walk(Gatherer(), known), str(archive.path), limits)
    seen: set[tuple[BlockKind, str]] = set()
    _read_part(archive, main, blocks, limits, seen)
    for kind, part in sorted(set(parts), key=lambda each: (list(_NOTES).index(each[0]) if each[0] in _NOTES else 0, each[1])):
        if kind in _NOTES and part in archive.members:
            blocks.kind = _NOTES[kind]
            _read_part(archive, part, blocks, limits, seen)
    return blocks


def _read_part(archive: Archive, member: str, blocks: Blocks, limits: Limits, seen: set[tuple[BlockKind, str]]) -> None:
    """Read a part; the heads and feet of pages that repeat one in `seen` (first, even, odd pages, other sections) are read once."""
    check_part(archive, member, limits)
    walk = blocks.walk
    walk.paragraphs = walk.runs = 0
    walk.fields.clear()
    walk.gatherer.begin_part(posixpath.normpath(member))
    before, pieces, start = len(blocks.found), len(walk.gatherer.pieces), walk.gatherer.length
    for element in _top_elements(archive, member):
        read_block(blocks, element)
    if blocks.kind in {BlockKind.PAGE_HEADER, BlockKind.PAGE_FOOTER}:
        words = "".join(walk.gatherer.pieces[pieces:])
        if (blocks.kind, words) in seen:
            del blocks.found[before:]
            walk.gatherer.forget(start, pieces)
        seen.add((blocks.kind, words))


def _top_elements(archive: Archive, member: str) -> Iterator[etree._Element]:
    """The elements directly in the body one after another, each forgotten when the next comes, so that memory stays small."""
    parser = etree.XMLPullParser(
        ("start",), tag=_ROOTS, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )
    roots: list[etree._Element] = []
    first = True
    for chunk in archive.stream(member):
        parser.feed(chunk.replace(_STRICT, _TRANSITIONAL) if first else chunk)
        first = False
        roots += _begun(parser)
        for root in roots:
            yield from _taken(root, left=root is roots[-1])  # the last element may go on in the next chunk
        del roots[:-1]
    parser.close()
    for root in [*roots, *_begun(parser)]:
        yield from _taken(root, left=False)


def _begun(parser: etree.XMLPullParser) -> list[etree._Element]:
    """The bodies, heads, feet and notes that have begun, none inside another."""
    begun = [element for _event, element in parser.read_events() if element is not None and not isinstance(element, tuple)]
    return [root for root in begun if not any(above.tag in _ROOTS for above in root.iterancestors())]


def _taken(root: etree._Element, *, left: bool) -> Iterator[etree._Element]:
    """The elements of a root that can be read, each taken out of it; one is `left` in it."""
    skipped = root.get(f"{W}type") in _SEPARATORS
    for element in list(root)[:-1] if left else list(root):
        if element.tag in _TOP and not skipped:
            yield element
        root.remove(element)


def _document(path: Path, blocks: Blocks) -> Document:
    text = "".join(blocks.walk.gatherer.pieces).rstrip("\n")
    if not text.strip():
        raise GoujiError.of("D03", Place(str(path)))
    made = (_block(text, raw) for raw in blocks.found)
    done = assembled(text, [block for block in made if block is not None])
    return Document(str(path), "docx", text, done, _notices(path, blocks.walk), blocks.walk.gatherer.anchors())


def _block(text: str, raw: RawBlock) -> Block | None:
    if raw.kind is BlockKind.TABLE:
        return Block(raw.kind, raw.start, min(raw.end, len(text)), table=table_of(text, raw.cells, raw.rows, raw.columns, raw.marked))
    start, end = stripped(text, raw.start, raw.end)
    if start == end:
        return None
    kind, level = (raw.kind, 0) if raw.kind else _kind(text[start:end], raw.style)
    return Block(kind, start, end, level)


def _kind(words: str, style: Style) -> tuple[BlockKind, int]:
    """The kind of an ordinary paragraph: what its style says, else its shape."""
    shape = shape_of(words)
    if style.kind is BlockKind.HEADING:
        titled = len(words) <= _LONGEST_HEADING and not is_sentence(words[:-1])
        return (BlockKind.HEADING, style.level) if titled else (BlockKind.PARAGRAPH, 0)
    if style.kind is not None:
        return style.kind, 0
    listed = style.listed and shape.kind is BlockKind.PARAGRAPH
    return (BlockKind.ITEM, 0) if listed else (shape.kind, shape.level)


def _notices(path: Path, walk: Walk) -> tuple[Problem, ...]:
    place, notices = Place(str(path)), []
    if walk.inserted or walk.deleted:
        notices.append(Problem("D22", place, {"inserted": walk.inserted, "deleted": walk.deleted}))
    if walk.hidden:
        notices.append(Problem("D21", place, {"count": walk.hidden}))
    return tuple(notices)
