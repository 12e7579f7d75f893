"""The audit of one uploaded document in a process of its own, which a hostile document may bring down without anybody else noticing.

Run as `python -m gouji.actions.site.audit_alone` in the folder where the document lies; the request comes as JSON on the standard input. It writes
the files asked for and `view.json` (what the page shows), or `problems.json`, into the folder `out`.
"""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gouji.actions.audit_documents import FORMATS
from gouji.actions.audit_documents import AuditOptions
from gouji.actions.audit_documents import audit_file
from gouji.audit import against
from gouji.audit.auditing import Beyond
from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.view import Outline
from gouji.audit.delivery.view import Passage
from gouji.audit.delivery.view import View
from gouji.audit.delivery.words import printed
from gouji.book import Book
from gouji.book import Period
from gouji.messages import GoujiError
from gouji.messages import use_language
from gouji.papers.files import write_whole
from gouji.reckon import Reckoner

_AROUND = 24  # characters before and after a number that are quoted with it
OUT, VIEW, PROBLEMS = "out", "view.json", "problems.json"


@dataclass(frozen=True, slots=True)
class Request:
    """What the process is asked: the document's file, in which language to speak, files of documents to compare with, the file with the book
    and the period to hold it against ("" for none; made by this site), the limits.
    """

    document: str
    language: str
    companions: tuple[str, ...]
    book: str
    memory: int
    seconds: int


def main() -> int:
    """Do what the standard input asks for."""
    asked = json.load(sys.stdin)
    request = Request(**asked | {"companions": tuple(asked["companions"])})
    _limit(request)
    use_language(request.language)
    out = Path(OUT)
    out.mkdir()
    try:
        audited = audit_file(Path(request.document), AuditOptions(to=OUT, formats=FORMATS, companions=request.companions), _beyond(request.book))
    except GoujiError as error:
        problems = [{"code": each.code, "params": {key: str(value) for key, value in each.params.items()}} for each in error.problems]
        write_whole(out / PROBLEMS, json.dumps(problems, ensure_ascii=False).encode("utf-8", "replace"))
        return 0
    write_whole(out / VIEW, json.dumps(view_record(audited.view), ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def _limit(request: Request) -> None:
    """Refuse more memory and time than allowed, where the system can: beyond it this process ends."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is the only limit there
        return
    resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (request.seconds, request.seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _beyond(file: str) -> list[Beyond]:
    """The comparison with the book that the worker laid beside."""
    if not file:
        return []
    book: Book
    period: Period
    book, period = pickle.loads(Path(file).read_bytes())  # noqa: S301  # written by the worker for this very process
    reckoner = Reckoner(book)
    return [lambda reading: against.compare(reading, reckoner, period)]


def view_record(view: View) -> dict[str, Any]:
    """What the page shows of an audit, as JSON-able data; decisions are put to it when it is shown."""
    coverage = view.audit.coverage
    return {
        "title": view.audit.title, "format": view.document.format, "coverage": [coverage.measured, coverage.checked, coverage.held],
        "issues": [_issue_record(issue) for issue in view.issues], "notices": [*view.audit.conventions, *view.audit.notices],
        "unassessed": _unassessed(view),
    }


def _unassessed(view: View) -> list[dict[str, str]]:
    """What was recognised but could not be checked: which relation, the number with the words around it, where, why."""
    outline, text = Outline(view.document), view.document.text
    found = []
    for item in view.audit.not_assessable:
        start, end = item.claim.start, item.claim.end
        place = " · ".join(part for part in (outline.section(start), view.document.place(start).words) if part)
        quote = " ".join(text[max(start - _AROUND, 0):end + _AROUND].split())
        found.append({"kind": item.kind, "value": printed(item.claim), "reason": item.reason, "place": place, "quote": quote})
    return found


def _issue_record(issue: Issue) -> dict[str, Any]:
    finding = issue.finding
    return {
        "number": issue.number, "verdict": finding.verdict.value, "kind": finding.kind, "message": finding.message, "place": issue.passage.place,
        "chapter": issue.chapter, "parts": _parts(issue.passage), "others": _passages(issue.others), "arithmetic": list(issue.arithmetic),
        "culprit": finding.culprit, "repair": finding.repair, "advice": finding.advice, "fingerprint": finding.fingerprint, "values": list(issue.values),
    }


def _passages(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    return [{"place": passage.place, "parts": _parts(passage)} for passage in passages]


def _parts(passage: Passage) -> list[list[Any]]:
    """The pieces of a quotation, each with whether it is a number in question."""
    return [[piece, spot is not None] for piece, spot in passage.parts]


if __name__ == "__main__":
    sys.exit(main())
