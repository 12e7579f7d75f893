"""How long an audit takes: documents read and audited in processes of their own, start-up not counted, with a peer in the same run.

    python benchmarks/audit_bench.py [--pages 165] [--growth 10,100,1000] [--folder DIR] [--no-pdf] [--peer-python PATH]

Writes reports (`make_report.py`), converts the long one to PDF where LibreOffice is installed, and prints for each the seconds of reading and of
auditing (the best of three), the processor seconds of both processes that an audit runs in, the peak memory of the process and of the largest
copy it makes of itself (they share most of it), and findings; how the time grows with the pages; the whole command on 20 pages, start-up and all (the
median of five); and the peer markitdown, which only converts (Python interpreter in which it is installed: `--peer-python`).
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

ROUNDS, COMMANDS = 3, 5
PEER = """
import resource, sys, time
from importlib.metadata import version
from markitdown import MarkItDown
begun = time.perf_counter()
MarkItDown().convert(sys.argv[1])
print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, version("markitdown"))
"""


def measure(path: Path) -> None:
    """Print seconds of reading and of auditing, of the processor, peak memory of the process and its copies (MB), claims, findings; modules are
    loaded before.
    """
    from gouji.audit import audit_document
    from gouji.papers.documents import docx  # noqa: F401  # loaded now, not counted
    from gouji.papers.documents import pdf  # noqa: F401
    from gouji.papers.documents import plain  # noqa: F401
    from gouji.papers.documents import read_document
    took = []
    for _round in range(ROUNDS):
        begun, worked = time.perf_counter(), _processor()
        document = read_document(path)
        middle = time.perf_counter()
        audit = audit_document(document)
        took.append((time.perf_counter() - begun, middle - begun, _processor() - worked))
    whole, reading, processor = min(took)
    own, copies = (resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"{reading:.3f} {whole - reading:.3f} {processor:.3f} {own} {copies} {len(audit.claims)} {len(audit.findings)}")


def _processor() -> float:
    """Processor seconds of this process and of those it began and saw end."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


@dataclass(frozen=True)
class Measured:
    """Seconds of reading, of auditing and of the processor; peak memory (MB) of the process and of its largest copy; claims and findings."""

    reading: float
    auditing: float
    processor: float
    memory: int
    copies: int
    claims: int
    findings: int

    @property
    def together(self) -> float:
        """Seconds of reading and auditing."""
        return self.reading + self.auditing


def gouji(path: Path) -> Measured:
    """A document measured in a process of its own."""
    done = subprocess.run([sys.executable, __file__, "--one", str(path)], capture_output=True, text=True, check=True)
    seconds, counts = done.stdout.split()[:3], done.stdout.split()[3:]
    return Measured(*map(float, seconds), *map(int, counts))


def peer(path: Path, python: str, base: float) -> None:
    """A line for markitdown on the same document, or that it is not there."""
    done = subprocess.run([python, "-c", PEER, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"  peer markitdown: not to be had with {python}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
        return
    seconds, memory, release = done.stdout.split()
    print(f"  peer markitdown {release} (converts only)  {float(seconds):.2f} s  {memory} MB  ×{float(seconds) / base:.1f}")


def long_documents(folder: Path, pages: int, python: str, *, with_pdf: bool) -> None:
    """The long report as DOCX, as DOCX of many short runs, as text and as PDF."""
    paths = [made(folder / name, pages, *options) for name, options in (("report.docx", ()), ("heavy.docx", ("--heavy",)), ("report.txt", ()))]
    if with_pdf and (pdf := as_pdf(paths[0])):
        paths.append(pdf)
    print(f"\n{pages} pages: {'':12}{'reading':>9}{'auditing':>10}{'together':>10}{'processor':>11}{'memory':>9}{'copies':>9}{'claims':>8}{'findings':>10}")
    for path in paths:
        one = gouji(path)
        seconds = f"{one.reading:>8.2f}s{one.auditing:>9.2f}s{one.together:>9.2f}s{one.processor:>10.2f}s"
        print(f"  {path.name:20}{seconds}{one.memory:>6} MB{one.copies:>6} MB{one.claims:>8}{one.findings:>10}")
        if path.suffix in {".docx", ".pdf"} and path.stem == "report":
            peer(path, python, one.together)


def growth(folder: Path, lengths: list[int]) -> None:
    """Seconds and memory for reports of these lengths, and per page."""
    print(f"\n{'pages':>6}{'reading':>10}{'auditing':>10}{'processor':>11}{'ms a page':>11}{'memory':>9}{'copies':>9}")
    for pages in lengths:
        one = gouji(made(folder / f"{pages}.docx", pages))
        each = 1000 * one.together / pages
        print(f"{pages:>6}{one.reading:>9.2f}s{one.auditing:>9.2f}s{one.processor:>10.2f}s{each:>11.2f}{one.memory:>6} MB{one.copies:>6} MB", flush=True)


def whole_command(folder: Path) -> None:
    """`gouji audit` on 20 pages from start to end, without and with files written."""
    path, command = made(folder / "twenty.docx", 20), Path(sys.executable).with_name("gouji")
    print("\nwhole command, 20 pages, start-up and all")
    for options in ((), ("--to", str(folder / "out"), "--formats", "html"), ("--to", str(folder / "out"), "--formats", "html,docx,xlsx,json")):
        times = []
        for _run in range(COMMANDS):
            shutil.rmtree(folder / "out", ignore_errors=True)
            begun = time.perf_counter()
            subprocess.run([command, "audit", path, *options], capture_output=True, check=False)  # 1 where there are findings
            times.append(time.perf_counter() - begun)
        print(f"  gouji audit 20.docx {' '.join(options).replace(str(folder), ''):45}{statistics.median(times):.2f} s")


def made(path: Path, pages: int, *options: str) -> Path:
    """A report of so many pages at `path`."""
    maker = Path(__file__).with_name("make_report.py")
    subprocess.run([sys.executable, str(maker), str(path), "--pages", str(pages), *options], check=True, capture_output=True)
    return path


def as_pdf(path: Path) -> Path | None:
    """The document as PDF by LibreOffice; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        print("no PDF: LibreOffice is not installed")
        return None
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent), str(path)], check=True, capture_output=True)
    return path.with_suffix(".pdf")


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=165)
    parser.add_argument("--growth", default="10,100,1000")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one)
        return
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"{datetime.now(tz=UTC):%Y-%m-%d %H:%M} UTC, Python {platform.python_version()}, gouji {version('gouji')}, {os.cpu_count()} cores, load at the start {load}")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        long_documents(folder, options.pages, options.peer_python, with_pdf=not options.no_pdf)
        growth(folder, [int(length) for length in options.growth.split(",") if length])
        whole_command(folder)


if __name__ == "__main__":
    main()
