"""The queue of long work, in the database: nothing else to install, and a job that was asked for survives whatever ends.

A library's queue was weighed: those over a database lose or duplicate a job whose worker is killed, or need PostgreSQL.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC
from datetime import datetime
from datetime import timedelta

from django.db import close_old_connections
from django.db import transaction
from django.db.models import F
from django.db.models import Q

from gouji.store.models import Job

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN = frozenset({QUEUED, RUNNING})
"""The states of a job that is still to come to something."""
LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 3


class Cancelled(Exception):  # noqa: N818  # no error: somebody asked for it
    """The job was called off, or its lease was lost to another worker."""


def enqueue(kind: str, account: int, title: str, arguments: Mapping[str, object]) -> Job:
    """Ask for a piece of work."""
    return Job.objects.create(kind=kind, account_id=account, title=title[:200], arguments=json.dumps(arguments, ensure_ascii=False))


def claim() -> Job | None:
    """The oldest job that waits, or whose worker was ended, taken by this worker; None where there is none. A job tried too often fails."""
    now = datetime.now(UTC)
    waiting = Q(state=QUEUED) | Q(state=RUNNING, lease__lt=now)
    with transaction.atomic():
        for job in Job.objects.filter(waiting).order_by("pk")[:20]:
            ended = CANCELLED if job.cancelling else FAILED if job.attempts >= MOST_ATTEMPTS else ""
            if ended:
                Job.objects.filter(pk=job.pk).filter(waiting).update(state=ended, ended=now, lease=None)
                continue
            taken = Job.objects.filter(pk=job.pk).filter(waiting).update(
                state=RUNNING, lease=now + LEASE, attempts=F("attempts") + 1, started=now, progress=0, total=0, words="",
            )
            if taken:
                return Job.objects.get(pk=job.pk)
    return None


def step(job: Job, words: str, done: int, total: int) -> None:
    """Say how far a job is and prolong its lease. Raises Cancelled where it was called off or another worker has it."""
    held = Job.objects.filter(pk=job.pk, state=RUNNING, attempts=job.attempts, cancelling=False)
    if not held.update(words=words[:300], progress=done, total=total, lease=datetime.now(UTC) + LEASE):
        raise Cancelled


def holds(job: Job) -> bool:
    """Whether this worker still has the job; asked, and the row held, within the transaction that writes what the job made."""
    return bool(Job.objects.filter(pk=job.pk, state=RUNNING, attempts=job.attempts).update(lease=datetime.now(UTC) + LEASE))


def finish(job: Job, state: str, result: Mapping[str, object]) -> bool:
    """End a job that this worker still has; returns whether it had it."""
    held = Job.objects.filter(pk=job.pk, state=RUNNING, attempts=job.attempts)
    return bool(held.update(state=state, result=json.dumps(result, ensure_ascii=False), ended=datetime.now(UTC), lease=None))


def give_back(job: Job) -> None:
    """Put a job back that this worker cannot end because it is to stop; that does not count as an attempt."""
    Job.objects.filter(pk=job.pk, state=RUNNING, attempts=job.attempts).update(state=QUEUED, attempts=F("attempts") - 1, lease=None)


def cancel(job: int) -> None:
    """Call a job off: at once where it waits, at its next step where it runs."""
    Job.objects.filter(pk=job, state=QUEUED).update(state=CANCELLED, ended=datetime.now(UTC), cancelling=True)
    Job.objects.filter(pk=job, state=RUNNING).update(cancelling=True)


def clear(before: datetime) -> int:
    """Delete the jobs that ended before a moment; gives how many."""
    return int(Job.objects.filter(ended__lt=before).delete()[0])


def breathe() -> None:
    """Between two jobs: drop a connection to the database that no longer works, so that the next use makes a new one."""
    close_old_connections()
