"""Audit documents: one in this process, many by a pool of processes; write what was asked for; take up where an earlier run stopped.

`audit_path` takes a path and gives plain records, so that it can run anywhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gouji.audit import audit_document
from gouji.audit.auditing import Beyond
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import load_decisions
from gouji.audit.delivery import View
from gouji.audit.delivery import sarif_log
from gouji.audit.delivery import view_of
from gouji.audit.delivery.view import GRAVITY
from gouji.audit.reading import read
from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokenize
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import use_language
from gouji.papers.documents import read_document
from gouji.papers.files import write_whole

if TYPE_CHECKING:
    from gouji.book import Period
    from gouji.reckon import Reckoner

Record = dict[str, object]
FORMATS = ("html", "docx", "pdf", "xlsx", "json", "sarif")
"""What can be written of an audit: the page, the user's own file with marks (docx, pdf, xlsx), lists as xlsx, records."""
MARK = ".核对."
"""Stands in the names of the files written: 报告.docx.核对.html."""
_LIST = "清单.xlsx"
_BEGINNINGS = {"docx": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",), "pdf": (b"%PDF",)}  # of files that can be marked; converted ones begin otherwise
_SUFFIXES = {
    ".docx", ".docm", ".pdf", ".xlsx", ".xlsm", ".html", ".htm", ".md", ".markdown", ".txt", ".doc", ".wps", ".xls", ".et", ".rtf", ".odt", ".ods",
}


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What to write where: `to` = folder ("" for none), `base` = folder whose sub-folders are kept under `to`, `formats` of FORMATS.

    `against` is a book's folder ("" for none) and `period` the period of the document ("" for the book's own); `companions` are documents to
    compare with: each number of this document that an earlier one of them states in the same words.
    """

    to: str = ""
    base: str = ""
    formats: tuple[str, ...] = ()
    fail_only: bool = False
    language: str = "zh"
    definitions: tuple[str, ...] = ()
    against: str = ""
    period: str = ""
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audited:
    """An audit of one document: ready to be shown, as a record, the files written."""

    view: View
    record: Record
    files: tuple[Path, ...]


def documents_in(folder: Path, without: Path | None = None) -> tuple[Path, ...]:
    """The documents in a folder and below, in order: no hidden ones, no lock files of Office, nothing we wrote, nothing in `without`."""
    apart = without.resolve() if without else None
    found = [
        path for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in _SUFFIXES and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and MARK not in path.name and (apart is None or apart not in path.resolve().parents) and path.is_file()
    ]
    return tuple(found)


def audit_file(path: Path, options: AuditOptions, beyond: Sequence[Beyond] = ()) -> Audited:
    """Audit one document and write what is asked for; `beyond` are comparisons besides those the options ask for.

    Raises GoujiError: unreadable (D…), decisions (A80), formats (A82), writing (P20).
    """
    check_formats(options.formats)
    decisions = load_decisions(decisions_path(path))
    document = read_document(path)
    view = view_of(document, audit_document(document, [*_beyond(path, options), *beyond]), decisions)
    record = view.audit.as_record() | {"open": {verdict.value: view.count(verdict) for verdict in GRAVITY}}
    return Audited(view, record, _write(path, view, decisions, record, options) if options.to else ())


def _beyond(path: Path, options: AuditOptions) -> list[Beyond]:
    """The comparisons with a book and with the documents listed before this one."""
    comparisons: list[Beyond] = []
    if options.against:
        from gouji.audit import against
        reckoner, period = _book(options.against, options.definitions, options.period)
        comparisons.append(lambda reading: against.compare(reading, reckoner, period))
    earlier = [companion for companion in options.companions if Path(companion).resolve() != path.resolve()]
    before = earlier[:options.companions.index(str(path))] if str(path) in options.companions else earlier
    if before:
        from gouji.audit import across
        readings = [read(read_document(Path(companion))) for companion in before]
        comparisons.append(lambda reading: across.compare([*readings, reading])[reading.document.path])
    return comparisons


@lru_cache(maxsize=2)
def _book(folder: str, definitions: tuple[str, ...], period: str) -> tuple[Reckoner, Period]:
    """The book to hold documents against, and the period meant where a document names none: the one given, or that of the book's first form."""
    from gouji.actions.open_book import load_definitions
    from gouji.actions.open_book import open_book
    from gouji.book import parse_period
    from gouji.reckon import Reckoner
    book = open_book(Path(folder), load_definitions(definitions)).book
    known = book.periods()
    named = period or (book.forms[0].period if book.forms else "")
    return Reckoner(book), parse_period(named) if named else known[-1]


