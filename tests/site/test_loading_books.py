"""A book is loaded in the background: with progress, called off at any moment, taken up again after a kill; what is wrong with it is told with its place."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest

from gouji.rights import Role

EXAMPLE = Path(__file__).parents[2] / "examples" / "jiangmen-technician-2022"
SAFE = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI_", "DJANGO_", "DATABASE_"))}
BEGIN = """
import json, sys, time; from pathlib import Path
from gouji.store.schema import connect, migrate
data = Path(sys.argv[1]); connect(data); migrate()
from gouji.actions.site import load_book_job, work
from gouji.actions.site.accounts import create_account, grant_role
from gouji.actions.site.ask_book import ask_archive, ask_waiting
from gouji.actions.site.origin import PROGRAM, origin_of
from gouji.rights import Role
from gouji.store import jobs, trail
from gouji.store.models import Account, BookRow, Job, RowVersion
from gouji.store.place import room
account = Account.objects.filter(username="sys").first()
if account is None:
    account, _none = create_account(PROGRAM, "sys", "系统")
    grant_role(PROGRAM, account, Role.SYSTEM)
origin = origin_of(account)
def tell(job):
    job.refresh_from_db()
    print(json.dumps({
        "state": job.state, "attempts": job.attempts, "words": job.words, "result": json.loads(job.result or "{}"),
        "books": list(BookRow.objects.values_list("slug", flat=True)), "rows": RowVersion.objects.count(),
        "work": [path.name for path in room("work").iterdir()], "incoming": [path.name for path in room("incoming").iterdir()], "whole": trail.verify() is None,
    }, ensure_ascii=False))
"""


def play(data, script):
    """Run a script on a site of its own, whose work is really done in other processes; what it tells."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + script, str(data), str(EXAMPLE)], capture_output=True, text=True, env=SAFE, timeout=300, check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


PACK = """
import io, zipfile
def packed(spoil=None):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for path in sorted(Path(sys.argv[2]).rglob("*")):
            if path.is_file():
                name = path.relative_to(sys.argv[2]).as_posix()
                file.writestr(f"book/{name}", path.read_bytes() if name != spoil else path.read_bytes() + "没有这个指标,,2022年,,事实,abc,,x,,,\\n".encode())
    stream.seek(0)
    return stream
"""


def test_an_uploaded_book_is_loaded_by_the_worker_and_its_file_goes(tmp_path):
    told = play(tmp_path, PACK + "job = ask_archive(origin, packed(), 'technician'); work.do(jobs.claim()); tell(job)")
    assert told["rows"] > 100
    assert told["result"] == {"address": "/admin/books/"}
    assert (told["state"], told["books"], told["work"], told["incoming"], told["whole"]) == ("done", ["technician"], [], [], True)


def test_a_folder_that_waits_is_loaded_and_stays(tmp_path):
    shutil.copytree(EXAMPLE, tmp_path / "import" / "school")
    told = play(tmp_path, "job = ask_waiting(origin, 'school', 'school'); work.do(jobs.claim()); tell(job)")
    assert (told["state"], told["books"]) == ("done", ["school"])
    assert (tmp_path / "import" / "school" / "book.yaml").is_file()


def test_mistakes_of_the_book_are_told_with_their_place_and_nothing_stays(tmp_path):
    told = play(tmp_path, PACK + "job = ask_archive(origin, packed('facts/01-申报表.csv'), 'bad'); work.do(jobs.claim()); tell(job)")
    assert (told["state"], told["books"], told["rows"], told["work"], told["incoming"]) == ("failed", [], 0, [], [])
    assert told["result"]["problems"][0].startswith("facts/01-申报表.csv:")


WATCHED = PACK + """
job = ask_archive(origin, packed(), 'technician')
started = load_book_job.run_apart
def watched(command, folder, given, seconds, beat, environment):
    def at_once(gone):
        THEN
        beat(gone)
    return started([sys.executable, "-c", "import time; time.sleep(60)"], folder, given, seconds, at_once, environment)
load_book_job.run_apart = watched
"""


def test_called_off_while_it_is_being_loaded(tmp_path):
    told = play(tmp_path, WATCHED.replace("THEN", "jobs.cancel(job.pk)") + "work.do(jobs.claim()); tell(job)")
    assert (told["state"], told["books"], told["rows"], told["work"], told["incoming"]) == ("cancelled", [], 0, [], [])


