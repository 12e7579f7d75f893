"""Nothing is lost: the site is killed (kill -9 of everything at once) at random moments while people work, begun again, and held against what they were told.

    python benchmarks/kill_bench.py [--database sqlite|URL] [--rounds 200] [--seed 1] [--longest 3]

In each round people record figures, send a workbook back, submit and withdraw, ask for a report, and a backup is made; at a random moment every process
of the site is killed. Then: each change that somebody was told of is there; nothing is half done (each row's pointer is at its newest version, the state
of each submission agrees with its events and tasks, every recorded row is told in the trail); the trail's chain is whole; a backup that is finished
restores to the same book. At the end the jobs that were cut off have been begun again and have ended. With PostgreSQL (an empty database that may be
filled; a second one beside it is made for what is restored) the server of the database lives on, as it would on a machine of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from datetime import UTC
from datetime import datetime
from http.client import HTTPConnection
from http.client import HTTPException
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any
from urllib.parse import urlencode

from site_bench import free_port

PORT, SLUG = free_port(), "region"
PATIENCE = 60
HERE = Path(__file__).parent
SCHOOLS, INDICATORS = 12, 100
FILLERS = range(6)  # schools whose people type; the others send workbooks, submit
POINTERS = """
    SELECT count(*) FROM (SELECT book_id, "table", row_key, max(id) AS newest FROM store_row GROUP BY 1, 2, 3) AS last
    LEFT JOIN store_current AS now ON now.book_id = last.book_id AND now."table" = last."table" AND now.row_key = last.row_key
    WHERE now.version_id IS NULL OR now.version_id <> last.newest
"""
ROWS = 'SELECT id, "table", row_key, cells, change, recorded_by FROM store_row WHERE id <= {} ORDER BY id'


@dataclass
class Told:
    """What people were told is done: figures (version of the row, value), moves of submissions (number, moves, state), jobs, backups."""

    figures: dict[int, str] = field(default_factory=dict)
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    moves: dict[int, tuple[int, str]] = field(default_factory=dict)
    jobs: list[int] = field(default_factory=list)
    backups: int = 0
    odd: list[str] = field(default_factory=list)


class Client:
    """One signed-in person."""

    def __init__(self, cookies: str, token: str) -> None:
        self.headers = {"Cookie": cookies, "X-CSRFToken": token}
        self.connection: HTTPConnection | None = None

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "application/json") -> tuple[int, str, bytes]:
        """Status, where it leads, body. Raises OSError, HTTPException when the site is gone."""
        self.connection = self.connection or HTTPConnection("127.0.0.1", PORT, timeout=30)
        self.connection.request(method, path, body, {**self.headers, "Content-Type": kind, "Host": "localhost"})
        answer = self.connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read()


@dataclass
class World:
    """The site: its folder, the round, submissions by school, sessions by school, the book's first version."""

    data: Path
    asked: int
    submissions: list[int]
    clients: list[tuple[str, str]]
    first: int


def prepared(data: Path) -> World:
    """The site with its book, its round with one level of review, its people."""
    maker = [sys.executable, str(HERE / "make_site.py"), str(data / "made"), "--indicators", str(INDICATORS), "--years", "3", "--schools", str(SCHOOLS)]
    subprocess.run(maker, check=True, capture_output=True)
    (data / "made" / "definitions").rename(data / "definitions")
    from gouji.store.schema import connect
    from gouji.store.schema import migrate
    connect(data)
    migrate()
    from site_bench import _session

    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.definitions import site_catalogue
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.review_tasks import Step
    from gouji.actions.site.review_tasks import steps_text
    from gouji.rights import Role
    from gouji.store.models import Account
    from gouji.store.models import Round
    from gouji.store.models import Submission
    from gouji.store.models import Task
    book = load_folder(PROGRAM, data / "made" / "book", SLUG, site_catalogue())
    book.refresh_from_db()
    today, steps = datetime.now(UTC).date(), steps_text([Step(Role.REVIEWER.value)])
    asked = Round.objects.create(book=book, form="区域试验表", name="区域试验表", period="2026年", title="区域试验表（2026年）", opens=today, due=today, steps=steps)
    submissions, sessions = [], []
    for number in range(SCHOOLS):
        school = f"S{number + 1:02}"
        row = Submission.objects.create(round=asked, organisation=school)
        Task.objects.create(submission=row, kind="fill", role=Role.FILLER.value, organisation=school)
        account = Account.objects.create_account(f"p{number}", f"人{number}", "Crowd-of-people-1")
        grant_role(PROGRAM, account, Role.FILLER, SLUG, school)
        submissions.append(row.pk)
        sessions.append(_session(account))
    return World(data, asked.pk, submissions, sessions, book.version)


