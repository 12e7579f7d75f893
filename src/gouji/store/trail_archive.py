"""Old lines of the trail, moved out of the database into sealed files; the chain goes on from them, and can be verified across them."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from django.db import transaction

from gouji.store import trail
from gouji.store.models import TrailHead
from gouji.store.models import TrailRow
from gouji.store.place import room
from gouji.store.trail import Broken

FOLDER = "trail"
_COLUMNS = ("id", "moment", "account", "address", "act", "thing", "outcome", "details", "seal")


@dataclass(frozen=True, slots=True)
class Archive:
    """A file of archived lines: the numbers of its first and last line, how many, its hash."""

    path: Path
    first: int
    last: int
    lines: int
    sha256: str


def archive(before: datetime, origin: trail.From, act: str) -> Archive | None:
    """Move the lines older than `before` into a file of their own; None where there are none. The move stands in the trail itself.

    The file is written whole before a line is deleted; one left over from a move that was cut off is written anew.
    """
    with transaction.atomic():
        trail.hold()  # one move at a time
        foot = trail.foot()
        for path, _first, last in _laid():
            if last > foot.last:
                path.unlink()
        rows = TrailRow.objects.filter(moment__lt=before).order_by("pk")
        newest = rows.last()
        if newest is None:
            return None
        rows = TrailRow.objects.filter(pk__lte=newest.pk).order_by("pk")
        made = _write(foot, rows.iterator(chunk_size=2000), int(rows.first().pk), newest)
        rows.delete()
        TrailHead.objects.update_or_create(pk=2, defaults={"seal": newest.seal, "last": newest.pk})
        trail.append(origin, act, "trail", details={"verb": "archive", "first": made.first, "last": made.last, "sha256": made.sha256})
    return made


def archives() -> list[Archive]:
    """The archived files, the oldest first."""
    return [Archive(path, first, last, int(_head(path)["lines"]), _hash(path)) for path, first, last in _files()]


def verify_archives() -> Broken | None:
    """The first broken place in the archived lines; None where they are whole and lead to the foot of the chain in the database."""
    before, last = "", 0
    for path, first, end in _files():
        if _head(path)["before"] != before:
            return Broken(first, "missing")
        for row in _rows(path):
            if trail.seal(row, before) != row.seal:
                return Broken(row.pk, "altered")
            before, last = row.seal, row.pk
        if last != end:
            return Broken(end, "missing")
    foot = trail.foot()
    return None if (before, last) == (foot.seal, foot.last) else Broken(foot.last, "missing")


def _write(foot: TrailHead, rows: Iterator[TrailRow], first: int, newest: TrailRow) -> Archive:
    path = room(FOLDER) / f"trail-{first:010}-{newest.pk:010}.jsonl.gz"
    partial, count = path.with_suffix(".partial"), 0
    lines = []
    for row in rows:
        lines.append(json.dumps({name: _plain(getattr(row, name)) for name in _COLUMNS}, ensure_ascii=False))
        count += 1
    head = json.dumps({"schema": "gouji-trail/1", "before": foot.seal, "first": first, "last": newest.pk, "lines": count, "seal": newest.seal})
    with partial.open("wb") as file:
        with gzip.open(file, "wt", encoding="utf-8") as stream:
            stream.write("\n".join([head, *lines, ""]))
        file.flush()
        os.fsync(file.fileno())  # the lines are deleted next
    partial.rename(path)
    return Archive(path, first, newest.pk, count, _hash(path))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _files() -> list[tuple[Path, int, int]]:
    """The files that count, with their first and last number; one of a move that was cut off, or is under way, holds what is still in the database."""
    foot = trail.foot()
    return [item for item in _laid() if item[2] <= foot.last]


def _laid() -> list[tuple[Path, int, int]]:
    found = []
    for path in sorted(room(FOLDER).glob("trail-*.jsonl.gz")):
        _name, first, last = path.name.removesuffix(".jsonl.gz").split("-")
        found.append((path, int(first), int(last)))
    return found


def _head(path: Path) -> dict[str, str]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        found: dict[str, str] = json.loads(stream.readline(), parse_int=str)
    return found


def _rows(path: Path) -> Iterator[TrailRow]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        stream.readline()
        for line in stream:
            cells = json.loads(line)
            yield TrailRow(**{**cells, "moment": datetime.fromisoformat(cells["moment"])})


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
