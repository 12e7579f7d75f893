"""A site put back from a backup: everything held against the manifest, the rows counted, the trail verified, before it is put in its place.

Whatever knows tables is imported only once the new place is connected.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from pathlib import PurePosixPath
from typing import Any
from zipfile import BadZipFile
from zipfile import ZipFile

from gouji.actions.site.backup_form import DATABASE
from gouji.actions.site.backup_form import FILES
from gouji.actions.site.backup_form import MANIFEST
from gouji.actions.site.backup_form import SCHEMA
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import translate as _
from gouji.store import snapshots
from gouji.store.place import DATABASE as ADDRESS
from gouji.store.schema import connect
from gouji.store.schema import is_new
from gouji.store.schema import migrate
from gouji.store.schema import require_usable

DONE = "site.restore"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: the data folder, when and by which version the backup was made, rows and files, lines of the trail."""

    folder: Path
    made: str
    program: str
    rows: int
    files: int
    lines: int


def restore(file: Path, target: Path) -> Restored:
    """Put a backup into a data folder that is not there yet, or empty; the database that DATABASE_URL names must be empty, too.

    To be called by itself in a process (it connects to the new place). Raises GoujiError: no backup, or one that is not whole (S95); the target
    holds something (S96). Then the target is as it was.
    """
    if target.exists() and any(target.iterdir()):
        raise GoujiError.of("S96", Place(str(target)), name=target)
    partial = target.with_name(f".{target.name}.restoring")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    try:
        manifest = _unpack(file, partial)
        lines = _put(manifest, partial)
        snapshots.let_go()
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except snapshots.Unrestorable as error:
        raise GoujiError.of("S95", Place(str(file)), reason=str(error)) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    names = manifest["files"]
    return Restored(
        target.resolve(), manifest["made"], manifest["program"], sum(manifest["rows"].values()), sum(name.startswith(f"{FILES}/") for name in names), lines,
    )


def _unpack(file: Path, folder: Path) -> Mapping[str, Any]:
    """Every file of the manifest, its hash held against it; what the manifest does not name is not taken."""
    try:
        with ZipFile(file) as packed:
            manifest: dict[str, Any] = json.loads(packed.read(MANIFEST))
            if manifest.get("schema") != SCHEMA:
                raise _broken(file, _("不认识的版本"))
            for name, digest in manifest["files"].items():
                inside = PurePosixPath(name)
                if inside.is_absolute() or ".." in inside.parts or inside.parts[0] not in (DATABASE, FILES):
                    raise _broken(file, _("含有不允许的文件名"))
                place = folder.joinpath(*inside.parts[1:]) if inside.parts[0] == FILES else folder / ".database" / inside.name
                if _copy(packed, name, place) != digest:
                    raise _broken(file, _("“{name}”与清单不符").format(name=name))
    except (BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise _broken(file, _("不是 gouji backup 写的文件，或已损坏")) from error
    return manifest


def _copy(packed: ZipFile, name: str, place: Path) -> str:
    digest = sha256()
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with packed.open(name) as source, os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sink:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            sink.write(chunk)
        sink.flush()
        os.fsync(sink.fileno())
    return digest.hexdigest()


def _put(manifest: Mapping[str, Any], folder: Path) -> int:
    """Put the database in its place and verify it; returns how many lines the trail has."""
    kind, database = manifest["kind"], folder / ".database"
    if (kind == snapshots.SQLITE) == bool(os.environ.get(ADDRESS)) and kind != snapshots.ROWS:
        raise GoujiError.of("S95", reason=_("备份的数据库是 {kind}，与 DATABASE_URL 不符；换数据库请用 gouji backup --portable 的备份").format(kind=kind))
    if kind == snapshots.SQLITE:
        (database / snapshots.FILES[kind]).rename(folder / snapshots.FILES[kind])
        if not snapshots.sound(folder / snapshots.FILES[kind]):
            raise GoujiError.of("S95", reason=_("数据库文件不完整"))
    connect(folder)
    require_usable()
    if kind != snapshots.SQLITE:
        if not is_new():
            raise GoujiError.of("S96", name="DATABASE_URL")
        if kind == snapshots.ROWS:
            migrate()
        snapshots.put(kind, database)
    shutil.rmtree(database)
    return _verify(manifest)


def _verify(manifest: Mapping[str, Any]) -> int:
    from gouji.actions.site.origin import PROGRAM
    from gouji.store import trail
    from gouji.store import trail_archive
    found = snapshots.counts()
    wrong = [name for name, count in manifest["rows"].items() if found.get(name) != count]
    if wrong:
        raise GoujiError.of("S95", reason=_("行数不符：{tables}").format(tables="、".join(wrong[:5])))
    broken = trail_archive.verify_archives() or trail.verify()
    if broken is not None:
        raise GoujiError.of("S95", reason=_("审计日志链在第 {line} 条处断开").format(line=broken.line))
    trail.append(PROGRAM.trail, DONE, details={"made": manifest["made"], "program": manifest["program"]})
    return int(found.get("store_trail", 0))


def _broken(file: Path, reason: str) -> GoujiError:
    return GoujiError.of("S95", Place(str(file)), reason=reason)
