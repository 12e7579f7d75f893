"""The long work that an account has asked for: listed, found, called off; nobody else's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import jobs
from gouji.store import trail
from gouji.store.models import Job
from gouji.store.units import together

MOST = 100


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as its page shows it: the row, its state in words, what went wrong, where its result is, how far it is in hundredths (None: unknown)."""

    job: Job
    state: str
    problems: Sequence[str]
    address: str
    percent: int | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to come to something."""
        return self.job.state in jobs.OPEN


def list_jobs(origin: Origin) -> Sequence[JobLine]:
    """The account's own jobs, the newest first. Raises Refused (jobs.use)."""
    require(origin, Act.USE_JOBS, Target(owner=origin.number))
    return [_line(job) for job in Job.objects.filter(account_id=origin.number).order_by("-pk")[:MOST]]


def find_job(origin: Origin, number: int) -> JobLine:
    """A job of one's own. Raises GoujiError S81 where there is none, Refused where somebody else asked for it."""
    job = Job.objects.filter(pk=number).first()
    if job is None:
        raise GoujiError.of("S81")
    require(origin, Act.USE_JOBS, Target(thing=f"job/{number}", owner=job.account_id))
    return _line(job)


def cancel_job(origin: Origin, number: int) -> JobLine:
    """Call a job of one's own off: at once where it waits, at its next step where it runs; nothing where it has ended. Raises S81, Refused."""
    line = find_job(origin, number)
    if line.is_open:
        with together():
            jobs.cancel(number)
            trail.append(origin.trail, Act.USE_JOBS.value, f"job/{number}", details={"verb": "cancel", "kind": line.job.kind})
    return find_job(origin, number)


def _line(job: Job) -> JobLine:
    result = json.loads(job.result) if job.result else {}
    address = str(result.get("address", ""))
    percent = min(100, 100 * job.progress // job.total) if job.total > 0 else None
    return JobLine(job, _words(job), _problems(job, result), address if address.startswith("/") and not address.startswith("//") else "", percent)


def _words(job: Job) -> str:
    if job.state == jobs.RUNNING and job.cancelling:
        return _("正在取消")
    return {
        jobs.QUEUED: _("排队"), jobs.RUNNING: _("进行中"), jobs.DONE: _("完成"), jobs.FAILED: _("未成"), jobs.CANCELLED: _("已取消"),
    }[job.state]


def _problems(job: Job, result: dict[str, object]) -> Sequence[str]:
    """What went wrong, for people: what the work said; that it was tried too often; else that it is a mistake of ours."""
    if job.state != jobs.FAILED:
        return ()
    told = result.get("problems")
    if isinstance(told, list) and told:
        return [str(line) for line in told]
    if job.attempts >= jobs.MOST_ATTEMPTS:
        problem = Problem("S84", params={"count": job.attempts})
        return [problem.message(), problem.advice()]
    return [_("程序出错了，没有做完。请重新提交；再次出现时，请把时间和任务告诉系统管理员。")]
