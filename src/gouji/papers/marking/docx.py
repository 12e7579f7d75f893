"""Native Word comments on exact numbers. Runs are split at the number, each half with the same look; not a character of text changes.

Sources: ECMA-376 part 1, 17.13.4 (comments), 17.3.2.1 (r). Word allows comments in the body only: what stands in a text box, header or note
is commented at its anchor in the body, and the comment says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml import etree

from gouji.messages import translate as _
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.files import write_whole
from gouji.papers.marking.comments import Comments
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.mark import now
from gouji.papers.marking.package import Element
from gouji.papers.marking.package import Package

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SINGLE = ("tab", "br", "cr", "noBreakHyphen")  # one character each, as readers count them
_NOTES = {"footnote": "footnoteReference", "endnote": "endnoteReference"}


def mark_docx(document: Document, marks: Sequence[Mark], target: Path, when: datetime | None = None) -> None:
    """Write a copy of the DOCX that `document` was read from to `target`, with a comment for each mark.

    Raises GoujiError T01 where the file is no DOCX (any more), P20 where the copy cannot be written.
    """
    package = Package(Path(document.path), "DOCX")
    main = package.target("", "officeDocument") or "word/document.xml"
    root = package.root(main)
    before = _text(root)
    comments = Comments(package, main, etree.QName(root).namespace or "")
    _Marker(package, main, root, comments, when or now()).mark(document, marks)
    assert _text(root) == before, "comments must leave the text as it is"
    package.put(main, root)
    comments.put()
    write_whole(target, package.content())


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a comment goes: from one run's offset to another's; an offset of None is the run's end, a run of its own is never split."""

    first: int
    start: int
    last: int
    end: int | None


