"""The findings of a submission for whoever may see it: they belong to the page that was opened with its rights asked."""

from __future__ import annotations

from gouji.actions.site.as_sent import findings_as_sent
from gouji.actions.site.asked import context_of
from gouji.actions.site.definitions import live_book
from gouji.actions.site.entry_page import EntryPage
from gouji.actions.site.findings import Findings
from gouji.actions.site.findings import findings_from
from gouji.actions.site.kept_form import kept_form


def findings_seen(found: EntryPage) -> Findings:
    """The findings of an opened submission."""
    if found.as_sent:
        return findings_as_sent(found.submission, found.tables)
    live = live_book(found.submission.round.book)
    with live.use() as reckoner:
        report = kept_form(live, found.form, context_of(found.submission)).report(reckoner)
    return findings_from(report, live.catalogue, found.submission, found.tables)