def test_a_site_that_is_stopped_gives_the_book_back_and_loads_it_later(tmp_path):
    script = WATCHED.replace("THEN", "ending.set()").replace("def watched", "from threading import Event\nending = Event()\ndef watched", 1)
    told = play(tmp_path, script + "work.do(jobs.claim(), ending); tell(job)")
    assert (told["state"], told["books"], told["work"], len(told["incoming"])) == ("queued", [], [], 1)
    told = play(tmp_path, "job = jobs.claim(); work.do(job); tell(job)")
    assert (told["state"], told["books"], told["incoming"]) == ("done", ["technician"], [])


def test_a_worker_that_was_killed_after_the_book_was_there_does_not_load_it_twice(tmp_path):
    script = """
job = ask_archive(origin, packed(), 'technician'); claimed = jobs.claim()
load_book_job.load_book(claimed, json.loads(claimed.arguments), lambda *_: None)  # and killed before it could say so
from datetime import UTC, datetime, timedelta
Job.objects.filter(pk=job.pk).update(lease=datetime.now(UTC) - timedelta(seconds=1))
before = RowVersion.objects.count(); work.do(jobs.claim()); assert RowVersion.objects.count() == before; tell(job)
"""
    told = play(tmp_path, PACK + script)
    assert (told["state"], told["attempts"], told["books"]) == ("done", 2, ["technician"])


def test_the_process_of_a_book_ends_with_the_worker_that_was_killed(tmp_path):
    child = "import os, sys, time; from gouji.actions.site.apart import end_with; end_with(os.getppid()); open('here', 'w').write(str(os.getpid())); time.sleep(60)"
    worker = f"import sys; from pathlib import Path; from gouji.actions.site.apart import run_apart; run_apart([sys.executable, '-c', {child!r}], Path(sys.argv[1]), '', 60, print)"
    with subprocess.Popen([sys.executable, "-c", worker, str(tmp_path)], env=SAFE) as process:
        assert within(30, lambda: (tmp_path / "here").exists() and (tmp_path / "here").read_text())
        process.kill()
    number = (tmp_path / "here").read_text()
    assert within(10, lambda: not running(number))


def within(seconds, holds):
    """Whether something comes to hold in this time."""
    last = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > last:
            return False
        time.sleep(0.1)
    return True


def running(number):
    """Whether a process is there that has not ended (one nobody has asked after yet has)."""
    told = subprocess.run(["ps", "-o", "stat=", "-p", number], capture_output=True, text=True, check=False).stdout.strip()
    return bool(told) and not told.startswith("Z")


def test_a_book_of_a_name_that_is_being_loaded_waits_for_its_turn(tmp_path):
    script = """
from contextlib import ExitStack
from gouji.actions.site.load_folder import _alone
job = ask_archive(origin, packed(), 'technician'); held = ExitStack(); held.enter_context(_alone('technician')); waited = []
def let_go(_seconds):
    waited.append(Job.objects.get(pk=job.pk).words); held.close()
load_book_job.sleep = let_go
work.do(jobs.claim()); assert len(waited) == 10 and '等待' in waited[0], waited; tell(job)
"""
    told = play(tmp_path, PACK + script)
    assert (told["state"], told["attempts"], told["books"], told["work"], told["incoming"]) == ("done", 1, ["technician"], [], [])


def zipped():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("book.yaml", "title: 甲\n")
    stream.seek(0)
    stream.name = "book.zip"
    return stream


@pytest.fixture
def system(person):
    return person("system", Role.SYSTEM)


def test_the_page_answers_at_once_and_leads_to_the_progress(system, visit, site):
    client = visit(system)
    answer = client.post("/admin/books/", {"slug": "jia", "file": zipped()})
    assert answer.status_code == 302
    assert "装入账簿：jia" in client.get(answer["Location"]).content.decode()
    assert answer["Location"] in client.get("/admin/books/").content.decode()
    twice = client.post("/admin/books/", {"slug": "jia", "file": zipped()})
    assert (twice.status_code, "正在装入" in twice.content.decode()) == (422, True)


def test_a_file_whose_job_was_called_off_in_the_queue_goes_after_a_day(system, visit, site):
    from gouji.actions.site.clear_old import clear_old
    from gouji.store import jobs
    from gouji.store.place import room
    visit(system).post("/admin/books/", {"slug": "jia", "file": zipped()})
    later = datetime.now(UTC) + timedelta(days=2)
    clear_old(later)
    assert len(list(room("incoming").iterdir())) == 1
    jobs.cancel(system.jobs.get().pk)
    clear_old(later)
    assert list(room("incoming").iterdir()) == []
