"""A real site for journeys in a real browser: gouji serve in a process of its own, on SQLite and on PostgreSQL, driven through Chromium."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from postgres import free_port
from postgres import postgres_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
ACCOUNT = re.compile(r"^  (\w+) +(\S+)  \S+$", re.MULTILINE)
PATIENCE = 240  # seconds until the site answers: a busy machine loads four books


@dataclass(frozen=True)
class Site:
    """A running site: its address and the password of each demonstration account."""

    address: str
    passwords: dict
    data: Path


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The address of an empty database."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as fresh:
        yield fresh("gouji")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def running(request, tmp_path_factory):
    """The demonstration site, running."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not on this machine")
    data, port = tmp_path_factory.mktemp("site"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI_", "DJANGO_", "DATABASE_"))}
    if request.param == "postgresql":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres")
    log = data / "log.txt"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "gouji.cli", "--lang", "zh", "serve", "--demo", "--data", str(data), "--port", str(port)],
            env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )
    address = f"http://localhost:{port}"
    wait_for(address, server, log)
    yield Site(address, dict(ACCOUNT.findall(log.read_text("utf-8"))), data)
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(20)


def wait_for(address, server, log):
    """Until the site answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            pytest.fail(f"the site did not start:\n{log.read_text('utf-8')}")
        try:
            with urlopen(f"{address}/sign-in/", timeout=5) as answer:  # noqa: S310  # our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the site did not answer:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def chromium():
    """The browser."""
    from playwright.sync_api import sync_playwright
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def walk(running, chromium):
    """Signs in as one of the accounts and gives the page: walk("filler"). What goes wrong in a script fails the test."""
    contexts, faults = [], []

    def enter(username, **more):
        context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **{"viewport": {"width": 1366, "height": 768}, **more})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: faults.append(f"{page.url}: {message.text}") if message.type == "error" and "Content Security" in message.text else None)
        page.goto(f"{running.address}/sign-in/")
        page.get_by_label("登录名").fill(username)
        page.get_by_label("密码").fill(running.passwords[username])
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{running.address}/")
        return page
    yield enter
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def picture():
    """Keeps a picture of a page where GOUJI_PICTURES names a folder: picture(page, "asking")."""
    def keep(page, name):
        if folder := os.environ.get("GOUJI_PICTURES"):
            page.screenshot(path=Path(folder) / f"journeys-{name}.png", full_page=True)
    return keep