class _Marker:
    """The main part while comments are put into it. Runs are known by their number among all runs, as the reader counts them."""

    def __init__(self, package: Package, main: str, root: Element, comments: Comments, when: datetime) -> None:
        self.package, self.main, self.root, self.comments, self.when = package, main, root, comments, when
        self.w = f"{{{etree.QName(root).namespace}}}"
        self.runs = list(root.iter(self.w + "r"))
        self.numbers = {run: number for number, run in enumerate(self.runs)}
        self.pieces: dict[int, list[tuple[int, Element]]] = {}

    def mark(self, document: Document, marks: Sequence[Mark]) -> None:
        """Put a comment for each mark; first all runs are split, so that the marks do not disturb one another."""
        placed = [(mark, *self.stretch(document, mark)) for mark in marks]
        cuts: dict[int, set[int]] = defaultdict(set)
        for _mark, stretch, _remark in placed:
            cuts[stretch.first].add(stretch.start)
            if stretch.end is not None:
                cuts[stretch.last].add(stretch.end)
        for number, offsets in cuts.items():
            self.pieces[number] = self.split(self.runs[number], sorted(offsets))
        for mark, stretch, remark in placed:
            self.comment(stretch, self.comments.add(mark.title, [*mark.lines, *([remark] if remark else [])], self.when))

    def stretch(self, document: Document, mark: Mark) -> tuple[_Stretch, str]:
        """Where the comment goes, and what to say where that is not the number itself."""
        first, last = document.place(mark.start), document.place(max(mark.start, mark.end - 1))
        if first.part not in ("", self.main):
            return self.outside(first)
        box = next(self.runs[first.run].iterancestors(self.w + "txbxContent"), None)
        if box is not None:
            anchor = next(run for run in reversed(list(box.iterancestors(self.w + "r"))))
            return self.whole(anchor), _("此数在文本框中，Word 不能在框内批注，故标在框的锚点处。")
        if last.part == first.part and self.same_story(first.run, last.run):
            return _Stretch(first.run, first.offset, last.run, last.offset + 1), ""
        return _Stretch(first.run, first.offset, first.run, None), ""

    def same_story(self, first: int, last: int) -> bool:
        """Whether both runs stand in one paragraph, in this order."""
        paragraph = self.w + "p"
        return first <= last and next(self.runs[first].iterancestors(paragraph), None) is next(self.runs[last].iterancestors(paragraph), None)

    def outside(self, place: SourcePlace) -> tuple[_Stretch, str]:
        """A number in a note goes to the note's reference, one in a header or footer to the first run of the body."""
        paragraphs = list(self.package.root(place.part).iter(self.w + "p"))
        for note, reference in _NOTES.items():
            holder = next(paragraphs[place.paragraph].iterancestors(self.w + note), None)
            name = self.w + "id"
            references = () if holder is None else [each for each in self.root.iter(self.w + reference) if each.get(name) == holder.get(name)]
            run = references[0].getparent() if references else None
            if run is not None and run in self.numbers:
                return self.whole(run), _("此数在脚注（尾注）中，Word 不能在注内批注，故标在注号处。")
        return self.whole(self.first_run()), _("此数在页眉（页脚）中，Word 不能在那里批注，故标在正文开头。")

    def first_run(self) -> Element:
        """The first run with text that stands in the body itself; a new one where there is none."""
        for run in self.runs:
            if _length(run) and next(run.iterancestors(self.w + "txbxContent"), None) is None:
                return run
        paragraph = next(self.root.iter(self.w + "p"), None)
        if paragraph is None:
            raise self.package.unusable()
        return self.register(etree.SubElement(paragraph, self.w + "r"))

    def register(self, run: Element) -> Element:
        """Give a new run its number."""
        self.numbers[run] = len(self.runs)
        self.runs.append(run)
        return run

    def whole(self, run: Element) -> _Stretch:
        """All of a run."""
        number = self.numbers[run]
        return _Stretch(number, 0, number, None)

    def split(self, run: Element, cuts: Sequence[int]) -> list[tuple[int, Element]]:
        """Split a run at the offsets; gives its pieces with the offset each begins at."""
        pieces = [(0, run)]
        for cut in cuts:
            begin, last = pieces[-1]
            if 0 < cut - begin < _length(last):
                pieces.append((cut, self.cut(last, cut - begin)))
        return pieces

    def cut(self, run: Element, offset: int) -> Element:
        """Move what follows the offset into a new run behind, with the same look."""
        right = etree.Element(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
        look = run.find(self.w + "rPr")
        if look is not None:
            right.append(deepcopy(look))
        position = 0
        for child in list(run):
            length = _child_length(child)
            if position >= offset and child is not look:
                right.append(child)
            elif position < offset < position + length:
                right.append(_halved(child, offset - position))
            position += length
        run.addnext(right)
        return right

    def comment(self, stretch: _Stretch, number: int) -> None:
        """Put the marks of the comment's range around the pieces, and its reference behind."""
        name = self.w + "id"
        first = self.piece(stretch.first, stretch.start, last=False)
        end = self.pieces[stretch.last][-1][1] if stretch.end is None else self.piece(stretch.last, stretch.end, last=True)
        first.addprevious(etree.Element(self.w + "commentRangeStart", {name: str(number)}))
        close = etree.Element(self.w + "commentRangeEnd", {name: str(number)})
        end.addnext(close)
        reference = etree.Element(self.w + "r")
        etree.SubElement(reference, self.w + "commentReference", {name: str(number)})
        close.addnext(reference)

    def piece(self, number: int, offset: int, *, last: bool) -> Element:
        """The piece of a run that begins at the offset (or, for the end of a range, the last one that begins before it)."""
        fitting = [element for begin, element in self.pieces[number] if begin < offset or (begin == offset and not last)]
        return fitting[-1] if fitting else self.pieces[number][0][1]


def _length(run: Element) -> int:
    return sum(map(_child_length, run))


def _child_length(child: Element) -> int:
    """How many characters a child of a run counts."""
    name = str(child.tag).rpartition("}")[2]  # of XML comments the tag is no text
    return len(child.text or "") if name == "t" else int(name in _SINGLE)


def _halved(text: Element, offset: int) -> Element:
    """Cut a text element at the offset; gives the right half."""
    whole = text.text or ""
    right = etree.Element(text.tag, {str(name): str(value) for name, value in text.attrib.items()})
    text.text, right.text = whole[:offset], whole[offset:]
    for half in (text, right):
        half.set(_SPACE, "preserve")
    return right


def _text(root: Element) -> str:
    """All text of the part, with a sign for each element that counts as a character."""
    return "".join(element.text or "\t" for element in root.iter() if _child_length(element))
