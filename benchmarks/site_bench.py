"""How the site stands a crowd: 1,000 signed-in people on 12 schools × 10 years × 2,000 figures, on SQLite and on PostgreSQL.

    python benchmarks/site_bench.py [--database sqlite|URL] [--people 1000] [--seconds 120] [--thinking 10] [--logins 20] [--folder DIR] [--scale 1]

Makes the book (make_site.py) and loads it, starts `gouji serve` as it ships (2 workers × 4 threads), signs people in, and lets them live: 80 % reading
(task list, round, form, facts, indicator, forms as printed) and 20 % filling (a cell of the form saved, with its checks). Prints: seconds for one person alone by page; the crowd
with thinking time; the crowd without. Sessions of the crowd are made directly in the database; what real logins take is measured apart (`--logins`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crowd import Errand
from crowd import Person
from crowd import Told
from crowd import crowd
from crowd import report

SLUG, PERIOD = "region", "2026年"
HERE = Path(__file__).parent
PASSWORD = "Crowd-of-people-1"  # noqa: S105  # of accounts of a benchmark


def prepared(data: Path, people: int, scale: int) -> tuple[int, dict[str, int], list[tuple[str, str]], int]:
    """The site with its book, its round and its people: the round's number, submissions by school, cookies and token of each session, and the version
    of the book.
    """
    maker = [sys.executable, str(HERE / "make_site.py"), str(data / "made"), "--indicators", str(2000 // scale)]
    print(subprocess.run(maker, check=True, capture_output=True, text=True).stdout.strip())
    (data / "made" / "definitions").rename(data / "definitions")
    from gouji.store.schema import connect
    from gouji.store.schema import migrate
    connect(data)
    migrate()
    begun = time.perf_counter()
    from gouji.actions.site.definitions import site_catalogue
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    book = load_folder(PROGRAM, data / "made" / "book", SLUG, site_catalogue())
    print(f"loaded in {time.perf_counter() - begun:.1f} s")
    book.refresh_from_db()
    return (*_round(book, people), book.version)


def _round(book: Any, people: int) -> tuple[int, dict[str, int], list[tuple[str, str]]]:
    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.origin import PROGRAM
    from gouji.rights import Role
    from gouji.store.models import Account
    from gouji.store.models import Round
    from gouji.store.models import Submission
    from gouji.store.models import Task
    today = datetime.now(UTC).date()
    asked = Round.objects.create(book=book, form="区域试验表", name="区域试验表", period=PERIOD, title="区域试验表（2026年）", opens=today, due=today, steps="[]")
    schools = [f"S{number:02}" for number in range(1, 13)]
    submissions = {school: Submission.objects.create(round=asked, organisation=school).pk for school in schools}
    for school, number in submissions.items():
        Task.objects.create(submission_id=number, kind="fill", role=Role.FILLER.value, organisation=school)
    first = Account.objects.create_account("p0", "人0", PASSWORD)
    rows = [Account(username=f"p{number}", name=f"人{number}", password=first.password) for number in range(1, people)]
    Account.objects.bulk_create(rows)
    accounts = list(Account.objects.filter(username__startswith="p").order_by("pk"))
    for number, account in enumerate(accounts):
        grant_role(PROGRAM, account, Role.FILLER, SLUG, schools[number % 12])
    return asked.pk, submissions, [_session(account) for account in accounts]


def _session(account: Any) -> tuple[str, str]:
    """A session as signing in makes it, and the token against forged requests."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY
    from django.contrib.auth import HASH_SESSION_KEY
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.middleware.csrf import _get_new_csrf_string
    session, token = SessionStore(), _get_new_csrf_string()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.pk), "gouji.web.signin.backend.PasswordBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={token}", token


def errands(asked: int, submissions: dict[str, int], indicators: int) -> list[Errand]:
    """What people do: four in five times they read."""
    schools = list(submissions)

    empty = {school: [code for code in range(1, indicators + 1) if code % 10] for school in schools}
    for codes in empty.values():
        random.Random(1).shuffle(codes)

    def own(number: int) -> str:
        return schools[number % 12]

    def place(number: int) -> str:
        return f"?organisation={own(number)}&period={quote('2025年')}"

    def cell(chance: random.Random, number: int, version: int) -> dict[str, object]:
        """A cell that is still empty; once all are filled, one whose newer value was not seen (which is told, not overwritten)."""
        codes = empty[own(number)]
        code = codes.pop() if codes else chance.randint(1, 9)
        return {"since": version, "cells": [{"key": f"Z{code}", "value": str(chance.randint(100, 9000)), "seen": 0}]}

    return [
        Errand("home: task list", 16, lambda _chance, _number: "/"),
        Errand("round", 10, lambda _chance, _number: f"/collect/{asked}/"),
        Errand("form, a table of it", 14, lambda _chance, number: f"/collect/{asked}/{submissions[own(number)]}/"),
        Errand("facts, 50 rows", 14, lambda _chance, number: f"/books/{SLUG}/facts/{place(number)}"),
        Errand("indicators, 50 rows", 10, lambda _chance, _number: f"/books/{SLUG}/indicators/"),
        Errand("one indicator", 16, lambda chance, number: f"/books/{SLUG}/indicators/Z{chance.randint(1, indicators)}/{place(number)}"),
        Errand("fill a cell", 20, lambda _chance, number: f"/collect/{asked}/{submissions[own(number)]}/cells/", cell),
    ]