def audit_path(path: str, options: AuditOptions) -> Record:
    """Audit the document at `path` in any process: the record of the audit with what was written, or of what is wrong with the document.

    Where the folder asked for holds the result of the same content, decisions, program and options, that is given and nothing is done again.
    """
    use_language(options.language)
    key = _key(Path(path), options)
    known = _known(Path(path), options, key)
    if known is not None:
        return known
    try:
        audited = audit_file(Path(path), options)
    except GoujiError as error:
        return failed(path, error)
    record = audited.record | {"key": key, "files": [str(file) for file in audited.files], "document": path}
    if options.to:
        write_whole(_target(Path(path), options, "json"), _json(record))
    return record


def audit_many(paths: Sequence[Path], options: AuditOptions, workers: int = 0) -> Iterator[Record]:
    """The records of many documents as they are done, by as many processes as there are cores (or `workers`). A document that ends its
    process gives a record of that, the others go on.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures import as_completed
    from concurrent.futures.process import BrokenProcessPool
    check_formats(options.formats)
    left = dict.fromkeys(map(str, paths))
    with ProcessPoolExecutor(min(len(left), workers or os.cpu_count() or 1) or 1) as pool:
        running = {pool.submit(audit_path, path, options): path for path in left}
        try:
            for done in as_completed(running):
                yield done.result()
                del left[running[done]]
        except BrokenProcessPool:
            pass
    for path in left:
        yield _alone(path, options)


def failed(path: str, error: GoujiError) -> Record:
    """The record of a document that could not be audited."""
    problems = [{"code": each.code, "message": each.message(), "advice": each.advice()} for each in error.problems]
    return {"schema": "gouji-audit/1", "document": path, "problems": problems}


def check_formats(formats: Sequence[str]) -> None:
    """Raises GoujiError A82 where a format is unknown."""
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise GoujiError.of("A82", name=unknown[0], known="、".join(FORMATS))


def _alone(path: str, options: AuditOptions) -> Record:
    """The record of a document audited in a process of its own, which it may end."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    with ProcessPoolExecutor(1) as pool:
        try:
            return pool.submit(audit_path, path, options).result()
        except BrokenProcessPool:
            return failed(path, GoujiError.of("A81", Place(path)))


def _write(path: Path, view: View, decisions: Decisions, record: Record, options: AuditOptions) -> tuple[Path, ...]:
    """Write the formats asked for; of the user's own file the one it has. Gives the files."""
    written = []
    for name in options.formats:
        target = _target(path, options, name)
        if name == view.document.format and _beginning(path) in _BEGINNINGS.get(name, ()):
            from gouji.audit.delivery.marked import write_marked
            write_marked(view, target)
            written.append(target)
        match name:
            case "html":
                from gouji.audit.delivery.page import write_page
                write_page(view, target, measured_numbers(view.document.text), decisions)
            case "xlsx":
                target = _target(path, options, _LIST)
                from gouji.audit.delivery.sheet import write_sheets
                write_sheets(view, target)
            case "json":
                write_whole(target, _json(record))
            case "sarif":
                write_whole(target, _json(sarif_log(view, fail_only=options.fail_only)))
            case _:
                continue
        written.append(target)
    return tuple(written)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def measured_numbers(text: str) -> tuple[tuple[int, int], ...]:
    """The stretches of all measured numbers of a text, so that the page shows also those nobody checked."""
    measures = (TokenKind.MEASURE, TokenKind.RANGE)
    return tuple((token.start, token.end) for token in tokenize(text) if token.kind in measures and token.figure is not None)


def _target(path: Path, options: AuditOptions, suffix: str) -> Path:
    base = Path(options.base)
    folder = path.resolve().parent.relative_to(base.resolve()) if options.base and path.resolve().is_relative_to(base.resolve()) else Path()
    return Path(options.to) / folder / f"{path.name}{MARK}{suffix}"


def _key(path: Path, options: AuditOptions) -> str:
    """What a result depends on: the document, the decisions on it, the program, the options."""
    from importlib.metadata import version
    digest = hashlib.sha256(json.dumps([version("gouji"), asdict(options)], ensure_ascii=False).encode())
    for file in (path, decisions_path(path)):
        try:
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError:
            digest.update(b"-")
    return digest.hexdigest()


def _known(path: Path, options: AuditOptions, key: str) -> Record | None:
    """The record of an earlier run with the same key, all of whose files are there; None without one."""
    if not options.to:
        return None
    try:
        record = json.loads(_target(path, options, "json").read_bytes())
        if record["key"] == key and all(Path(file).is_file() for file in record["files"]):
            return dict(record)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _json(record: object) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
