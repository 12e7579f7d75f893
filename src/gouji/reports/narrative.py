"""Narratives: Markdown with {{公式}} for every figure and [[表:名]] … on lines of their own → blocks.

Tags are taken out before Markdown is read, so that a formula may hold any sign; what Markdown means is then as in CommonMark, without code,
HTML, links and images.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from gouji.formulas import FormulaError
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Heading
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import Run
from gouji.reports.figures import Figures
from gouji.reports.placeholders import Words
from gouji.reports.typed import Typed
from gouji.reports.typed import typed_figures

DEEPEST_HEADING = 4
MOST_DECIMALS = 6
_TAG = re.compile(r"\{\{(.*?)\}\}")
_LINE_TAG = re.compile(r"^(?P<lead>[\s>]*)\[\[(?P<tag>[^\[\]]*)\]\]\s*$")
_STRAY = re.compile(r"\{\{|\}\}|\[\[|\]\]")
_MARK = re.compile("\ue000(\\d+)\ue001")
_INSERT = re.compile("\ue002(\\d+)\ue003")
_BOUND_BEFORE = ("不少于", "不低于", "不超过", "将近", "大约", "超过", "近", "约", "逾", "≥", "≤")
_SPOKEN = {"≥": "不低于", "≤": "不超过", "＞": "超过", ">": "超过", "＜": "低于", "<": "低于"}
_BOUND_AFTER = ("以上", "左右", "多", "余")
_CASE_TITLE = re.compile(r"(?:典型)?案例[一二三四五六七八九十\d]*\s*[:：][^。；]{1,40}")
_UNSUPPORTED = ("code", "fence", "html_block", "html_inline", "link", "image", "autolink", "reference", "lheading", "hr", "backticks", "entity")

Insert = Callable[[str, str], tuple[Block, ...]]
"""What [[kind:name]] stands for. Raises GoujiError where it stands for nothing; the place is filled in by the narrative."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """A narrative as blocks, with the typed figures in it."""

    blocks: tuple[Block, ...]
    typed: tuple[Typed, ...]


def narrate(text: str, file: str, figures: Figures, words: Words, insert: Insert) -> Narrative:
    """The blocks of a narrative. Raises GoujiError with every mistake of every tag, each with file and line."""
    reader = _Reader(file, figures, words, insert)
    source = "\n".join(reader.take_tags(line, number) for number, line in enumerate(text.splitlines(), start=1))
    blocks = reader.blocks(_markdown().parse(source))
    if reader.problems:
        raise GoujiError(*sorted(reader.problems, key=lambda problem: problem.place.line))
    return Narrative(blocks, tuple(reader.typed))


def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark").disable(_UNSUPPORTED)


@dataclass(slots=True)
class _Reader:
    """One narrative being read."""

    file: str
    figures: Figures
    words: Words
    insert: Insert
    runs: list[Run] = field(default_factory=list)
    inserted: list[tuple[Block, ...]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    typed: list[Typed] = field(default_factory=list)

    def take_tags(self, line: str, number: int) -> str:
        """The line with its tags replaced by marks that Markdown leaves alone; their values are kept."""
        alone = _LINE_TAG.match(line)
        if alone:
            return f"{alone['lead']}{self._insertion(alone['tag'], number)}"
        marked = _TAG.sub(lambda tag: self._figure(tag[1], number), line)
        stray = _STRAY.search(marked)
        if stray:
            code = "T51" if stray[0] in ("[[", "]]") else "T50"
            self.problems.append(Problem(code, Place(self.file, number), {"text": line.strip()[:40]}))
        return marked

    def _insertion(self, tag: str, number: int) -> str:
        kind, _sign, name = tag.replace("：", ":").partition(":")
        try:
            self.inserted.append(self.insert(kind.strip(), name.strip()))
        except GoujiError as error:
            self._note(error, number)
            return ""
        return f"\ue002{len(self.inserted) - 1}\ue003"

    def _figure(self, tag: str, number: int) -> str:
        try:
            self.runs.append(self._run(tag, number))
        except FormulaError as error:
            self._note(error, number)
            return ""
        except GoujiError as error:
            self._note(error, number)
            return ""
        return f"\ue000{len(self.runs) - 1}\ue001"

    def _run(self, tag: str, number: int) -> Run:
        formula, unit, decimals = _parts(tag)
        if not formula:
            raise GoujiError.of("T50", text="{{" + tag + "}}")
        if formula in self.words.values:
            return Run(self.words.text(formula))
        if decimals and not (decimals.isdigit() and int(decimals) <= MOST_DECIMALS):
            raise GoujiError.of("T55", Place(self.file, number), text=decimals)
        return self.figures.show(formula, unit, int(decimals) if decimals else None).run()

    def _note(self, error: GoujiError, number: int) -> None:
        """The problems of a tag, placed at its line unless they have a place elsewhere."""
        for problem in error.problems:
            place = problem.place if problem.place.file else Place(self.file, number)
            self.problems.append(Problem(problem.code, place, problem.params))

    def blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        """The blocks of a run of tokens."""
        found: list[Block] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            end = _closing(tokens, position)
            found.extend(self._block(token, tokens[position + 1:end]))
            position = end + 1
        return tuple(found)

    def _block(self, token: Token, inner: list[Token]) -> tuple[Block, ...]:
        match token.type:
            case "heading_open":
                text = "".join(run.text for run in self._inline(inner[0], typed=False))
                return (Heading(min(int(token.tag[1]), DEEPEST_HEADING), text),)
            case "paragraph_open":
                return self._paragraph(inner[0], ParagraphStyle.BODY)
            case "bullet_list_open" | "ordered_list_open":
                return self._list(inner, ordered=token.type == "ordered_list_open")
            case "blockquote_open":
                return self._quote(inner)
            case _:
                return ()

    def _paragraph(self, inline: Token, style: ParagraphStyle) -> tuple[Block, ...]:
        """A paragraph, cut where something is inserted."""
        found: list[Block] = []
        pending: list[Run] = []
        for run in self._inline(inline):
            place = _INSERT.search(run.text)
            if place is None:
                pending.append(run)
                continue
            found.extend(_as_paragraph(pending, style))
            pending = []
            found.extend(self.inserted[int(place[1])])
        return (*found, *_as_paragraph(pending, style))

    def _list(self, inner: list[Token], *, ordered: bool) -> tuple[Block, ...]:
        items = tuple(tuple(self._inline(token)) for token in inner if token.type == "inline")
        return (ListBlock(items, ordered),)

    def _quote(self, inner: list[Token]) -> tuple[Block, ...]:
        """A quote as a box, titled where it begins with a heading, a bold line or a line 案例：…."""
        blocks = self.blocks(inner)
        first = blocks[0] if blocks else None
        if isinstance(first, Heading):
            return (Case(first.text, blocks[1:]),)
        title = "".join(run.text for run in first.runs) if isinstance(first, Paragraph) else ""
        if isinstance(first, Paragraph) and title and (all(run.bold for run in first.runs) or (blocks[1:] and _CASE_TITLE.fullmatch(title))):
            return (Case(title, blocks[1:]),)
        return (Case("", blocks),) if blocks else ()

    def _inline(self, token: Token, *, typed: bool = True) -> list[Run]:
        pieces = list(_pieces(token))
        found: list[Run] = []
        line = token.map[0] + 1 if token.map else 0
        for position, (text, look) in enumerate(pieces):
            if text == "\n":
                line += 1
                found.extend(_joint(pieces, position))
                continue
            for start, piece in _split(text):
                mark = _MARK.fullmatch(piece)
                if mark:
                    around = (text[:start] or _text_at(pieces, position - 1), text[start + len(piece):] or _text_at(pieces, position + 1))
                    found.append(_look(_in_a_sentence(self.runs[int(mark[1])], *around), look))
                else:
                    found.extend(_look(run, look) for run in (self._literal(piece, line) if typed else [Run(piece)]))
        return _joined(found)

    def _literal(self, text: str, line: int) -> list[Run]:
        """Literal text, its typed figures marked and noted."""
        found: list[Run] = []
        position = 0
        for start, end in typed_figures(text):
            self.typed.append(Typed(text[start:end], line))
            found += [Run(text[position:start]), Run(text[start:end], FigureMark("", FigureState.TYPED))]
            position = end
        return [run for run in (*found, Run(text[position:])) if run.text]


def _parts(tag: str) -> tuple[str, str, str]:
    """Formula, unit and decimals of a tag; a | inside quotation marks belongs to the formula."""
    formula, unit, decimals, *rest = (*(part.strip() for part in re.split(r"\|(?![^「]*」)", tag)), "", "")
    if any(rest):
        raise GoujiError.of("T50", text="{{" + tag + "}}")
    return formula, unit, decimals


def _closing(tokens: list[Token], position: int) -> int:
    """Where the token at `position` closes; itself where it does not open anything."""
    depth = 0
    for index in range(position, len(tokens)):
        depth += tokens[index].nesting
        if depth == 0:
            return index
    return len(tokens) - 1


def _pieces(token: Token) -> list[tuple[str, tuple[bool, bool]]]:
    """The texts of an inline token, each with (bold, italic); line ends are pieces of their own."""
    found: list[tuple[str, tuple[bool, bool]]] = []
    bold = italic = 0
    for child in token.children or ():
        bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        italic += {"em_open": 1, "em_close": -1}.get(child.type, 0)
        if child.type in ("softbreak", "hardbreak"):
            found.append(("\n", (False, False)))
        elif child.content:
            found.append((child.content, (bold > 0, italic > 0)))
    return found


def _split(text: str) -> list[tuple[int, str]]:
    """Literal stretches, figure marks and insertion marks of a text, with their starts."""
    parts = re.split("(\ue000\\d+\ue001|\ue002\\d+\ue003)", text)
    found, start = [], 0
    for part in parts:
        if part:
            found.append((start, part))
        start += len(part)
    return found


def _text_at(pieces: list[tuple[str, tuple[bool, bool]]], position: int) -> str:
    return pieces[position][0] if 0 <= position < len(pieces) else ""


def _joint(pieces: list[tuple[str, tuple[bool, bool]]], position: int) -> list[Run]:
    """A line end inside a paragraph: a blank between Latin words, nothing between Chinese ones."""
    before, after = _text_at(pieces, position - 1), _text_at(pieces, position + 1)
    return [Run(" ")] if before[-1:].isascii() and after[:1].isascii() and before[-1:] and after[:1] else []


def _in_a_sentence(run: Run, before: str, after: str) -> Run:
    """The figure as a sentence says it: ≥98 as 不低于98, and without a bound word that the text around it already has: 近 + 近30 is 近30."""
    text = run.text
    if run.figure is not None and text[:1] in _SPOKEN:
        text = _SPOKEN[text[0]] + text[1:].lstrip()
    for word in _BOUND_BEFORE:
        if text.startswith(word) and before.endswith(word):
            text = text.removeprefix(word)
    for word in _BOUND_AFTER:
        if text.endswith(word) and after.startswith(word):
            text = text.removesuffix(word)
    return replace(run, text=text)


def _look(run: Run, look: tuple[bool, bool]) -> Run:
    bold, italic = look
    return replace(run, bold=bold, italic=italic)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbouring plain runs of one look as one."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        plain = last is not None and last.figure is None and run.figure is None and (last.bold, last.italic) == (run.bold, run.italic)
        if last is not None and plain and not _INSERT.search(last.text) and not _INSERT.search(run.text):
            found[-1] = replace(last, text=last.text + run.text)
        else:
            found.append(run)
    return found


def _as_paragraph(runs: list[Run], style: ParagraphStyle) -> tuple[Block, ...]:
    return (Paragraph(tuple(runs), style),) if any(run.text.strip() for run in runs) else ()
