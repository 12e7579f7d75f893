"""What the owner of a document decides about a finding: kept in the file beside the document, as the command line keeps it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from datetime import datetime

from gouji.actions.site.audit_counts import counts_of
from gouji.actions.site.origin import Origin
from gouji.actions.site.own_documents import document_thing
from gouji.actions.site.own_documents import file_of
from gouji.actions.site.own_documents import find_document
from gouji.actions.site.own_documents import result_file
from gouji.actions.site.own_documents import summary_of
from gouji.actions.site.words import words_in
from gouji.audit.decisions import Decision
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status
from gouji.audit.decisions import decisions_path
from gouji.audit.decisions import load_decisions
from gouji.audit.decisions import save_decisions
from gouji.messages import GoujiError
from gouji.rights import Act
from gouji.store import trail
from gouji.store.locks import for_update
from gouji.store.models import Document
from gouji.store.units import together


def decide_finding(origin: Origin, number: int, fingerprint: str, values: Sequence[str], status: str, reason: str = "") -> None:
    """Confirm, dismiss (with a reason), mark as corrected, or take a decision back (status "").

    The decision is about the finding with this fingerprint and these values, as they were seen. Raises Refused, GoujiError: no such document (S80), no
    such finding (S87), dismissed without a reason (S13), too many words (S41).
    """
    document = find_document(origin, number)
    if status and status not in list(Status):
        raise GoujiError.of("S87")
    words = words_in(reason, wanted=status == Status.DISMISSED)
    with together():
        held: Document = for_update(Document.objects).get(pk=document.pk)
        view = json.loads(result_file(held, "view").read_bytes())
        if not any(issue["fingerprint"] == fingerprint and issue["values"] == list(values) for issue in view["issues"]):
            raise GoujiError.of("S87")
        path = decisions_path(file_of(held))
        decisions = _without(load_decisions(path), fingerprint, values)
        if status:
            made = Decision(fingerprint, Status(status), words, origin.name, datetime.now(UTC).isoformat(timespec="seconds"), tuple(values))
            decisions = decisions.merge([made])
        held.summary = json.dumps(summary_of(held) | counts_of(view, decisions) | {"decided": True}, ensure_ascii=False)
        held.save(update_fields=["summary"])
        trail.append(origin.trail, Act.USE_AUDITS.value, document_thing(number), details={"verb": "decide", "status": status or "pending"})
        save_decisions(path, held.name, decisions)


def _without(decisions: Decisions, fingerprint: str, values: Sequence[str]) -> Decisions:
    """The decisions but for that on a finding with these values."""
    return Decisions(tuple(item for item in decisions.items if (item.fingerprint, item.values) != (fingerprint, tuple(values))))
