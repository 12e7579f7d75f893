"""A PostgreSQL server of the tests' own on this machine, shared by all that need one."""

import os
import shutil
import socket
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


@contextmanager
def postgres_server(folder):
    """A server whose data lie in a folder; gives a function from a name to the address of a new, empty database. Skips the test where there is no
    PostgreSQL.
    """
    if PROGRAMS is None:
        pytest.skip("PostgreSQL is not on this machine")
    as_server = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    if as_server:
        for path in (folder, *folder.parents):
            if path == Path("/tmp"):  # noqa: S108  # the folders that pytest made, opened for the server's own account
                break
            path.chmod(path.stat().st_mode | 0o055)
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", free_port()
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    initialise = [PROGRAMS / "initdb", "-D", data, "-A", "trust", "-U", "gouji", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_server, *initialise], check=True, capture_output=True)
    subprocess.run([*as_server, PROGRAMS / "pg_ctl", "-D", data, "-w", "-o", settings, "-l", folder / "log", "start"], check=True, capture_output=True)

    def fresh(name):
        subprocess.run([PROGRAMS / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "gouji", name], check=True, capture_output=True)
        return f"postgresql://gouji@127.0.0.1:{port}/{name}"
    try:
        yield fresh
    finally:
        subprocess.run([*as_server, PROGRAMS / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=False, capture_output=True)


def free_port():
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
