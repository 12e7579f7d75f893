"""The findings of a submission for whoever may see it: they belong to the page that was opened with its rights asked."""

from __future__ import annotations

from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings import findings_of


def findings_seen(found: EntryPage) -> Findings:
    """The findings of an opened submission."""
    with live_book(found.submission.round.book).use() as reckoner:
        return findings_of(reckoner, found.submission, found.tables)
