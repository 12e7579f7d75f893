"""The page: blocks, style, script and explanations put into one file."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2 import PackageLoader
from jinja2 import StrictUndefined
from markupsafe import Markup

from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import ListBlock
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import Run
from gouji.papers.files import write_whole
from gouji.papers.html.body import BodyWriter
from gouji.papers.html.words import WORDS

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True, slots=True)
class Page:
    """A document as a page.

    `explanations` holds, by figure id, what the inspector shows; each is a dict of plain JSON values with any of the keys label, organisation,
    period, value, unit, formula, filled (the formula with its operands' values), origin, source, evidence (text or list of texts), author, time,
    stated (list of {value, source, verdict}), operands (list of ids or nested explanations), entries (list of dicts or texts) and note.
    `language` is the language the page's own words start in, "zh" or "en"; the reader can switch.
    """

    title: str
    blocks: tuple[Block, ...]
    explanations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    language: str = "zh"


def write(page: Page, path: Path) -> None:
    """Write the page to `path`. Raises GoujiError P20 where the file cannot be written."""
    write_whole(path, render(page).encode("utf-8", "replace"))


def render(page: Page) -> str:
    """The page as HTML text."""
    body = BodyWriter(page.blocks, frozenset(page.explanations))
    script = (_STATIC / "page.js").read_text(encoding="utf-8")
    counts = Counter(run.figure.state for run in _runs(page.blocks) if run.figure)
    language = page.language if page.language in WORDS else "zh"
    return _environment().get_template("page.html").render(
        title=page.title,
        body=body.render(),
        headings=[heading for heading in body.headings if heading.level <= BodyWriter.DEPTH],
        counts=[(state.value, counts[state]) for state in FigureState if counts[state]],
        total=counts.total(),
        style=Markup((_STATIC / "page.css").read_text(encoding="utf-8")),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        explanations=embedded_json(page.explanations),
        words=embedded_json(WORDS),
        word=WORDS[language],
        language=language,
    )


def embedded_json(value: object) -> Markup:
    """JSON that can stand inside a script element: no `<`, so that no text can close it; no line separators old scripts stumble over."""
    text = json.dumps(value, ensure_ascii=False, default=str, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - what could close the element was escaped above


def _runs(blocks: tuple[Block, ...]) -> Iterator[Run]:
    for block in blocks:
        match block:
            case Paragraph():
                yield from block.runs
            case ListBlock():
                yield from (run for item in block.items for run in item)
            case Grid():
                yield from (run for row in (*block.header, *block.rows) for cell in row for run in cell.runs)
            case Case():
                yield from _runs(block.blocks)
            case _:
                pass


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("gouji.papers.html"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