def free_port() -> int:
    """A port that nothing else listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def made_once(data: Path, people: int, scale: int) -> tuple[int, dict[str, int], list[tuple[str, str]], int]:
    """What `prepared` makes; what an earlier run made in the same folder (and database) is used again."""
    told = data / "prepared.json"
    if not told.exists():
        told.write_text(json.dumps(prepared(data, people, scale)), "utf-8")
    from gouji.store.schema import connect
    connect(data)
    asked, submissions, sessions, version = json.loads(told.read_text("utf-8"))
    return asked, submissions, [(cookies, token) for cookies, token in sessions], version


def serve(data: Path, port: int) -> subprocess.Popen[bytes]:
    """The site as it ships."""
    return subprocess.Popen(
        [sys.executable, "-m", "gouji.cli", "serve", "--data", str(data), "--port", str(port)], env=os.environ | {"GOUJI_DATA": str(data)},
        stdout=(data / "log.txt").open("wb"), stderr=subprocess.STDOUT, start_new_session=True,
    )


def until_it_answers(port: int) -> None:
    """Wait for the first answer."""
    from urllib.request import urlopen
    for _try in range(600):
        try:
            urlopen(f"http://localhost:{port}/sign-in/", timeout=30).read()
        except OSError:
            time.sleep(0.2)
        else:
            return


def alone(sessions: list[tuple[str, str]], acts: list[Errand], address: tuple[str, int], version: int) -> None:
    """One person, page after page, nobody else there."""
    told = Told()
    person = Person(0, address, *sessions[0], told, version)

    async def rounds() -> None:
        for _warm in range(6):  # every worker has the book in memory before it counts
            for act in acts:
                await person.do(act)
        told.seconds.clear()
        for _count in range(20):
            for act in acts:
                await person.do(act)
    begun = time.perf_counter()
    asyncio.run(rounds())
    print("\none person alone")
    report(told, time.perf_counter() - begun, 0)


def logins(count: int, port: int) -> None:
    """Real logins one after the other: password, Argon2 and all."""
    from http.cookiejar import CookieJar
    from urllib.parse import urlencode
    from urllib.request import HTTPCookieProcessor
    from urllib.request import build_opener
    took = []
    for number in range(count):
        opener = build_opener(HTTPCookieProcessor(CookieJar()))
        page = opener.open(f"http://localhost:{port}/sign-in/", timeout=60).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
        body = urlencode({"csrfmiddlewaretoken": token, "username": f"p{number}", "password": PASSWORD, "next": "/jobs/"}).encode()
        begun = time.perf_counter()
        answer = opener.open(f"http://localhost:{port}/sign-in/", body, timeout=60)
        took.append(time.perf_counter() - begun)
        assert "/sign-in/" not in answer.url, "signed in"
    print(f"\n{count} logins one by one, each with the page it leads to: mean {1000 * sum(took) / count:.0f} ms, longest {1000 * max(took):.0f} ms")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--rush", type=float, default=30, help="seconds without thinking time")
    parser.add_argument("--thinking", type=float, default=10)
    parser.add_argument("--logins", type=int, default=20)
    parser.add_argument("--folder", type=Path, help="where the site is made once, to be used again by the next run with the same database")
    parser.add_argument("--scale", type=int, default=1, help="so many times fewer indicators, to try the benchmark itself")
    options = parser.parse_args()
    if options.database != "sqlite":
        os.environ["DATABASE_URL"] = options.database
    print(f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {options.database.partition(':')[0]}")
    with tempfile.TemporaryDirectory() as folder:
        data = options.folder.resolve() if options.folder is not None else Path(folder)
        data.mkdir(parents=True, exist_ok=True)
        run(data, options)


def run(data: Path, options: argparse.Namespace) -> None:
    """Everything, on the site in a folder."""
    asked, submissions, sessions, version = made_once(data, options.people, options.scale)
    port = free_port()
    server = serve(data, port)
    try:
        until_it_answers(port)
        acts, address = errands(asked, submissions, 2000 // options.scale), ("localhost", port)
        alone(sessions, acts, address, version)
        logins(options.logins, port)
        for thinking, seconds in ((options.thinking, options.seconds), (0, options.rush)):
            told = Told()
            people = [Person(number, address, *session, told, version) for number, session in enumerate(sessions[:options.people])]
            begun, busy = os.getloadavg()[0], cpu_of(server.pid)
            share = asyncio.run(crowd(people, acts, seconds, thinking))
            print(f"\n{len(people)} people, {f'{thinking:.0f} s mean thinking time' if thinking else 'no thinking time'}, {seconds:.0f} s; "
                  f"load before {begun:.1f}; the site took {100 * (cpu_of(server.pid) - busy) / seconds:.0f} % of one core", flush=True)
            report(told, seconds, share)
    finally:
        os.killpg(server.pid, 15)
        server.wait(120)  # whoever still waits for an answer gets it


def cpu_of(group: int) -> float:
    """The seconds of processor time that the processes of a group have taken so far."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
