"""Two who do the same at the same moment, and what is interrupted: one gets it, the other is told; nothing half-done stays."""

import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role


def code_of(caught):
    return caught.value.problems[0].code


@pytest.fixture
def blind(monkeypatch):
    """A module's look whether something is there finds nothing, as it does for two at the same moment."""
    def cover(module, name):
        monkeypatch.setattr(module, name, SimpleNamespace(objects=SimpleNamespace(filter=lambda **_more: SimpleNamespace(exists=lambda: False))))
    return cover


def folder():
    return Path(__file__).parents[2] / "examples" / "jiangmen-secondary-2024"


def test_one_of_two_who_load_a_book_is_told_and_the_books_files_stay(book, catalogue, blind):
    from gouji.actions.site import load_folder as module
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.models import BookRow
    from gouji.store.place import book_folder
    own = book_folder("jiangmen") / "own.txt"
    own.write_text("mine", encoding="utf-8")
    blind(module, "BookRow")
    with pytest.raises(GoujiError) as caught:
        module.load_folder(PROGRAM, folder(), "jiangmen", catalogue)
    assert (code_of(caught), own.read_text(encoding="utf-8"), BookRow.objects.count()) == ("S01", "mine", 1)


def test_who_loads_a_book_that_is_being_loaded_is_told_so(site, catalogue):
    from gouji.actions.site import load_folder as module
    from gouji.actions.site.origin import PROGRAM
    with module._alone("x"), pytest.raises(GoujiError) as caught:  # as another process holds it
        module.load_folder(PROGRAM, folder(), "x", catalogue)
    assert code_of(caught) == "S129"


def test_a_loading_that_fails_leaves_no_files_and_what_a_killed_one_left_is_cleared(site, catalogue, monkeypatch):
    from gouji.actions.site import load_folder as module
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.models import BookRow
    from gouji.store.place import book_folder
    from gouji.store.place import room

    def broken(*_given, **_more):
        raise OSError
    with monkeypatch.context() as patched:
        patched.setattr(module.trail, "append", broken)
        with pytest.raises(OSError):  # whatever it is
            module.load_folder(PROGRAM, folder(), "y", catalogue)
    assert not BookRow.objects.filter(slug="y").exists()
    assert not book_folder("y").exists()
    assert not list(room("work").glob("loading-*"))
    book_folder("y").mkdir()
    (book_folder("y") / "left.txt").write_text("of a loading that was killed", encoding="utf-8")
    module.load_folder(PROGRAM, folder(), "y", catalogue)
    assert not (book_folder("y") / "left.txt").exists()


def test_an_account_made_twice_at_the_same_moment_is_made_once(site, person, blind):
    from gouji.actions.site import accounts
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.models import Account
    person("li")
    blind(accounts, "Account")
    with pytest.raises(GoujiError) as caught:
        accounts.create_account(PROGRAM, "li", "李")
    assert (code_of(caught), Account.objects.count()) == ("S16", 1)


def test_a_subject_is_one_accounts(site, person, blind):
    from gouji.actions.site import single_sign_on
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.models import Account
    one, two = person("one"), person("two")
    single_sign_on.set_subject(PROGRAM, one, "cas:li")
    with pytest.raises(GoujiError) as caught:
        single_sign_on.set_subject(PROGRAM, two, "cas:li")
    assert code_of(caught) == "S99"
    for account in (one, two):
        single_sign_on.set_subject(PROGRAM, account, "")  # several have none
    made = single_sign_on.create_for("cas:wang", "wang", "王", "")
    from gouji.store.identities import new_account
    assert made is not None
    assert new_account("wang2", "王", None, subject="cas:wang") is None
    assert Account.objects.filter(subject="cas:wang").count() == 1


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system which files were synchronised")
def test_evidence_is_on_the_disk_with_its_name_before_it_is_said_to_be_kept(book, person, monkeypatch):
    from io import BytesIO

    from gouji.actions.site.add_evidence import NewEvidence
    from gouji.actions.site.add_evidence import add_evidence
    from gouji.actions.site.origin import origin_of
    from gouji.papers import files
    from gouji.store.place import book_folder
    synced, real = [], os.fsync

    def note(descriptor):
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)
    monkeypatch.setattr(files.os, "fsync", note)
    filler = person("tian", (Role.FILLER, "jiangmen", "440700"))
    add_evidence(origin_of(filler), book, NewEvidence("说明.txt", BytesIO("去年在校生 1000 人。".encode()), 30, "440700"))
    room = book_folder("jiangmen") / "evidence"
    assert {path for path in synced if path.endswith(".txt")}
    assert str(room.resolve()) in synced


@pytest.mark.skipif(sys.platform != "linux", reason="asks the system which files were synchronised")
def test_a_folder_is_settled_with_all_that_lies_in_it(tmp_path, monkeypatch):
    from gouji.papers import files
    synced = []
    monkeypatch.setattr(files.os, "fsync", lambda descriptor: synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink())))
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c").write_text("x", encoding="utf-8")
    files.settle(tmp_path / "a")
    assert synced == [str(tmp_path / "a" / "b" / "c"), str(tmp_path / "a" / "b"), str(tmp_path / "a"), str(tmp_path)]


@pytest.fixture
def other_connection(database, tmp_path):
    """Another connection of the site's kind, to a database of its own with an empty table; its name."""
    from django.db import connection
    from django.db import connections

    from gouji.store.sqlite.base import DatabaseWrapper
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite's writers take turns")
    connections["other"] = DatabaseWrapper({**connection.settings_dict, "NAME": str(tmp_path / "other.sqlite3")}, "other")
    with connections["other"].cursor() as cursor:
        cursor.execute("CREATE TABLE t (x)")
    yield "other"
    connections["other"].close()
    del connections["other"]


@pytest.mark.parametrize("refused", [False, True])
def test_a_commit_that_memory_does_not_suffice_for_is_undone_and_the_next_one_writes(other_connection, monkeypatch, refused):
    from django.db import OperationalError
    from django.db import connections
    from django.db import transaction

    from gouji.store.sqlite import base

    def failing(error):
        def fail(_connection):
            raise error
        return fail
    connection = connections[other_connection]
    with monkeypatch.context() as patched:
        patched.setattr(base.base.DatabaseWrapper, "_commit", failing(MemoryError()))
        if refused:
            patched.setattr(base.base.DatabaseWrapper, "_rollback", failing(OperationalError("disk I/O error")))
        with pytest.raises(MemoryError), transaction.atomic(using=other_connection):
            connection.cursor().execute("INSERT INTO t VALUES (1)")
    assert not base._turn.locked()
    with transaction.atomic(using=other_connection):
        connection.cursor().execute("INSERT INTO t VALUES (2)")
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT x FROM t").fetchall() == [(2,)]