def serve(data: Path) -> subprocess.Popen[bytes]:
    """The site in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gouji.cli", "serve", "--data", str(data), "--port", str(PORT)], stdout=(data / "log.txt").open("ab"), stderr=subprocess.STDOUT,
        process_group=0,
    )


def until_it_answers() -> None:
    """Wait for the first answer. Raises TimeoutError after two minutes."""
    for _try in range(1200):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
            connection.request("GET", "/health/", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise TimeoutError("the site did not begin again")


def typing(world: World, school: int, told: Told, chance: random.Random) -> Callable[[], None]:
    """A cell recorded, again and again; the person sees what was last told."""
    client = Client(*world.clients[school])
    base = f"/collect/{world.asked}/{world.submissions[school]}/"

    def act() -> None:
        code, value = chance.choice([code for code in range(1, INDICATORS) if code % 10]), str(chance.randint(1, 9000))
        body = {"cells": [{"key": f"Z{code}", "value": value, "seen": 0}]}
        for _try in range(2):
            status, _where, answer = client.ask("POST", f"{base}cells/", json.dumps(body).encode())
            result = json.loads(answer) if status == 200 else {"faults": True}
            if result["faults"]:
                told.odd.append(f"cells {status}: {answer[:200]!r}")
                return
            if not result["conflicts"]:
                break
            body["cells"][0]["seen"] = result["conflicts"][0]["version"]
        for cell in result["saved"].values():
            told.figures[cell["version"]] = value
    return act


def sending(world: World, school: int, told: Told, chance: random.Random) -> Callable[[], None]:
    """A workbook taken away, filled in by Excel, and sent back."""
    client = Client(*world.clients[school])
    base = f"/collect/{world.asked}/{world.submissions[school]}/excel/"

    def act() -> None:
        from io import BytesIO

        from openpyxl import load_workbook

        from gouji.papers.excel.entry_book import read_entry_book
        status, _where, content = client.ask("GET", base)
        if status != 200:
            told.odd.append(f"workbook {status}")
            return
        path = world.data / f"work-{school}.xlsx"
        path.write_bytes(content)
        cells = chance.sample(read_entry_book(path).cells, 20)
        book = load_workbook(BytesIO(content))
        filled = [(cell.key, str(chance.randint(1, 9000))) for cell in cells]
        for cell, (_key, value) in zip(cells, filled, strict=True):
            book[cell.sheet][cell.cell] = int(value)
        stream = BytesIO()
        book.save(stream)
        edge = "edge-of-parts"
        body = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="form.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'.encode()
        status, _where, answer = client.ask("POST", f"{base}upload/", body + stream.getvalue() + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}")
        if status != 200:
            told.odd.append(f"upload {status}: {answer[-300:]!r}")
            return
        told.sheets = [(f"S{school + 1:02}", key, value) for key, value in filled]
    return act


def moving(world: World, school: int, told: Told, start: tuple[int, str]) -> Callable[[], None]:
    """Submitted and taken back, in turn."""
    client, number = Client(*world.clients[school]), world.submissions[school]
    base = f"/collect/{world.asked}/{number}/"
    now = list(start)

    def act() -> None:
        moves, state = int(now[0]), now[1]
        verb, after = ("withdraw", "filling") if state == "submitted" else ("submit", "submitted")
        status, _where, answer = client.ask("POST", f"{base}{verb}/", urlencode({"seen": moves}).encode(), "application/x-www-form-urlencoded")
        if status != 302:
            told.odd.append(f"{verb} {status}: {answer[:200]!r}")
            return
        now[:] = [moves + 1, after]
        told.moves[number] = (moves + 1, after)
    return act


def reporting(world: World, told: Told) -> Callable[[], None]:
    """A report asked for, once."""
    client, done = Client(*world.clients[0]), Signal()

    def act() -> None:
        if done.is_set():
            time.sleep(0.1)
            return
        done.set()
        body = urlencode({"form": "区域试验表", "organisation": "S01", "period": "2025年", "basis": "live"}).encode()
        status, where, answer = client.ask("POST", f"/reports/{SLUG}/", body, "application/x-www-form-urlencoded")
        if status == 302 and (found := re.search(r"/jobs/(\d+)/", where)):
            told.jobs.append(int(found[1]))
        else:
            told.odd.append(f"report {status}: {answer[:200]!r}")
    return act


def live(act: Callable[[], None], ending: Signal) -> None:
    """Do it until the site is gone."""
    while not ending.is_set():
        try:
            act()
        except (OSError, HTTPException):
            return


def one_round(world: World, chance: random.Random, longest: float, *, backing_up: bool, to_its_end: bool) -> Told:
    """Begin, work, be killed, perhaps while a backup is made or when it has just come to its end; what people were told."""
    from gouji.store.models import Submission
    told, ending = Told(), Signal()
    chance_to_begin = chance.random() < 0.9  # sometimes it is killed while it is still loading books
    states = {row.pk: (row.moves, row.state) for row in Submission.objects.all()}
    let_go()
    server = serve(world.data)
    try:
        until_it_answers()
        acts = [typing(world, school, told, random.Random(chance.random())) for school in FILLERS]
        acts += [sending(world, 6, told, random.Random(chance.random())), reporting(world, told)]
        acts += [moving(world, school, told, states[world.submissions[school]]) for school in (7, 8)]
        threads = [Thread(target=live, args=(act, ending)) for act in acts]
        for thread in threads:
            thread.start()
        backup = None
        if backing_up:
            command = [sys.executable, "-m", "gouji.cli", "backup", "--data", str(world.data)]
            backup = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, process_group=server.pid)
        begun = time.monotonic()
        while chance_to_begin and not told.figures and time.monotonic() - begun < PATIENCE:
            time.sleep(0.02)
        if backup is not None and to_its_end:
            backup.wait(10 * PATIENCE)
        time.sleep(chance.uniform(0, longest))
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        ending.set()
    for thread in threads:
        thread.join()
    if backup is not None and backup.wait() == 0:
        told.backups += 1
    return told


def wrong(world: World, told: Told, *, whole: bool) -> list[str]:
    """What is not as it must be; empty where all is well."""
    from django.db import connection

    from gouji.store import trail
    from gouji.store.models import BookRow
    from gouji.store.models import CurrentRow
    from gouji.store.models import Job
    from gouji.store.models import RowVersion
    from gouji.store.models import TrailRow
    problems = list(told.odd)
    rows = RowVersion.objects.in_bulk(list(told.figures))
    problems += [f"lost: row {number}" for number, value in told.figures.items() if number not in rows or json.loads(rows[number].cells)["value"] != value]
    for school, code, value in told.sheets:
        found = CurrentRow.objects.filter(table="facts", version__organisation=school, version__period="2026年", version__indicator=code).first()
        if found is None or json.loads(found.version.cells)["value"] != value:
            problems.append(f"lost: {school} {code} of a workbook")
    with connection.cursor() as cursor:
        cursor.execute(POINTERS)
        if cursor.fetchone()[0]:
            problems.append("a pointer is not at the newest version of its row")
        cursor.execute("SELECT max(id) FROM store_row")
        last = int(cursor.fetchone()[0])
    if BookRow.objects.get().version != last:
        problems.append("the book's version is not that of its last row")
    lines = TrailRow.objects.filter(act="figures.record").values_list("details", flat=True)
    if sum(json.loads(line).get("cells", 0) for line in lines if line) != RowVersion.objects.filter(pk__gt=world.first).count():
        problems.append("the trail does not tell of every row, or of more")
    problems += submissions_wrong(told)
    if (broken := trail.verify()) is not None:
        problems.append(f"the trail's chain is broken: {broken}")
    known = set(Job.objects.values_list("pk", flat=True))
    problems += [f"lost: job {number}" for number in told.jobs if number not in known]
    if whole:
        problems += backups_wrong(world)
    let_go()
    return problems


def submissions_wrong(told: Told) -> list[str]:
    """State, events and tasks of every submission agree, and none has gone back behind what somebody was told."""
    from gouji.store.models import Event
    from gouji.store.models import Submission
    from gouji.store.models import Task
    problems = []
    for row in Submission.objects.all():
        events = list(Event.objects.filter(submission=row).order_by("pk"))
        tasks = Counter((task.kind, task.done is None) for task in Task.objects.filter(submission=row))
        state = {"": "empty", "开始填报": "filling", "上报": "submitted", "撤回": "filling"}[events[-1].verb if events else ""]
        sent = state == "submitted"
        if row.state != state or len(events) != row.moves or tasks["review", True] != int(sent) or tasks["fill", True] != int(not sent):
            problems.append(f"submission {row.pk}: {row.state}, {row.moves} moves, events {[event.verb for event in events[-3:]]}, tasks {dict(tasks)}")
        if sent and events[-1].version != row.sent_version:
            problems.append(f"submission {row.pk}: handed in at another version than its event says")
        moves, last = told.moves.get(row.pk, (0, ""))
        if row.moves < moves or (row.moves == moves and last and row.state != last):
            problems.append(f"submission {row.pk}: {row.state} after {row.moves} moves, somebody was told {last} after {moves}")
    return problems


def backups_wrong(world: World) -> list[str]:
    """Each finished backup restores, and what it holds are the rows of the book up to its last one; then it is taken away."""
    problems = []
    for path in sorted((world.data / "backups").glob("gouji-*.zip")):
        with tempfile.TemporaryDirectory() as folder, emptied(Path(folder) / "restored") as (target, address):
            environment = {name: value for name, value in os.environ.items() if name not in ("GOUJI_DATA", "DATABASE_URL")}
            done = subprocess.run([sys.executable, "-m", "gouji.cli", "restore", str(path), "--data", str(target)], capture_output=True, text=True, check=False,
                                  env=environment | ({"DATABASE_URL": address} if address else {}))
            if done.returncode:
                problems.append(f"{path.name} does not restore: {done.stdout[-300:]}{done.stderr[-300:]}")
                continue
            with asking(target, address) as then, asking(world.data, os.environ.get("DATABASE_URL", "")) as now:
                last = then("SELECT max(id) FROM store_row")[0][0]
                if then(ROWS.format(last)) != now(ROWS.format(last)) or then(POINTERS)[0][0]:
                    problems.append(f"{path.name} restores to another book")
        path.unlink()
    return problems


@contextmanager
def emptied(target: Path) -> Iterator[tuple[Path, str]]:
    """Where a backup may be restored to: a folder that is not there yet and, beside a PostgreSQL database, an empty one (its address; else "")."""
    address = os.environ.get("DATABASE_URL", "")
    if not address:
        yield target, ""
        return
    import psycopg
    name = f"{address.rpartition('/')[2]}_restored"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    yield target, f"{address.rpartition('/')[0]}/{name}"


@contextmanager
def asking(data: Path, address: str) -> Iterator[Callable[[str], list[Any]]]:
    """A question to the database of a data folder, or at an address; rows as tuples."""
    if address:
        import psycopg
        with psycopg.connect(address) as connection:
            yield lambda question: connection.execute(question).fetchall()
    else:
        with closing(sqlite3.connect(data / "gouji.sqlite3")) as plain:
            yield lambda question: plain.execute(question).fetchall()


def jobs_at_the_end(world: World) -> str:
    """Let the site run until every job has ended; how they ended."""
    from gouji.store.models import Job
    let_go()
    server = serve(world.data)
    try:
        for _try in range(600):
            left = Job.objects.filter(state__in=("queued", "running")).count()
            let_go()
            if not left:
                break
            time.sleep(1)
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)
    ended: Any = Counter(Job.objects.values_list("state", "attempts"))
    return ", ".join(f"{count} {state} at attempt {attempts}" for (state, attempts), count in sorted(ended.items()))


def let_go() -> None:
    """Close this process's connections to the database."""
    from gouji.store.snapshots import let_go as close
    close()


def main() -> None:
    """Run as many rounds as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=3, help="seconds of work before the kill, at most")
    options = parser.parse_args()
    if options.database != "sqlite":
        os.environ["DATABASE_URL"] = options.database
    chance, totals, found = random.Random(options.seed), Counter[str](), 0
    print(f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}, "
          f"{options.database.partition(':')[0]}, {options.rounds} rounds", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        world = prepared(Path(folder))
        for number in range(1, options.rounds + 1):
            told = one_round(world, chance, options.longest, backing_up=number % 4 == 0, to_its_end=number % 8 == 0)
            problems = wrong(world, told, whole=number % 4 == 0)
            found += bool(problems)
            totals.update(figures=len(told.figures), workbooks=bool(told.sheets), moves=len(told.moves), jobs=len(told.jobs), backups=told.backups)
            print(f"round {number}: told of {len(told.figures)} figures, {len(told.sheets)} cells of a workbook, {len(told.moves)} moves, "
                  f"{len(told.jobs)} jobs, {told.backups} backups; {problems or 'all there'}", flush=True)
        print(f"{options.rounds} rounds, {found} with something wrong; told of {dict(totals)}")
        print(f"jobs: {jobs_at_the_end(world)}")


if __name__ == "__main__":
    main()
