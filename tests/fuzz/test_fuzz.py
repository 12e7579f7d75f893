"""A bounded part of the fuzz benchmark: damaged and hostile files of every format are audited or refused, never a crash, a hang or all memory."""

import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).resolve().parents[2] / "benchmarks/fuzz_bench.py"


def test_no_damaged_file_gets_through_as_anything_but_an_audit_or_a_message():
    done = subprocess.run([sys.executable, FUZZ, "--cases", "300", "--seed", "20", "--most", "4000"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "300 cases" in done.stdout
