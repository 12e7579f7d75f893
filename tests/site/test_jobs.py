"""The queue of long work: what was asked for survives its worker, is called off at its next step, and is nobody else's."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta
from threading import Event

import pytest

from gouji.rights import Role


@pytest.fixture
def li(person):
    return person("li", (Role.FILLER, "jiangmen", "440700"))


@pytest.fixture
def kinds(monkeypatch):
    """Kinds of work made for a test."""
    from gouji.actions.site import work
    monkeypatch.setattr(work, "KINDS", {})
    return work.KINDS


def expired(job):
    """The worker that had the job was ended a while ago."""
    from gouji.store.models import Job
    Job.objects.filter(pk=job.pk).update(lease=datetime.now(UTC) - timedelta(seconds=1))


def test_a_job_whose_worker_was_ended_is_taken_up_again_and_finishes(li, kinds):
    from gouji.actions.site.work import do
    from gouji.store import jobs
    kinds["count"] = lambda _job, arguments, step: (step("数", 1, 2), {"address": f"/x/{arguments['n']}/"})[1]
    asked = jobs.enqueue("count", li.pk, "数数", {"n": 3})
    first = jobs.claim()
    jobs.step(first, "数", 1, 2)
    assert jobs.claim() is None  # while its lease runs it is that worker's
    expired(first)
    second = jobs.claim()
    assert (second.pk, second.attempts, second.progress) == (asked.pk, 2, 0)
    do(second)
    asked.refresh_from_db()
    assert (asked.state, asked.result) == (jobs.DONE, '{"address": "/x/3/"}')


def test_a_lost_lease_never_overwrites(li):
    from gouji.store import jobs
    jobs.enqueue("count", li.pk, "数数", {})
    lost = jobs.claim()
    expired(lost)
    held = jobs.claim()
    with pytest.raises(jobs.Cancelled):
        jobs.step(lost, "晚了", 9, 9)
    assert not jobs.holds(lost)
    assert not jobs.finish(lost, jobs.DONE, {"address": "/late/"})
    assert jobs.finish(held, jobs.DONE, {"address": "/right/"})
    held.refresh_from_db()
    assert held.result == '{"address": "/right/"}'


def test_three_attempts_then_it_has_failed_and_says_so(li, visit):
    from gouji.store import jobs
    asked = jobs.enqueue("count", li.pk, "数数", {})
    for _attempt in range(3):
        expired(jobs.claim())
    assert jobs.claim() is None
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (jobs.FAILED, 3)
    assert "试了 3 次都没有做完" in visit(li).get(f"/jobs/{asked.pk}/").content.decode()


@pytest.mark.parametrize(("error", "words"), [(ValueError("secret detail"), "程序出错了"), (None, "没有名为“x”的账簿")])
def test_a_job_that_fails_says_why_without_a_trace(li, kinds, visit, error, words):
    from gouji.actions.site.work import do
    from gouji.messages import GoujiError
    from gouji.store import jobs

    def fail(_job, _arguments, _step):
        raise error or GoujiError.of("S02", name="x")
    kinds["fail"] = fail
    asked = jobs.enqueue("fail", li.pk, "坏", {})
    do(jobs.claim())
    page = visit(li).get(f"/jobs/{asked.pk}/").content.decode()
    assert words in page
    assert "secret detail" not in page
    assert "Traceback" not in page


def test_cancelled_while_it_waits_and_at_its_next_step(li, kinds, visit):
    from gouji.actions.site.work import do
    from gouji.store import jobs
    steps = []

    def slow(_job, _arguments, step):
        for number in range(5):
            step("走", number, 5)
            steps.append(number)
            if number == 1:
                visit(li).post(f"/jobs/{asked.pk}/cancel/")
        return {}
    kinds["slow"] = slow
    waiting = jobs.enqueue("slow", li.pk, "等", {})
    visit(li).post(f"/jobs/{waiting.pk}/cancel/")
    asked = jobs.enqueue("slow", li.pk, "走", {})
    do(jobs.claim())
    waiting.refresh_from_db()
    asked.refresh_from_db()
    assert (waiting.state, asked.state, steps) == (jobs.CANCELLED, jobs.CANCELLED, [0, 1])


def test_a_worker_that_is_stopped_gives_its_job_back(li, kinds):
    from gouji.actions.site.work import do
    from gouji.store import jobs
    ending = Event()
    kinds["slow"] = lambda _job, _arguments, step: (ending.set(), step("走", 1, 2))[1]
    asked = jobs.enqueue("slow", li.pk, "走", {})
    do(jobs.claim(), ending)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (jobs.QUEUED, 0)


def test_what_may_no_longer_be_done_is_refused_in_the_background_too(li, kinds):
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.origin import require
    from gouji.actions.site.work import do
    from gouji.rights import Act
    from gouji.rights import Target
    from gouji.store import jobs
    kinds["forbidden"] = lambda job, _arguments, _step: require(origin_of(job.account), Act.OPERATE, Target())
    asked = jobs.enqueue("forbidden", li.pk, "越权", {})
    do(jobs.claim())
    asked.refresh_from_db()
    assert asked.state == jobs.FAILED
    assert "不可以" in asked.result


def test_jobs_of_others_are_neither_seen_nor_cancelled(li, person, visit):
    from gouji.store import jobs
    other = person("wang", (Role.FILLER, "jiangmen", "440700"))
    asked = jobs.enqueue("count", li.pk, "李的任务", {})
    client = visit(other)
    assert "李的任务" not in client.get("/jobs/").content.decode()
    assert client.get(f"/jobs/{asked.pk}/").status_code == 403
    assert client.post(f"/jobs/{asked.pk}/cancel/").status_code == 403
    assert client.get("/jobs/999999/").status_code == 404
    asked.refresh_from_db()
    assert asked.state == jobs.QUEUED


def test_a_running_job_renews_itself_and_an_ended_one_does_not(li, visit):
    from gouji.store import jobs
    jobs.enqueue("count", li.pk, "<b>数数</b>", {})
    job = jobs.claim()
    jobs.step(job, "第一章", 1, 4)
    part = visit(li).get(f"/jobs/{job.pk}/part/").content.decode()
    assert "第一章" in part
    assert 'value="25"' in part
    assert 'hx-trigger="every 2s"' in part
    assert "<b>数数" not in visit(li).get("/jobs/").content.decode()
    jobs.finish(job, jobs.DONE, {"address": "/audits/7/"})
    part = visit(li).get(f"/jobs/{job.pk}/part/").content.decode()
    assert "hx-trigger" not in part
    assert 'href="/audits/7/"' in part


def test_a_result_never_leads_elsewhere(li, visit):
    from gouji.store import jobs
    jobs.enqueue("count", li.pk, "数", {})
    job = jobs.claim()
    jobs.finish(job, jobs.DONE, {"address": "//elsewhere.example/"})
    assert "elsewhere" not in visit(li).get(f"/jobs/{job.pk}/").content.decode()


def test_jobs_that_ended_long_ago_are_cleared(li):
    from gouji.actions.site.clear_old import clear_old
    from gouji.store import jobs
    from gouji.store.models import Job
    for _number in range(2):
        jobs.enqueue("count", li.pk, "数", {})
        jobs.finish(jobs.claim(), jobs.DONE, {})
    old = Job.objects.first()
    Job.objects.filter(pk=old.pk).update(ended=datetime.now(UTC) - timedelta(days=400))
    clear_old(datetime.now(UTC))
    assert not Job.objects.filter(pk=old.pk).exists()
    assert Job.objects.count() == 1
