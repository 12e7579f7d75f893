"""The file of a piece of evidence: taken away, or looked at without running anything of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gouji.actions.site.evidence_kinds import OLD
from gouji.actions.site.evidence_kinds import PICTURES
from gouji.actions.site.evidence_page import KINDS as FRAMED_KINDS
from gouji.actions.site.evidence_rights import seen
from gouji.actions.site.reading import Reading
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.papers.pictures import page_count
from gouji.papers.pictures import render_page
from gouji.papers.tables import Limits
from gouji.papers.tables import read_table
from gouji.rights import Act
from gouji.store import trail
from gouji.store.place import book_folder
from gouji.store.place import room

PICTURE, PAGES, TABLE, TEXT, FRAMED, NOTHING = "picture", "pages", "table", "text", "framed", "nothing"
_MOST_ROWS, _MOST_COLUMNS, _MOST_TEXT = 200, 40, 60_000
_LIMITS = Limits(file=20_000_000, unpacked=100_000_000, rows=100_000, cells=1_000_000)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file can be looked at: as a picture, as pages (how many), as a table (with the number of each row in the file), as text, as a page in a frame, or
    not at all; `advice` says what to do then.
    """

    kind: str
    pages: int = 0
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    advice: str = ""
    text: str = ""
    more: bool = False


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file in the data folder with the name it is taken away under."""

    path: Path
    name: str
    media: str = "application/octet-stream"


def kept_file(reading: Reading, number: str) -> KeptFile:
    """The file of a piece of evidence. Raises GoujiError S70: none that may be seen, or its file is gone."""
    evidence = seen(reading, number)
    folder = (book_folder(reading.row.slug) / "evidence").resolve()
    path = (folder / evidence.file).resolve()
    if not path.is_relative_to(folder) or not path.is_file():
        raise GoujiError.of("S70", name=number)
    return KeptFile(path, path.name, PICTURES.get(path.suffix.lower(), "application/octet-stream"))


def take_away(reading: Reading, number: str) -> KeptFile:
    """The file to be taken away; noted in the trail."""
    found = kept_file(reading, number)
    trail.append(reading.origin.trail, Act.VIEW_FIGURES.value, f"{reading.row.slug}/evidence/{number}"[:120], details={"verb": "download"})
    return found


def preview(file: KeptFile) -> Preview:
    """How a file looks, as plain values: nothing of it is run, and what cannot be read says nothing."""
    ending = file.path.suffix.lower()
    if ending in PICTURES:
        return Preview(PICTURE)
    if ending == ".pdf":
        return Preview(PAGES, pages=count) if (count := page_count(file.path)) > 0 else Preview(NOTHING)
    if ending in FRAMED_KINDS:
        return Preview(FRAMED)
    if ending == ".csv":
        return _table(file.path)
    return _text(file.path) if ending == ".txt" else Preview(NOTHING, advice=_advice(ending))


def _advice(ending: str) -> str:
    """What to do with a kind of file that is not shown."""
    if ending in OLD:
        return _("旧格式的 Office 文件（{ending}）请下载后用 Word、Excel 或 WPS 打开；另存为 .docx、.xlsx 或 PDF 再登记一份，就能在这里看。").format(ending=ending)
    if ending in (".pptx", ".ofd"):
        return _("{ending} 文件请下载后打开；另存为 PDF 再登记一份，就能在这里逐页看。").format(ending=ending)
    return _("请下载后查看。")


def _table(path: Path) -> Preview:
    try:
        table = read_table(path, limits=_LIMITS)
    except GoujiError:
        return _text(path)
    shown = table.rows[:_MOST_ROWS]
    more = len(table.rows) > _MOST_ROWS or len(table.columns) > _MOST_COLUMNS
    rows, numbers = tuple(tuple(row.cells[:_MOST_COLUMNS]) for row in shown), tuple(row.number for row in shown)
    return Preview(TABLE, columns=table.columns[:_MOST_COLUMNS], rows=rows, numbers=numbers, more=more)


def _text(path: Path) -> Preview:
    with path.open("rb") as stream:
        head = stream.read(4 * _MOST_TEXT)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = head.decode(encoding, errors="strict" if len(head) < 4 * _MOST_TEXT else "ignore")
        except UnicodeDecodeError:
            continue
        return Preview(TEXT, text=text[:_MOST_TEXT], more=len(text) > _MOST_TEXT)
    return Preview(NOTHING)


def page_picture(file: KeptFile, sha256: str, page: int) -> Path:
    """A page (from 1) of a PDF as a PNG file, drawn once. Raises GoujiError S76 where it cannot be drawn."""
    if file.path.suffix.lower() != ".pdf" or page < 1 or not sha256.isalnum():
        raise GoujiError.of("S76")
    folder = room("previews") / sha256
    folder.mkdir(exist_ok=True, mode=0o700)
    picture = folder / f"{page}.png"
    if not picture.is_file() and not render_page(file.path, page, picture):
        raise GoujiError.of("S76")
    return picture
