"""A backup of the site in one file: the database of one moment, the files of the data folder, a manifest with the hash of everything."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from zipfile import ZIP_DEFLATED
from zipfile import ZIP_STORED
from zipfile import ZipFile
from zipfile import ZipInfo

from gouji.actions.site.backup_form import DATABASE
from gouji.actions.site.backup_form import FILES
from gouji.actions.site.backup_form import MANIFEST
from gouji.actions.site.backup_form import SCHEMA
from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.papers.files import settle
from gouji.rights import Act
from gouji.rights import Target
from gouji.store import snapshots
from gouji.store import trail
from gouji.store.condition import BACKUPS
from gouji.store.place import data_folder
from gouji.store.place import room
from gouji.store.schema import applied

KEY = "secret.key"
DONE = "site.backup"
_CHUNK = 1 << 20
_PASSING = frozenset({BACKUPS, "work", "run", "import"})
"""Folders of what passes, and what was put there only to be loaded."""
_PACKED = frozenset({".zip", ".gz", ".docx", ".xlsx", ".pdf", ".png", ".jpg", ".jpeg"})


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made: where it lies, how large it is (bytes), of which kind its database is, rows and files in it."""

    path: Path
    size: int
    kind: str
    rows: int
    files: int


def backup(origin: Origin, target: Path | None = None, *, portable: bool = False, with_key: bool = False) -> Backup:
    """Back the site up while it runs. `target` is a file that is not there yet (S96), None: one in the data folder named by the moment.

    `portable` writes rows that another kind of database takes, too. Raises Refused (site.operate), GoujiError S95 where the database's tool fails.
    """
    require(origin, Act.OPERATE, Target())
    made = make_backup(target, portable=portable, with_key=with_key)
    trail.append(origin.trail, DONE, details={"size": made.size, "rows": made.rows, "files": made.files, "kind": made.kind})
    return made


def make_backup(target: Path | None = None, *, portable: bool = False, with_key: bool = False, note: str = "") -> Backup:
    """The file itself, without a line in the trail (before an upgrade its table may be of another version)."""
    moment = datetime.now().astimezone()
    path = target or room(BACKUPS) / f"gouji-{moment:%Y%m%d-%H%M%S}{note}.zip"
    if path.exists():
        raise GoujiError.of("S96", Place(str(path)), name=path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    folder = Path(tempfile.mkdtemp(dir=room("work")))
    try:
        kind, rows = snapshots.take(folder, portable=portable)
        manifest: dict[str, object] = {
            "schema": SCHEMA, "program": version("gouji"), "made": moment.isoformat(timespec="seconds"), "kind": kind, "migrations": applied(), "rows": rows,
        }
        count = _pack(partial, folder, manifest, with_key=with_key)
        settle(partial)
        partial.replace(path)
        settle(path)
    except snapshots.Unrestorable as error:
        raise GoujiError.of("S95", reason=str(error) or _("数据库工具没有完成")) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        partial.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size, kind, sum(rows.values()), count)


def _pack(target: Path, database: Path, manifest: dict[str, object], *, with_key: bool) -> int:
    """Write everything and, last, the manifest; returns how many files of the data folder went in."""
    hashes: dict[str, str] = {}
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it holds everything: for the owner only
    with os.fdopen(descriptor, "wb") as stream, ZipFile(stream, "w", ZIP_DEFLATED) as file:
        for path in sorted(database.iterdir()):
            _add(file, path, f"{DATABASE}/{path.name}", hashes)
        for path in _kept(with_key=with_key):
            _add(file, path, f"{FILES}/{path.relative_to(data_folder()).as_posix()}", hashes)
        file.writestr(MANIFEST, json.dumps({**manifest, "files": hashes}, ensure_ascii=False, indent=1))
    return sum(name.startswith(f"{FILES}/") for name in hashes)


def _add(file: ZipFile, path: Path, name: str, hashes: dict[str, str]) -> None:
    """One file with its hash; one that was deleted for good meanwhile is not missed."""
    try:
        stream, info = path.open("rb"), ZipInfo.from_file(path, name)
    except FileNotFoundError:
        return
    info.compress_type = ZIP_STORED if path.suffix in _PACKED else ZIP_DEFLATED
    digest = sha256()
    with stream, file.open(info, "w", force_zip64=True) as sink:
        while chunk := stream.read(_CHUNK):  # read once: it may be replaced meanwhile
            digest.update(chunk)
            sink.write(chunk)
    hashes[name] = digest.hexdigest()


def _kept(*, with_key: bool) -> Iterator[Path]:
    """The files of the data folder that belong into a backup."""
    for path in sorted(data_folder().rglob("*")):
        inside = path.relative_to(data_folder())
        passing = inside.parts[0] in _PASSING or inside.name.startswith(".") or inside.name.startswith("gouji.sqlite3")
        if not passing and path.is_file() and not path.is_symlink() and (with_key or inside.name != KEY):
            yield path
