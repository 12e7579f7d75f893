"""All or nothing: a write killed at any step is either not there, or completed by the next writer, with nothing twice."""

import json
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from gouji.actions.lock import LOCK_FILE
from gouji.actions.lock import is_locked
from gouji.actions.lock import locked
from gouji.actions.transaction import JOURNAL
from gouji.actions.transaction import Transaction
from gouji.actions.transaction import commit
from gouji.actions.transaction import finish
from gouji.actions.transaction import refuse_unfinished
from gouji.messages import GoujiError

BEFORE = {"facts/a.csv": "甲\n", "history/facts.csv": "头\n旧\n"}
AFTER = {"facts/a.csv": "乙\n", "facts/b.csv": "丙\n", "history/facts.csv": "头\n旧\n新\n", "history/evidence.csv": "头\n"}
CHANGE = Transaction(
    {"facts/a.csv": "乙\n", "facts/b.csv": "丙\n"}, {"history/facts.csv": "新\n", "history/evidence.csv": "头\n"},
)
# Dies by SIGKILL at the n-th flush to disk: every step of a commit ends in one.
DYING = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from gouji.actions.transaction import Transaction, commit
    left = int(sys.argv[2])
    flush = os.fsync
    def dying(handle):
        global left
        flush(handle)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    os.fsync = dying
    commit(Path(sys.argv[1]), Transaction(*eval(sys.argv[3])))
""")


def lay(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def read(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*.csv") if path.name[0] != "."}


def test_everything_is_written(tmp_path):
    lay(tmp_path, BEFORE)
    commit(tmp_path, CHANGE)
    assert read(tmp_path) == AFTER
    assert not (tmp_path / JOURNAL).exists()
    assert not list(tmp_path.rglob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
@pytest.mark.parametrize("step", range(1, 10))  # journal 2, two files 4, two histories 2, the folder 1
def test_killed_at_any_step_it_is_all_or_nothing(tmp_path, step):
    lay(tmp_path, BEFORE)
    arguments = [sys.executable, "-c", DYING, str(tmp_path), str(step), repr((dict(CHANGE.files), dict(CHANGE.appends)))]
    status = subprocess.run(arguments, check=False).returncode
    counted = (tmp_path / JOURNAL).exists() or read(tmp_path) != BEFORE
    assert status == -signal.SIGKILL
    finish(tmp_path)
    assert read(tmp_path) == (AFTER if counted else BEFORE)
    assert finish(tmp_path) is False


def test_completing_twice_appends_once(tmp_path):
    lay(tmp_path, BEFORE)
    commit(tmp_path, CHANGE)
    plan = {"files": dict(CHANGE.files), "appends": {"history/facts.csv": [len("头\n旧\n".encode()), "新\n"]}}
    (tmp_path / JOURNAL).write_text(json.dumps(plan), "utf-8")
    assert finish(tmp_path) is True
    assert read(tmp_path) == AFTER


def test_a_write_that_was_cut_off_is_told(tmp_path):
    refuse_unfinished(tmp_path)
    (tmp_path / JOURNAL).write_text("{}", "utf-8")
    with pytest.raises(GoujiError) as caught:
        refuse_unfinished(tmp_path)
    assert caught.value.problems[0].code == "X02"
    with locked(tmp_path), pytest.raises(GoujiError) as caught:
        refuse_unfinished(tmp_path)
    assert caught.value.problems[0].code == "X01"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_stays_as_it_is(tmp_path):
    lay(tmp_path, BEFORE)
    tmp_path.chmod(0o500)
    with pytest.raises(GoujiError) as caught:
        commit(tmp_path, CHANGE)
    tmp_path.chmod(0o700)
    assert caught.value.problems[0].code == "P20"
    assert read(tmp_path) == BEFORE


def test_one_writer_at_a_time(tmp_path):
    with locked(tmp_path):
        assert is_locked(tmp_path)
        with pytest.raises(GoujiError) as caught, locked(tmp_path):
            pass
        assert caught.value.problems[0].code == "X01"
        assert str(os.getpid()) in caught.value.problems[0].message()
    assert not is_locked(tmp_path)
    assert not (tmp_path / LOCK_FILE).exists()


def test_the_lock_of_a_program_that_died_means_nothing(tmp_path):
    script = f"import os, signal; from pathlib import Path; from gouji.actions.lock import locked\nwith locked(Path({str(tmp_path)!r})): os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script], check=False)
    assert (tmp_path / LOCK_FILE).exists()
    assert not is_locked(tmp_path)
    with locked(tmp_path):
        assert is_locked(tmp_path)


def test_of_many_writers_at_once_each_gets_its_turn_or_is_told(tmp_path):
    script = f"""
import time
from pathlib import Path
from gouji.actions.lock import locked
from gouji.messages import GoujiError
folder, count = Path({str(tmp_path)!r}), 0
while count < 20:
    try:
        with locked(folder):
            before = int((folder / "n").read_text() or 0) if (folder / "n").exists() else 0
            time.sleep(0.001)
            (folder / "n").write_text(str(before + 1))
            count += 1
    except GoujiError:
        time.sleep(0.001)
"""
    writers = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(4)]
    assert [writer.wait(60) for writer in writers] == [0] * 4
    assert (tmp_path / "n").read_text() == "80"  # 4 writers × 20, none lost


@pytest.mark.parametrize("journal", [
    '{"files": {"../outside.csv": "x"}, "appends": {}}', '{"files": {"facts/a.csv": "乙"}, "appends": {"../../outside.csv": [0, "x"]}}',
    '{"files": {"/tmp/outside-of-the-book.csv": "x"}, "appends": {}}', '{"files"', "[]", '{"files": {}}', '{"files": {}, "appends": {"facts/a.csv": "x"}}',
])
def test_a_journal_that_no_program_of_ours_wrote_is_not_carried_out(tmp_path, journal):
    folder = tmp_path / "book"
    lay(folder, BEFORE)
    (folder / JOURNAL).write_text(journal, encoding="utf-8")
    with pytest.raises(GoujiError) as caught:
        finish(folder)
    assert [problem.code for problem in caught.value.problems] == ["X16"]
    assert read(folder) == BEFORE
    assert [path.name for path in tmp_path.iterdir()] == ["book"]
