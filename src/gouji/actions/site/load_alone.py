"""The loading of one book in a process of its own, so that it can be ended at any moment: what it has written by then is undone with its transaction.

Run as `python -m gouji.actions.site.load_alone` in a folder to work in; the request comes as JSON on the standard input. It says in the file `doing` how far it
is, and writes `problems.json` where the book cannot be loaded. It ends when the worker that started it does: nobody would hear of what it makes.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from gouji.actions.site.apart import end_with
from gouji.messages import GoujiError
from gouji.messages import use_language
from gouji.papers.files import write_whole

DOING, PROBLEMS = "doing", "problems.json"
_MOST = 100


def main() -> int:
    """Do what the standard input asks for."""
    asked = json.load(sys.stdin)
    end_with(int(asked["parent"]))
    use_language(asked["language"])
    from gouji.store.schema import connect
    connect()
    source = Path(asked["source"])
    try:
        _load(source, asked["slug"], int(asked["account"]))
    except GoujiError as error:
        problems = [
            {
                "code": each.code, "params": {key: str(value) for key, value in each.params.items()},
                "place": {**asdict(each.place), "file": _within(each.place.file, _book_in(source))},
            }
            for each in error.problems[:_MOST]
        ]
        write_whole(Path(PROBLEMS), json.dumps(problems, ensure_ascii=False).encode("utf-8", "replace"))
    return 0


def _load(source: Path, slug: str, account: int) -> None:
    from gouji.actions.site.ask_book import unpack
    from gouji.actions.site.definitions import site_catalogue
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import origin_of
    from gouji.store.models import Account
    _say("unpack")
    folder = source
    if not source.is_dir():
        folder = Path.cwd() / "book"
        folder.mkdir()
        folder = unpack(source, folder)
    _say("definitions")
    catalogue = site_catalogue()
    _say("load")
    load_folder(origin_of(Account.objects.get(pk=account)), folder, slug, catalogue)


def _say(what: str) -> None:
    write_whole(Path(DOING), what.encode("ascii"))


def _book_in(source: Path) -> Path:
    """The folder of the book: that which waits, or what was unpacked here."""
    unpacked = (frame.parent for pattern in ("book/book.yaml", "book/*/book.yaml") for frame in sorted(Path.cwd().glob(pattern)))
    return source if source.is_dir() else next(unpacked, Path.cwd())


def _within(file: str, folder: Path) -> str:
    """A path as the one who uploaded the book knows it: below its folder."""
    path = Path(file)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else file


if __name__ == "__main__":
    sys.exit(main())
