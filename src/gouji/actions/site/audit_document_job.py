"""The work behind an uploaded document: audit it in a process of its own, put the results in place when they are whole."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from pathlib import Path
from pathlib import PurePosixPath

from gouji.actions.site.apart import TookTooLong
from gouji.actions.site.apart import run_apart
from gouji.actions.site.audit_alone import OUT
from gouji.actions.site.audit_alone import PROBLEMS
from gouji.actions.site.audit_alone import VIEW
from gouji.actions.site.audit_counts import counts_of
from gouji.actions.site.comparable_books import comparable_book
from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import origin_of
from gouji.actions.site.own_documents import FILES
from gouji.actions.site.own_documents import RESULT
from gouji.actions.site.own_documents import document_thing
from gouji.actions.site.own_documents import file_of
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import folder_of
from gouji.actions.site.reading import reading
from gouji.actions.site.steps import Step
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import load_decisions
from gouji.book import Book
from gouji.book import parse_period
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.reports import file_name
from gouji.rights import Act
from gouji.rights import Reach
from gouji.store import jobs
from gouji.store import trail
from gouji.store.limits import limits
from gouji.store.models import BookRow
from gouji.store.models import Document
from gouji.store.models import Job
from gouji.store.reading import load
from gouji.store.units import together

_NAME = 40  # characters of the name that the files carry inside
_BOOK = "book.bin"
_KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP")
_COMMAND = [sys.executable, "-m", "gouji.actions.site.audit_alone"]


def audit_document(job: Job, arguments: Mapping[str, object], step: Step) -> Mapping[str, object]:
    """Audit the document as it is now. What an earlier, broken attempt left is cleared away first.

    Raises GoujiError: gone (S80), unreadable (D…), too long (S85), the process ended (S86); Refused for a book that may no longer be read.
    """
    origin = origin_of(job.account)
    document = find_document(origin, int(str(arguments["document"])))
    step(_("准备"), 0, 0)
    for leftover in folder_of(document).glob("work-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    work = folder_of(document) / f"work-{job.pk}-{job.attempts}"
    work.mkdir(mode=0o700)
    try:
        out = _audit(origin, document, work, step)
        return _take_over(job, document, int(str(arguments["edition"])), out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _audit(origin: Origin, document: Document, work: Path, step: Step) -> Path:
    """Lay out what the process needs and let it work; gives the folder with what it wrote."""
    request = _request(origin, document, work)
    seconds = limits().audit_seconds
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}  # neither keys nor addresses of the site
    try:
        status = run_apart(
            _COMMAND, work, json.dumps(request), seconds, lambda gone: step(_("核对中，已用 {seconds} 秒").format(seconds=gone), 0, 0), environment,
        )
    except TookTooLong as error:
        raise GoujiError.of("S85", seconds=seconds) from error
    out = work / OUT
    if (out / PROBLEMS).is_file():
        raise GoujiError(*_problems(out / PROBLEMS))
    if status != 0 or not (out / VIEW).is_file():
        raise GoujiError.of("S86")
    return out


def _request(origin: Origin, document: Document, work: Path) -> dict[str, object]:
    """The document under the name that its reader knows, with its decisions and companions, the book as a file."""
    own = work / _called(document)
    shutil.copyfile(file_of(document), own)
    if decisions_path(file_of(document)).is_file():
        shutil.copyfile(decisions_path(file_of(document)), decisions_path(own))
    bound = limits()
    return {
        "document": own.name, "language": origin.account.language if origin.account is not None else "zh",
        "companions": _companions(origin, document, work), "book": _book(origin, document, work), "memory": bound.audit_memory,
        "seconds": bound.audit_seconds,
    }


def _called(document: Document) -> str:
    return f"{file_name(PurePosixPath(document.name).stem)[:_NAME]}{document.kind}"


def _companions(origin: Origin, document: Document, work: Path) -> Sequence[str]:
    """The files of the documents to compare with that are still there, each in a folder of its own."""
    laid = []
    for number in json.loads(document.companions or "[]"):
        other = Document.objects.filter(pk=number, owner_id=origin.number).first()
        if other is not None and other.pk != document.pk and file_of(other).is_file():
            place = Path(str(number)) / _called(other)
            (work / place).parent.mkdir(exist_ok=True)
            shutil.copyfile(file_of(other), work / place)
            laid.append(str(place))
    return laid


def _book(origin: Origin, document: Document, work: Path) -> str:
    """The book to hold it against, as the account may read it today, laid beside as a file of Python values; "" for none."""
    if document.book is None:
        return ""
    row = comparable_book(origin, document.book.slug, document.period)
    book = readable_part(origin, row)
    named = document.period or (book.forms[0].period if book.forms else "")
    period = parse_period(named) if named else book.periods()[-1]
    (work / _BOOK).write_bytes(pickle.dumps((book, period)))
    return _BOOK


def readable_part(origin: Origin, row: BookRow) -> Book:
    """The book as it is for those who work in it; for others with no more than what was submitted, or published, of what they may see."""
    with reading(origin, row) as found:
        if found.reaches.get(row.organisation) is Reach.BELOW:
            return load(row, site_catalogue())
        seen = found.reckoner(row.organisation).book
        return replace(
            seen, facts={key: fact for key, fact in seen.facts.items() if key[1] in found.reaches},
            stated={key: facts for key, facts in seen.stated.items() if key[1] in found.reaches},
            entries={name: tuple(entry for entry in own if entry.organisation in found.reaches) for name, own in seen.entries.items()},
        )


def _take_over(job: Job, document: Document, edition: int, out: Path) -> Mapping[str, object]:
    """Put the results in place of the earlier ones, unless a new version of the document or another worker has come between."""
    folder = folder_of(document)
    result = folder / f"{RESULT}-{job.pk}-{job.attempts}"
    out.replace(result)
    files = {"view": VIEW} | {key: name for key in FILES if (name := _written(result, key, document.kind))}
    counts = counts_of(json.loads((result / VIEW).read_bytes()), load_decisions(decisions_path(file_of(document))))
    decided = _kept(out.parent / _called(document)) != _kept(file_of(document))  # somebody decided while the audit was running
    summary = json.dumps({"result": result.name, "files": files, "decided": decided, **counts}, ensure_ascii=False)
    with together():
        if not jobs.holds(job) or not Document.objects.filter(pk=document.pk, edition=edition).update(summary=summary, audited=datetime.now(UTC)):
            shutil.rmtree(result, ignore_errors=True)
            raise jobs.Cancelled
        trail.append(origin_of(job.account).trail, Act.USE_AUDITS.value, document_thing(document.pk), details={"verb": "audited"})
    for older in folder.glob(f"{RESULT}-*"):
        if older != result:
            shutil.rmtree(older, ignore_errors=True)
    return {"address": f"/audits/{document.pk}/"}


def _kept(document: Path) -> bytes:
    """The decisions beside a document as they are kept; empty for none."""
    path = decisions_path(document)
    return path.read_bytes() if path.is_file() else b""


def _written(result: Path, key: str, kind: str) -> str:
    """The name of a file among the results; empty where it was not written."""
    ending = FILES[key] or kind.lstrip(".")
    return next((path.name for path in result.iterdir() if path.name.endswith(f".核对.{ending}")), "")


def _problems(path: Path) -> Sequence[Problem]:
    """What the process found wrong with the document."""
    return [Problem(each["code"], params=each["params"]) for each in json.loads(path.read_bytes())]
