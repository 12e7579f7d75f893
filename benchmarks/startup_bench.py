"""Start-up: `gouji --help` and `gouji check` of every example, median of several runs, beside the bare interpreter and named peers.

Run: .venv/bin/python benchmarks/startup_bench.py [--runs 9]. Peers that are not installed are passed over with a line.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from datetime import UTC
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = (("vtlengine", "import vtlengine"), ("pandas", "import pandas"), ("frictionless", "import frictionless"))


def seconds(command: list[str], runs: int) -> float:
    """The median wall time of a command; its exit status does not matter (findings give 1)."""
    times = []
    for _run in range(runs):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)  # our own commands
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def main() -> None:
    """Measure and print one line per command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    gouji = shutil.which("gouji", path=str(Path(sys.executable).parent)) or "gouji"
    bare = seconds([sys.executable, "-c", "pass"], runs)
    print(f"{datetime.now(tz=UTC):%Y-%m-%d} Python {sys.version.split()[0]}, median of {runs} runs")
    print(f"{'command':56}{'seconds':>8}{'÷ bare':>8}")
    print(f"{'python -c pass':56}{bare:>8.3f}{1:>8.1f}")
    commands = [[gouji, "--help"], *([gouji, "check", str(book)] for book in sorted((ROOT / "examples").iterdir()) if (book / "book.yaml").exists())]
    for command in commands:
        spent = seconds(command, runs)
        name = " ".join(["gouji", *command[1:]]).replace(f"{ROOT}/", "")
        print(f"{name:56}{spent:>8.3f}{spent / bare:>8.1f}")
    for name, statement in PEERS:
        probe = subprocess.run([sys.executable, "-c", statement], capture_output=True, check=False)  # fixed statements
        if probe.returncode:
            print(f"{name}: not installed")
            continue
        spent = seconds([sys.executable, "-c", statement], runs)
        print(f"{'peer: python -c ' + statement:56}{spent:>8.3f}{spent / bare:>8.1f}")


if __name__ == "__main__":
    main()
