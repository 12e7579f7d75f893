"""Documents of evidence drawn as pages: each once, in a process of its own with limits, and kept until nobody has asked for a while."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import BoundedSemaphore

from gouji.actions.site.apart import TookTooLong
from gouji.actions.site.apart import run_apart
from gouji.actions.site.draw_alone import PAGE
from gouji.actions.site.draw_alone import PROBLEM
from gouji.messages import GoujiError
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.papers.files import write_whole
from gouji.store.limits import limits
from gouji.store.place import room

_KEPT = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "PYTHONPATH", "VIRTUAL_ENV", "SYSTEMROOT", "TEMP", "TMP")
_COMMAND = [sys.executable, "-m", "gouji.actions.site.draw_alone"]
_SECONDS = 60
_MOST = 40  # pages of one file, each with another place marked
_AT_ONCE = BoundedSemaphore(2)
_ROOM = "previews"


def drawn_page(path: Path, digest: str, title: str, anchor: str = "") -> str:
    """The document whose content has this SHA-256 as HTML, its anchor marked. Raises GoujiError S145: too large, unreadable, too slow, too many at once."""
    wanted = json.dumps([version("gouji"), current_language(), path.suffix.lower(), title, anchor])
    kept = room(_ROOM) / sha256(digest.encode()).hexdigest() / f"{sha256(wanted.encode('utf-8', 'replace')).hexdigest()[:32]}.html"
    try:
        return kept.read_text("utf-8")
    except FileNotFoundError:
        pass
    if not _AT_ONCE.acquire(timeout=_SECONDS):
        raise GoujiError.of("S145", reason=_("正在打开的文件太多，请过一会儿再看"))
    try:
        page = _draw(path, title, anchor)
    finally:
        _AT_ONCE.release()
    write_whole(kept, page)
    _keep_few(kept.parent)
    return page.decode()


def clear_drawn(before: datetime) -> int:
    """Remove the pages drawn before a moment; who asks again has them drawn again. Gives how many."""
    old = [page for page in room(_ROOM).glob("*/*.html") if _moment(page) < before.timestamp()]
    for page in old:
        page.unlink(missing_ok=True)
    return len(old)


def _draw(path: Path, title: str, anchor: str) -> bytes:
    request = {
        "document": str(path), "title": title, "anchor": anchor, "language": current_language(), "memory": limits().audit_memory, "seconds": _SECONDS,
        "parent": os.getpid(),
    }
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}  # neither keys nor addresses of the site
    with tempfile.TemporaryDirectory(prefix="drawing-", dir=room("work")) as name:
        work = Path(name)
        try:
            run_apart(_COMMAND, work, json.dumps(request), _SECONDS, lambda _gone: None, environment)
        except TookTooLong as error:
            raise GoujiError.of("S145", reason=_("内容太多，{seconds} 秒内没有打开").format(seconds=_SECONDS)) from error
        if (work / PAGE).is_file():
            return (work / PAGE).read_bytes()
        if (work / PROBLEM).is_file():
            told = json.loads((work / PROBLEM).read_bytes())
            raise GoujiError.of(told["code"], **told["params"])
    raise GoujiError.of("S145", reason=_("内容太多，或者文件有问题"))


def _keep_few(folder: Path) -> None:
    """Remove the oldest pages of a file beyond the number kept: an anchor may say anything."""
    for page in sorted(folder.glob("*.html"), key=_moment)[:-_MOST]:
        page.unlink(missing_ok=True)


def _moment(page: Path) -> float:
    try:
        return page.stat().st_mtime
    except FileNotFoundError:  # somebody else removed it
        return 0.0
