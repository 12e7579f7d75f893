"""The documents of an account: found, listed, shown; nobody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import trail
from gouji.store.models import Document
from gouji.store.rooms import DOCUMENTS
from gouji.store.rooms import in_room

STEM = "document"
RESULT = "result"
FILES: Mapping[str, str] = {"page": "html", "marked": "", "list": "清单.xlsx", "json": "json", "sarif": "sarif"}
"""What an audit leaves to be taken away, and how the name of each file ends (that of the marked copy as the document's own)."""


def document_thing(number: int) -> str:
    """How a document is named as a target of rights and in the trail."""
    return f"document/{number}"


def find_document(origin: Origin, number: int) -> Document:
    """A document of one's own. Raises GoujiError S80 where there is none, Refused (audits.view) where it is somebody else's."""
    found = Document.objects.select_related("book", "job").filter(pk=number).first()
    if found is None:
        raise GoujiError.of("S80")
    require(origin, Act.VIEW_AUDIT, Target(thing=document_thing(number), owner=found.owner_id))
    return found


def list_documents(origin: Origin) -> Sequence[Document]:
    """The documents of the account, the newest first. Raises Refused (audits.use)."""
    require(origin, Act.USE_AUDITS, Target())
    return list(Document.objects.select_related("job").filter(owner_id=origin.number).order_by("-pk"))


def folder_of(document: Document) -> Path:
    """The room of a document."""
    return in_room(DOCUMENTS, document.room)


def file_of(document: Document) -> Path:
    """The document itself, under a name of our own."""
    return folder_of(document) / f"{STEM}-{document.edition}{document.kind}"


def summary_of(document: Document) -> dict[str, object]:
    """What its last audit found: `verdicts`, `pending`, `coverage`, `files`, `result` (the folder of its files); empty before the first."""
    return dict(json.loads(document.summary)) if document.summary else {}


def taken_file(origin: Origin, number: int, key: str) -> tuple[Path, str]:
    """A file to take away and what it is to be called: one of FILES, or the document itself ("original"). Raises S80, S83, Refused."""
    document = find_document(origin, number)
    if key == "original":
        path, name = file_of(document), document.name
    else:
        path = result_file(document, key)
        if key not in FILES:
            raise GoujiError.of("S83")
        ending = FILES[key] or document.kind.lstrip(".")
        name = f"{document.name}.核对.{ending}"
    if not path.is_file():
        raise GoujiError.of("S83")
    trail.append(origin.trail, Act.VIEW_AUDIT.value, document_thing(number), details={"verb": "take", "file": key})
    return path, name


def result_file(document: Document, key: str) -> Path:
    """A file of the last audit. Raises GoujiError S83 where there is none of that kind."""
    summary = summary_of(document)
    files = summary.get("files")
    if not isinstance(files, dict) or key not in files or key not in {*FILES, "view"}:
        raise GoujiError.of("S83")
    return folder_of(document) / str(summary["result"]) / str(files[key])
