"""The worker: takes jobs from the queue one by one and does them; each kind of work is a function that can begin again."""

from __future__ import annotations

import json
import logging
import signal
from collections.abc import Callable
from collections.abc import Mapping
from threading import Event
from types import FrameType

from gouji.messages import GoujiError
from gouji.messages import use_language
from gouji.store import jobs
from gouji.store.models import Job

Step = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are; raises jobs.Cancelled."""
Kind = Callable[[Job, Mapping[str, object], Step], Mapping[str, object]]
"""Does a job with its arguments; what it gives is kept as the job's result."""
KINDS: dict[str, Kind] = {}
"""The kinds of work by name."""
_IDLE = 1
_log = logging.getLogger("gouji.work")


def work(stop: Event | None = None) -> None:
    """Do jobs until stopped (SIGTERM, SIGINT): the one at hand is given back to the queue, to be begun again."""
    ending = stop or Event()
    if stop is None:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda _number, _frame: _end(ending, _number, _frame))
    while not ending.is_set():
        job = jobs.claim()
        if job is None:
            ending.wait(_IDLE)
        else:
            do(job)


def do(job: Job) -> None:
    """Do one job and say what came of it."""
    use_language(job.account.language)
    try:
        result = KINDS[job.kind](job, json.loads(job.arguments), lambda words, done, total: jobs.step(job, words, done, total))
    except jobs.Cancelled:
        jobs.finish(job, jobs.CANCELLED, {})
    except GoujiError as error:
        jobs.finish(job, jobs.FAILED, {"problems": [f"{problem.message()} {problem.advice()}".strip() for problem in error.problems]})
    except Exception:  # noqa: BLE001  # one job that fails must not end the worker
        _log.exception("job %s", job.pk)
        jobs.finish(job, jobs.FAILED, {})
    else:
        jobs.finish(job, jobs.DONE, result)


def _end(ending: Event, _number: int, _frame: FrameType | None) -> None:
    ending.set()
