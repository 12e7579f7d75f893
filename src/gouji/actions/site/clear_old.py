"""What has been kept long enough is cleared: documents whose time is over, jobs that ended long ago, folders that nothing names."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta

from gouji.actions.site.ask_book import rooms_awaited
from gouji.actions.site.delete_document import remove_expired
from gouji.actions.site.entry_excel import clear_returned
from gouji.actions.site.evidence_drawn import clear_drawn
from gouji.actions.site.upload_facts import clear_facts
from gouji.store import jobs
from gouji.store.limits import limits
from gouji.store.models import Document
from gouji.store.models import ReportVersion
from gouji.store.rooms import DOCUMENTS
from gouji.store.rooms import INCOMING
from gouji.store.rooms import REPORTS
from gouji.store.rooms import drop_room
from gouji.store.rooms import rooms_before

_UNNAMED = timedelta(days=1)
_RETURNED = timedelta(days=7)


def clear_old(now: datetime) -> int:
    """Clear; gives how many things went. Called by the worker, of which there may be several: what is gone already is no mistake."""
    expired = list(Document.objects.filter(expires__lt=now))
    for document in expired:
        remove_expired(document)
    cleared = len(expired) + jobs.clear(now - limits().jobs) + clear_returned(now - _RETURNED) + clear_facts(now - _RETURNED)
    cleared += clear_drawn(now - _RETURNED)
    for kind, named in (
        (DOCUMENTS, set(Document.objects.values_list("room", flat=True))), (REPORTS, set(ReportVersion.objects.values_list("room", flat=True))),
        (INCOMING, rooms_awaited()),
    ):
        for name in [name for name in rooms_before(kind, now - _UNNAMED) if name not in named]:
            drop_room(kind, name)
            cleared += 1
    return cleared
