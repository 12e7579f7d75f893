"""The worker: takes jobs from the queue one by one and does them; each kind of work is a function that can begin again."""

from __future__ import annotations

import json
import logging
import signal
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from threading import Event
from types import FrameType

from gouji.actions.site.audit_document_job import audit_document
from gouji.actions.site.build_report_job import build_report
from gouji.actions.site.clear_old import clear_old
from gouji.actions.site.load_book_job import load_book
from gouji.actions.site.origin import Refused
from gouji.actions.site.steps import Kind
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import use_language
from gouji.store import jobs
from gouji.store.models import Job

KINDS: dict[str, Kind] = {
    "audit_document": audit_document,
    "build_report": build_report,
    "load_book": load_book,
}
"""The kinds of work by name."""
_IDLE = 1
_CLEARING = timedelta(hours=1)
_log = logging.getLogger("gouji.work")


class Stopped(Exception):  # noqa: N818  # no error: the site is being stopped
    """The worker is to stop; the job at hand goes back to the queue."""


def work(stop: Event | None = None) -> None:
    """Do jobs until stopped (SIGTERM, SIGINT): the one at hand is given back to the queue, to be begun again. Between jobs, once an hour,
    what has been kept long enough is cleared.
    """
    ending = stop or Event()
    if stop is None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda _number, _frame: _end(ending, _number, _frame))
    cleared: datetime | None = None
    while not ending.is_set():
        try:
            jobs.breathe()
            if cleared is None or datetime.now(UTC) - cleared > _CLEARING:
                clear_old(datetime.now(UTC))
                cleared = datetime.now(UTC)
            job = jobs.claim()
            if job is not None:
                do(job, ending)
                continue
        except Exception:  # noqa: BLE001  # the database away for a while must not end the worker
            _log.exception("worker")
        ending.wait(_IDLE)


def do(job: Job, ending: Event | None = None) -> None:
    """Do one job and say what came of it."""
    use_language(job.account.language)

    def step(words: str, done: int, total: int) -> None:
        if ending is not None and ending.is_set():
            raise Stopped
        jobs.step(job, words, done, total)

    try:
        result = KINDS[job.kind](job, json.loads(job.arguments), step)
    except jobs.Cancelled:
        jobs.finish(job, jobs.CANCELLED, {})
    except Stopped:
        jobs.give_back(job)
    except GoujiError as error:
        jobs.finish(job, jobs.FAILED, {"problems": [_words(problem) for problem in error.problems]})
    except Refused as error:
        jobs.finish(job, jobs.FAILED, {"problems": [error.words]})
    except Exception:  # noqa: BLE001  # one job that fails must not end the worker
        _log.exception("job %s", job.pk)
        jobs.finish(job, jobs.FAILED, {})
    else:
        jobs.finish(job, jobs.DONE, result)


def _words(problem: Problem) -> str:
    """A problem for whoever asked for the work, with its place."""
    place = f"{problem.place}: " if str(problem.place) else ""
    return f"{place}{problem.message()} {problem.advice()}".strip()


def _end(ending: Event, _number: int, _frame: FrameType | None) -> None:
    ending.set()
