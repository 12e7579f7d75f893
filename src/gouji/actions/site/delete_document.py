"""Delete a document for good: its row, its files, the jobs that named it. Only the line in the trail stays, which holds its number."""

from __future__ import annotations

import json

from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.origin import Origin
from gouji.actions.site.own_documents import document_thing
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.upload_document import KIND
from gouji.rights import Act
from gouji.store import trail
from gouji.store.models import Document
from gouji.store.models import Job
from gouji.store.rooms import DOCUMENTS
from gouji.store.rooms import drop_room
from gouji.store.units import together


def delete_document(origin: Origin, number: int) -> None:
    """Delete a document of one's own. An audit that runs ends at its next step. Raises GoujiError S80, Refused."""
    remove(origin, find_document(origin, number), "delete")


def remove_expired(document: Document) -> None:
    """Delete a document whose time is over."""
    remove(PROGRAM, document, "expire")


def remove(origin: Origin, document: Document, verb: str) -> None:
    """The row first, in one transaction with its line in the trail; then the files, which nothing names any more."""
    with together():
        trail.append(origin.trail, Act.USE_AUDITS.value, document_thing(document.pk), details={"verb": verb})
        jobs = Job.objects.filter(account_id=document.owner_id, kind=KIND)
        Job.objects.filter(pk__in=[job.pk for job in jobs if json.loads(job.arguments)["document"] == document.pk]).delete()
        room = document.room
        Document.objects.filter(pk=document.pk).delete()
    drop_room(DOCUMENTS, room)
