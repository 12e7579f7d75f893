"""Fuzz: damaged and hostile files of every format are read and audited by worker processes with limits of memory and time.

    python benchmarks/fuzz_bench.py [--cases 12000] [--seed 1] [--workers 2] [--memory 1024] [--seconds 20] [--most BYTES] [--only NUMBER] [--keep DIR]

A case passes where the document is audited or refused with a message (GoujiError). It fails on any other exception, on memory above the limit
(MB of address space), on time above the limit (seconds of processor for one file) and where the process dies. Cases are made by `mutations.py`: the same seed
and number give the same file; `--most` cuts long texts, for a quick look. Exit status 1 where a case
fails; `--only` runs one case in this process, with its traceback; `--keep` saves failures.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mutations import KINDS
from mutations import case
from mutations import sound_files

MEBIBYTE = 1024 * 1024
TEXTS = ("html", "md", "txt")
WAITING, SHOWN = 10, 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: "audited", a code, or what went wrong; seconds."""

    number: int
    kind: str
    damage: str
    result: str
    seconds: float

    @property
    def failed(self) -> bool:
        """Neither audited nor refused with a code."""
        return self.result != "audited" and not self.result.startswith("refused")


def audit(kind: str, content: bytes, folder: Path) -> str:
    """Read and audit one file: "audited" or the code with which it was refused; what else goes wrong is raised."""
    from gouji.audit import audit_document
    from gouji.messages import GoujiError
    from gouji.papers.documents import read_document
    path = folder / f"case.{kind}"
    path.write_bytes(content)
    try:
        audit_document(read_document(path)).as_record()
    except GoujiError as error:
        return f"refused {error.problems[0].code}"
    return "audited"


def work(options: argparse.Namespace, first: int, step: int) -> None:
    """The loop of a worker: every `step`-th case from `first`; a line before and a line after each, so that the parent knows which one kills."""
    resource.setrlimit(resource.RLIMIT_AS, (options.memory * MEBIBYTE, options.memory * MEBIBYTE))
    sound = sound_files()
    with tempfile.TemporaryDirectory() as place:
        for number in range(first, options.cases, step):
            kind, damage, content = case(options.seed, number, sound)
            content = content[:options.most] if kind in TEXTS else content
            print("begin", number, kind, damage, sep="\t", flush=True)
            signal.setitimer(signal.ITIMER_PROF, options.seconds)  # not caught: it ends the process wherever it hangs, in C code too
            signal.alarm(WAITING * options.seconds)  # what waits takes no processor time
            begun = time.process_time()
            try:
                result = audit(kind, content, Path(place))
            except Exception as error:  # noqa: BLE001  # that is what is looked for
                result = _where(error)
            signal.alarm(0)
            signal.setitimer(signal.ITIMER_PROF, 0)
            print("end", number, result, f"{time.process_time() - begun:.3f}", sep="\t", flush=True)


def _where(error: BaseException) -> str:
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else "?"
    return f"{type(error).__name__} at {place}: {str(error)[:80]}".replace("\t", " ").replace("\n", " ")


def supervise(options: argparse.Namespace, worker: int) -> list[Outcome]:
    """The outcomes of every case of a worker; a new process goes on after one that died."""
    outcomes, first = [], worker
    while first < options.cases:
        command = [sys.executable, __file__, "--worker", str(first), *_same(options)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
        begun: list[str] = []
        for line in process.stdout or ():
            fields = line.rstrip("\n").split("\t")
            if fields[0] == "begin":
                begun = fields
            elif fields[0] == "end":
                outcomes.append(Outcome(int(fields[1]), begun[2], begun[3], fields[2], float(fields[3])))
                begun = []
        status = process.wait()
        if not begun:
            if status:
                raise SystemExit(f"a worker ended with {status} outside of any case; try --memory or --worker {first}")
            break
        dead = f"no end within {options.seconds} s" if status in {-signal.SIGPROF, -signal.SIGALRM} else f"process died ({status})"
        outcomes.append(Outcome(int(begun[1]), begun[2], begun[3], dead, float(options.seconds)))
        first = int(begun[1]) + options.workers
    return outcomes


def _same(options: argparse.Namespace) -> list[str]:
    return [text for name in ("cases", "seed", "workers", "memory", "seconds", "most") for text in (f"--{name}", str(getattr(options, name)))]


def print_outcomes(outcomes: list[Outcome], options: argparse.Namespace) -> None:
    """What became of the cases, by format; the failures one by one, the slowest three."""
    sound = sound_files()
    print(f"{'format':8}{'cases':>8}{'audited':>9}{'refused':>9}{'failed':>8}{'slowest':>9}")
    for kind in KINDS:
        group = [outcome for outcome in outcomes if outcome.kind == kind]
        audited, failed = sum(outcome.result == "audited" for outcome in group), sum(outcome.failed for outcome in group)
        slowest = max((outcome.seconds for outcome in group), default=0)
        print(f"{kind:8}{len(group):>8}{audited:>9}{len(group) - audited - failed:>9}{failed:>8}{slowest:>8.2f}s")
    print("refused with", dict(Counter(outcome.result.split()[1] for outcome in outcomes if outcome.result.startswith("refused")).most_common()))
    for outcome in sorted(outcomes, key=lambda each: -each.seconds)[:3]:
        print(f"slow    {outcome.number}  {outcome.kind}  {outcome.damage}  {outcome.seconds:.2f} s  {outcome.result}")
    for position, outcome in enumerate(outcome for outcome in outcomes if outcome.failed):
        if position < SHOWN:
            print(f"FAILED  {outcome.number}  {outcome.kind}  {outcome.damage}  {outcome.result}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{outcome.number}.{outcome.kind}").write_bytes(case(options.seed, outcome.number, sound)[2])


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("cases", 12_000), ("seed", 1), ("workers", 2), ("memory", 1_024), ("seconds", 20), ("most", MEBIBYTE)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker is not None:
        work(options, options.worker, options.workers)
        return
    if options.only is not None:
        kind, damage, content = case(options.seed, options.only, sound_files())
        with tempfile.TemporaryDirectory() as place:
            print(kind, damage, f"{len(content):,} bytes", audit(kind, content, Path(place)))
        return
    begun = time.perf_counter()
    with ThreadPoolExecutor(options.workers) as pool:
        outcomes = sorted((each for found in pool.map(lambda worker: supervise(options, worker), range(options.workers)) for each in found), key=lambda each: each.number)
    print_outcomes(outcomes, options)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"{len(outcomes)} cases, seed {options.seed}, {options.memory} MB, {options.seconds} s each: {failed} failed; {time.perf_counter() - begun:.0f} s in all")
    raise SystemExit(1 if failed else 0)


if __name__ == "__main__":
    main()
