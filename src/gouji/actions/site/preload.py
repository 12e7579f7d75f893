"""What the first visitor would have to wait for, done when a process of the web server begins: definitions, books, the forms that are being filled in."""

from __future__ import annotations

import logging
from threading import Thread

from gouji.actions.site.asked import context_of
from gouji.actions.site.asked import round_form
from gouji.actions.site.definitions import live_book
from gouji.actions.site.definitions import site_catalogue
from gouji.actions.site.kept_form import MOST
from gouji.actions.site.kept_form import kept_form
from gouji.messages import GoujiError
from gouji.rights import Reach
from gouji.store.live import settle
from gouji.store.models import BookRow
from gouji.store.models import Submission
from gouji.store.snapshots import let_go
from gouji.store.views import view

_log = logging.getLogger("gouji.preload")


def preload() -> None:
    """Load the definitions now, and the books beside the first requests: who asks for one meanwhile waits for that one only.

    What cannot be loaded is left to whoever asks for it, and is told why.
    """
    try:
        site_catalogue()
    except GoujiError:
        return
    Thread(target=_books, name="preload", daemon=True).start()


def _books() -> None:
    try:
        for book in BookRow.objects.order_by("pk"):
            _book(book)
    except Exception as error:  # noqa: BLE001  # nobody has asked yet: whoever does is told
        _log.warning("not preloaded: %s", type(error).__name__)
    finally:
        let_go()
        settle()


def _book(book: BookRow) -> None:
    """One book, its index, its forms in work; others may use it between one form and the next."""
    live = live_book(book)
    with live.use():
        view(live, Reach.BELOW).index()
    asked = Submission.objects.filter(round__book=book, round__closed__isnull=True).select_related("round").order_by("-round__due", "organisation")
    for submission in asked[:MOST]:
        with live.use() as reckoner:
            kept = kept_form(live, round_form(submission.round), context_of(submission))
            kept.tables(reckoner, registers=False)
            kept.report(reckoner)
