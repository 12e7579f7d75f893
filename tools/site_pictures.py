"""The pictures of the guide's pages on the site: the demonstration site started, walked through in Chromium, a picture at each station."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
CITY = "jiangmen-secondary-2024"
STATIONS: dict[str, tuple[str, str, int]] = {
    "网站首页": ("filler", "/", 620),
    "网站填报": ("filler", "form", 720),
    "网站完成情况": ("bureau", "/matrix/", 560),
    "网站审核": ("reviewer", "review", 760),
    "网站看板": ("head", f"/dashboard/{CITY}/", 820),
    "网站指标": ("head", f"/books/{CITY}/indicators/SVQ-3.1/?organisation=440700&period=2023-2024学年", 820),
    "网站权限": ("security", "/admin/rights/", 640),
}
"""Picture → account, address (or the first link of that kind on the home page), height in pixels."""
LINKS = {"form": "/collect/1/", "review": "/review/"}


def site_pictures(folder: Path, pictures: Path) -> None:
    """Start the site in `folder` and write a picture for each station into `pictures`."""
    from playwright.sync_api import sync_playwright
    with running(folder) as (address, passwords), sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, (account, where, height) in STATIONS.items():
            page = browser.new_context(viewport={"width": 1204, "height": height}, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
            sign_in(page, address, account, passwords[account])
            page.goto(address + (where if where.startswith("/") else first_link(page, LINKS[where])))
            page.wait_for_load_state("networkidle")
            if where == "form":
                page.locator(".tabulator-row").first.wait_for()
            page.screenshot(path=pictures / f"{name}.png")
        browser.close()


def sign_in(page: Any, address: str, account: str, password: str) -> None:
    """Sign in and wait for the home page."""
    page.goto(f"{address}/sign-in/")
    page.get_by_label("登录名").fill(account)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{address}/")


def first_link(page: Any, beginning: str) -> str:
    """The address of the last task of the home page that begins so."""
    return str(page.locator(f'.tasks a[href^="{beginning}"]').last.get_attribute("href"))


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The demonstration site: its address, and the password of each account."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "site.log"
    with log.open("wb") as output:
        command = [sys.executable, "-m", "gouji.cli", "--lang", "zh", "serve", "--demo", "--data", str(folder / "site"), "--port", str(port)]
        server = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    address = f"http://localhost:{port}"
    try:
        _wait(f"{address}/sign-in/", server)
        yield address, dict(re.findall(r"^  (\w+) +(\S+)  \S+$", log.read_text("utf-8"), re.MULTILINE))
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    for _try in range(600):
        assert server.poll() is None, "the site runs"
        try:
            urlopen(url, timeout=10).close()  # noqa: S310  # our own server
        except (URLError, OSError):
            sleep(0.2)
        else:
            return
