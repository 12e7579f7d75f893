"""What whoever starts the site is told where it cannot start: what is wrong, what to do, an exit status; nothing is left running."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from postgres import free_port

SAFE = {name: value for name, value in os.environ.items() if not name.startswith(("GOUJI_", "DJANGO_", "DATABASE_"))}


def serve(*arguments, **environment):
    command = [sys.executable, "-m", "gouji.cli", "--lang", "zh", "serve", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, env=SAFE | environment, timeout=60, check=False)
    assert "程序出错" not in done.stderr, done.stderr
    return done


@pytest.fixture
def taken():
    """A port that somebody else listens on."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as the web server itself does
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_in_use_is_said_before_anything_is_made(taken, tmp_path):
    done = serve("--data", tmp_path / "data", "--port", taken)
    assert done.returncode == 2
    assert f"端口 {taken} 已被占用" in done.stderr
    assert f"--port {taken + 1}" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("host", ["no-such-name.invalid", "203.0.113.7"])
def test_an_address_of_another_machine(host, tmp_path):
    done = serve("--data", tmp_path / "data", "--port", free_port(), "--host", host)
    assert done.returncode == 2
    assert f"不能在 {host} 端口" in done.stderr


def test_a_data_folder_that_is_none(tmp_path):
    (tmp_path / "data").write_text("")
    done = serve("--data", tmp_path / "data", "--port", free_port())
    assert done.returncode == 2
    assert "数据文件夹不能用" in done.stderr
    assert str(tmp_path / "data") in done.stderr


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="whoever owns the machine may write everywhere")
def test_a_data_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "data").mkdir(mode=0o500)
    done = serve("--data", tmp_path / "data", "--port", free_port())
    assert done.returncode == 2
    assert "数据文件夹不能用" in done.stderr


def test_a_database_that_is_none(tmp_path):
    (tmp_path / "gouji.sqlite3").write_bytes(b"no database" * 500)
    done = serve("--data", tmp_path, "--port", free_port())
    assert done.returncode == 2
    assert "gouji.sqlite3" in done.stderr
    assert "数据库没有应答，或不能写入" in done.stderr


def test_a_database_that_is_not_there(tmp_path):
    done = serve("--data", tmp_path, "--port", free_port(), DATABASE_URL=f"postgresql://gouji:secret-word@127.0.0.1:{free_port()}/gouji")
    assert done.returncode == 2
    assert "数据库没有应答，或不能写入" in done.stderr
    assert "secret-word" not in done.stderr


@pytest.mark.parametrize(("name", "value"), [
    ("DATABASE_URL", "mysql://gouji@localhost/gouji"), ("DATABASE_URL", "postgresql://localhost:port/gouji"), ("GOUJI_IDLE_MINUTES", "an hour"),
])
def test_a_setting_that_is_unusable(name, value, tmp_path):
    done = serve("--data", tmp_path, "--port", free_port(), **{name: value})
    assert done.returncode == 2
    assert f"环境变量 {name} 不能用" in done.stderr


@pytest.fixture
def newer(tmp_path):
    """A data folder that a later version has used."""
    setting_up = "import sys; from pathlib import Path; from gouji.store.schema import connect, migrate; connect(Path(sys.argv[1])); migrate()"
    subprocess.run([sys.executable, "-c", setting_up, str(tmp_path)], check=True, env=SAFE)
    with sqlite3.connect(tmp_path / "gouji.sqlite3") as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_later', '2099-01-01')")
    database.close()
    return tmp_path


def test_a_data_folder_of_a_later_version(newer):
    done = serve("--data", newer, "--port", free_port())
    assert done.returncode == 2
    assert "数据库是更新的版本写的（store.9999_later）" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_site_that_is_stopped_while_it_starts_ends(tmp_path):
    with (tmp_path / "log").open("wb") as log:
        site = subprocess.Popen(
            [sys.executable, "-m", "gouji.cli", "--lang", "zh", "serve", "--data", str(tmp_path / "data"), "--port", str(free_port())],
            stdout=log, stderr=log, env=SAFE, start_new_session=True,
        )
    until = time.monotonic() + 60
    while "网址" not in (tmp_path / "log").read_text("utf-8") and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1)  # its workers begin
    site.send_signal(signal.SIGTERM)
    assert site.wait(60) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(site.pid, 0)
