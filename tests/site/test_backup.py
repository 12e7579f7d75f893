"""Backup and restore: the same site comes back, everything verified; what is not whole is refused and nothing changed."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from postgres import postgres_server

ROOT = Path(__file__).parents[2]
SETTING_UP = """
import sys; from pathlib import Path
from gouji.store.schema import connect, migrate
connect(Path(sys.argv[1])); migrate()
from gouji.actions.open_book import load_definitions
from gouji.actions.site.accounts import create_account
from gouji.actions.site.load_folder import load_folder
from gouji.actions.site.origin import PROGRAM
create_account(PROGRAM, "li", "李")
load_folder(PROGRAM, Path(sys.argv[2]), "technician", load_definitions())
"""
TOLD = """
import json, sys; from pathlib import Path
from gouji.store.schema import connect
connect(Path(sys.argv[1]))
from gouji.actions.open_book import load_definitions
from gouji.store import trail, trail_archive
from gouji.store.models import Account, BookRow, RowVersion, TrailRow
from gouji.store.reading import load
book = load(BookRow.objects.get(), load_definitions())
print(json.dumps([
    sorted(repr((fact.key, fact.figure, fact.text, fact.recorded)) for fact in book.select()), list(RowVersion.objects.order_by("pk").values_list("pk", "stamp", "cells")),
    list(Account.objects.values_list("username", "password")), [str(row.seal) for row in TrailRow.objects.exclude(act__startswith="site.").order_by("pk")],
    trail.verify() is None and trail_archive.verify_archives() is None,
], ensure_ascii=False))
"""


def run(*arguments, database="", **more):
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "GOUJI_DATA", "DJANGO_SETTINGS_MODULE"}}
    environment |= {"DATABASE_URL": database} if database else {}
    return subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=300, check=False, **more)


def gouji(*arguments, database=""):
    return run("-m", "gouji.cli", "--lang", "zh", *arguments, database=database)


def told(data, database=""):
    done = run("-c", TOLD, data, database=database)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A site with a book and an account, in a folder of its own."""
    folder = tmp_path_factory.mktemp("site") / "data"
    done = run("-c", SETTING_UP, folder, ROOT / "examples" / "jiangmen-technician-2022")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def file(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("backups") / "site.zip"
    done = gouji("backup", "--data", data, "--to", path)
    assert done.returncode == 0, done.stderr
    return path


def test_the_same_site_comes_back(data, file, tmp_path):
    done = gouji("restore", file, "--data", tmp_path / "back")
    assert done.returncode == 0, done.stderr
    assert "核对无误" in done.stdout
    assert told(tmp_path / "back") == told(data)
    texts = sorted(path.relative_to(data) for path in (data / "books").rglob("*") if path.is_file())
    assert texts
    assert sorted(path.relative_to(tmp_path / "back") for path in (tmp_path / "back" / "books").rglob("*") if path.is_file()) == texts


def test_the_key_is_in_it_only_where_asked_for(data, file, tmp_path):
    assert not [name for name in zipfile.ZipFile(file).namelist() if "secret" in name]
    assert gouji("backup", "--data", data, "--to", tmp_path / "key.zip", "--with-key").returncode == 0
    assert "files/secret.key" in zipfile.ZipFile(tmp_path / "key.zip").namelist()
    assert (tmp_path / "key.zip").stat().st_mode & 0o077 == 0


def test_it_is_consistent_while_somebody_writes(data, tmp_path):
    """A writer adds lines in pairs, one transaction each pair; no backup has half of one."""
    copy = shutil.copytree(data, tmp_path / "busy")
    writer = subprocess.Popen([sys.executable, "-c", (
        "import sys, time; from pathlib import Path\n"
        "from gouji.store.schema import connect\nconnect(Path(sys.argv[1]))\n"
        "from gouji.store import trail\nfrom gouji.store.units import together\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    with together():\n"
        "        trail.append(trail.From(1, ''), 'pair.first'); time.sleep(0.002); trail.append(trail.From(1, ''), 'pair.second')\n"
    ), str(copy)], stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout.readline() == "ready\n"
        done = [gouji("backup", "--data", copy, "--to", tmp_path / f"{number}.zip") for number in range(2)]
    finally:
        writer.kill()
        writer.wait()
    assert [item.returncode for item in done] == [0, 0], done[0].stderr
    for number in range(2):
        assert gouji("restore", tmp_path / f"{number}.zip", "--data", tmp_path / f"back{number}").returncode == 0
        with sqlite3.connect(tmp_path / f"back{number}" / "gouji.sqlite3") as known:
            counts = dict(known.execute("SELECT act, count(*) FROM store_trail WHERE act LIKE 'pair.%' GROUP BY act"))
        assert counts["pair.first"] == counts["pair.second"] > 0


def altered(file, target, change):
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as sink:
        for name in source.namelist():
            kept = change(name, source.read(name))
            if kept is not None:
                sink.writestr(name, kept)


@pytest.mark.parametrize("change", [
    lambda name, data: data[:-100] + bytes(100) if name.endswith("sqlite3") else data,
    lambda name, data: None if name == "files/books/technician/texts" or "texts/" in name else data,
    lambda name, data: data.replace(b'"store_row": ', b'"store_row": 1') if name == "manifest.json" else data,
    lambda name, data: None if name == "manifest.json" else data,
    lambda name, data: data.replace(b"gouji-backup/1", b"gouji-backup/9") if name == "manifest.json" else data,
    lambda name, data: data.replace(b'"files/books', b'"files/../../books', 1) if name == "manifest.json" else data,
])
def test_what_is_not_whole_is_refused_and_nothing_stays(file, tmp_path, change):
    altered(file, tmp_path / "bad.zip", change)
    done = gouji("restore", tmp_path / "bad.zip", "--data", tmp_path / "back")
    assert (done.returncode, "S95" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.zip"]


def test_nothing_is_written_over(data, file):
    assert "S96" in gouji("restore", file, "--data", data).stderr
    assert "S96" in gouji("backup", "--data", data, "--to", file).stderr


def test_no_backup_at_all_is_said(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    assert "S95" in gouji("restore", tmp_path / "x.zip", "--data", tmp_path / "back").stderr


def test_an_older_database_is_backed_up_before_it_is_brought_up_to_date(data, tmp_path):
    old = shutil.copytree(data, tmp_path / "old")
    with sqlite3.connect(old / "gouji.sqlite3") as known:  # as if one migration had not been there yet
        known.execute("DELETE FROM django_migrations WHERE app = 'otp_static' AND name NOT LIKE '0001%'")
        known.execute("ALTER TABLE otp_static_staticdevice DROP COLUMN created_at")
        known.execute("ALTER TABLE otp_static_staticdevice DROP COLUMN last_used_at")
    done = run("-c", "import sys; from pathlib import Path; from gouji.actions.site.prepare import prepare; print(*prepare(Path(sys.argv[1])).lines, sep='\\n')", old)
    assert done.returncode == 0, done.stderr
    [made] = (old / "backups").glob("*-before-upgrade.zip")
    assert "退回办法" in done.stdout
    assert gouji("restore", made, "--data", tmp_path / "back").returncode == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Gives the address of a fresh database each time it is asked."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as fresh:
        yield fresh


def test_it_comes_back_on_postgresql(data, server, tmp_path):
    """From SQLite to PostgreSQL by rows, from there by its own tool into another, and by rows back to SQLite."""
    first, second = server("first"), server("second")
    steps = [
        (("backup", "--data", data, "--to", tmp_path / "rows.zip", "--portable"), ""),
        (("restore", tmp_path / "rows.zip", "--data", tmp_path / "first"), first),
        (("backup", "--data", tmp_path / "first", "--to", tmp_path / "dump.zip"), first),
        (("restore", tmp_path / "dump.zip", "--data", tmp_path / "second"), second),
        (("backup", "--data", tmp_path / "second", "--to", tmp_path / "again.zip", "--portable"), second),
        (("restore", tmp_path / "again.zip", "--data", tmp_path / "third"), ""),
    ]
    for arguments, database in steps:
        done = gouji(*arguments, database=database)
        assert done.returncode == 0, (arguments, done.stderr)
    assert "database/gouji.dump" in zipfile.ZipFile(tmp_path / "dump.zip").namelist()
    expected = told(data)
    assert told(tmp_path / "second", second) == expected
    assert told(tmp_path / "third") == expected
    assert "S96" in gouji("restore", tmp_path / "dump.zip", "--data", tmp_path / "fourth", database=second).stderr
    assert "S95" in gouji("restore", tmp_path / "dump.zip", "--data", tmp_path / "fourth").stderr
