"""Work beside this process: the same result as here, whatever becomes of the other process."""

import os

import pytest

from gouji.papers.documents import beside
from gouji.papers.documents.beside import Beside


@pytest.fixture
def _alone(monkeypatch):
    """As if no other thread ran (the test runner may have one)."""
    monkeypatch.setattr(beside, "possible", lambda: True)


@pytest.mark.usefixtures("_alone")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a copy of a process needs a system that makes one")
class TestBeside:
    """In another process."""

    def test_the_result_comes_back(self):
        other = Beside(lambda: [(os.getpid(), "表")] * 50_000, long=True)
        told = other.result()
        assert len(told) == 50_000
        assert told[0][0] != os.getpid()

    def test_what_fails_there_is_done_here(self):
        here = os.getpid()
        assert Beside(lambda: os.getpid() if os.getpid() == here else os._exit(3), long=True).result() == here

    def test_what_the_work_raises_is_raised(self):
        with pytest.raises(ZeroDivisionError):
            Beside(lambda: 1 // 0, long=True).result()

    def test_work_nobody_asks_for_is_ended(self):
        other = Beside(lambda: "x" * 1_000_000, long=True)
        other.dropped()
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def test_short_work_is_done_here():
    assert Beside(os.getpid, long=False).result() == os.getpid()


def test_with_other_threads_no_copy_is_made(monkeypatch):
    monkeypatch.setattr(beside.threading, "active_count", lambda: 2)
    assert not beside.possible()
