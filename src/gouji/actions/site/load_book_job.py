"""The work behind a book that is loaded: read, checked and stored in a process of its own, which can be called off at any moment."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from time import monotonic
from time import sleep
from typing import Any

from gouji.actions.site.apart import TookTooLong
from gouji.actions.site.apart import run_apart
from gouji.actions.site.ask_book import IMPORT
from gouji.actions.site.ask_book import PACKED
from gouji.actions.site.ask_book import WantedBook
from gouji.actions.site.load_alone import DOING
from gouji.actions.site.load_alone import PROBLEMS
from gouji.actions.site.origin import origin_of
from gouji.actions.site.origin import require
from gouji.actions.site.steps import Step
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import jobs
from gouji.store.models import BookRow
from gouji.store.models import Job
from gouji.store.models import TrailRow
from gouji.store.place import data_folder
from gouji.store.place import room
from gouji.store.rooms import INCOMING
from gouji.store.rooms import drop_room
from gouji.store.rooms import in_room

_COMMAND = [sys.executable, "-m", "gouji.actions.site.load_alone"]
_HOURS = 6
_RESULT = {"address": "/admin/books/"}
_STEPS = 3
_HELD = "S129"
_AGAIN = 10


def load_book(job: Job, arguments: Mapping[str, object], step: Step) -> Mapping[str, object]:
    """Load the book that was asked for; one that an earlier attempt has loaded is not loaded again.

    Raises Refused (books.manage), GoujiError: as ask_archive; every mistake of the book (B…, X…); too long (S169), the process ended (S168).
    """
    given: dict[str, Any] = dict(arguments)
    wanted = WantedBook(**given)
    require(origin_of(job.account), Act.MANAGE_BOOKS, Target())
    if _is_loaded(job, wanted.slug):
        return _done(wanted)
    step(_("准备"), 0, _STEPS)
    work = room("work") / f"load-{job.pk}-{job.attempts}"
    try:
        problems = _load_in_turn(job, wanted, work, step)
    except jobs.Cancelled:
        if _is_loaded(job, wanted.slug):  # it was done at the very moment when it was called off
            return _done(wanted)
        if Job.objects.filter(pk=job.pk, cancelling=True).exists():  # else another worker has it, who needs the file
            _drop(wanted)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    if problems:
        _drop(wanted)
        raise GoujiError(*problems)
    return _done(wanted)


def _load_in_turn(job: Job, wanted: WantedBook, work: Path, step: Step) -> Sequence[Problem]:
    """Load it when nobody else is loading a book of this name: a worker that was killed may have left one who is about to end."""
    last = monotonic() + _HOURS * 3600
    while True:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(mode=0o700)
        problems = _load(job, wanted, work, step)
        if not any(each.code == _HELD for each in problems) or monotonic() > last:
            return problems
        for _second in range(_AGAIN):
            step(_("等待另一个任务载完同名账簿"), 0, _STEPS)
            sleep(1)


def _load(job: Job, wanted: WantedBook, work: Path, step: Step) -> Sequence[Problem]:
    """Let the process work; gives what it found wrong."""
    source = in_room(INCOMING, wanted.room) / PACKED if wanted.room else room(IMPORT) / wanted.folder
    request = {"account": job.account_id, "language": job.account.language, "source": str(source), "slug": wanted.slug, "parent": os.getpid()}
    words = {"unpack": _("展开压缩包"), "definitions": _("读入定义"), "load": _("读入、核对、写入账簿")}

    def beat(seconds: int) -> None:
        doing = (work / DOING).read_text("ascii") if (work / DOING).exists() else "unpack"
        step(_("{what}，已用 {seconds} 秒").format(what=words[doing], seconds=seconds), list(words).index(doing), _STEPS)

    try:
        run_apart(_COMMAND, work, json.dumps(request), _HOURS * 3600, beat, os.environ | {"GOUJI_DATA": str(data_folder())})
    except TookTooLong as error:
        raise GoujiError.of("S169", hours=_HOURS) from error
    if _is_loaded(job, wanted.slug):  # by this process, or by one an earlier attempt had left
        return []
    if (work / PROBLEMS).is_file():
        return [Problem(each["code"], Place(**each["place"]), each["params"]) for each in json.loads((work / PROBLEMS).read_bytes())]
    raise GoujiError.of("S168")


def _is_loaded(job: Job, slug: str) -> bool:
    """Whether this job has loaded its book: nobody else could, for the name was free when it was asked for and nobody may ask for it twice."""
    book = BookRow.objects.filter(slug=slug).first()
    if book is None:
        return False
    lines = TrailRow.objects.filter(account=job.account_id, act=Act.MANAGE_BOOKS.value, thing=f"book/{book.pk}", moment__gte=job.created)
    return bool(lines.exists())


def _done(wanted: WantedBook) -> Mapping[str, object]:
    _drop(wanted)
    return _RESULT


def _drop(wanted: WantedBook) -> None:
    """Throw the uploaded file away; a folder of the import room belongs to whoever put it there."""
    if wanted.room:
        drop_room(INCOMING, wanted.room)
