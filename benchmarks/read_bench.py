"""How long reading a document takes, with peers in the same run; each in a process of its own, imports not counted.

    python benchmarks/read_bench.py [--pages 165] [--folder DIR] [--no-pdf]

Writes reports (`make_report.py`), converts one to PDF where LibreOffice is installed, and prints seconds (the best of three), peak memory,
and how many times as long as Gouji each peer takes. A peer that is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 3
PEERS = {
    ".docx": ("gouji", "python-docx", "docx2python", "markitdown"),
    ".pdf": ("gouji", "pdfplumber", "markitdown"),
    ".txt": ("gouji",),
}
MODULES = {"gouji": "gouji", "python-docx": "docx", "docx2python": "docx2python", "markitdown": "markitdown", "pdfplumber": "pdfplumber"}


def reader(name: str) -> Callable[[Path], object]:
    """The function that reads a file with the program of that name; its modules are loaded here."""
    if name == "gouji":
        from gouji.papers.documents import docx  # noqa: F401
        from gouji.papers.documents import pdf  # noqa: F401
        from gouji.papers.documents import plain  # noqa: F401
        from gouji.papers.documents import read_document
        return read_document
    if name == "python-docx":
        import docx as python_docx
        return lambda path: [_texts(item) for item in python_docx.Document(str(path)).iter_inner_content()]
    if name == "docx2python":
        from docx2python import docx2python
        return lambda path: docx2python(path).text
    if name == "markitdown":
        from markitdown import MarkItDown
        return lambda path: MarkItDown().convert(str(path)).text_content
    import pdfplumber
    return lambda path: [(page.extract_text(), page.extract_tables()) for page in pdfplumber.open(path).pages]


def _texts(item: object) -> object:
    rows = getattr(item, "rows", None)
    return getattr(item, "text", "") if rows is None else [[cell.text for cell in row.cells] for row in rows]


def measure(name: str, path: Path) -> None:
    """Print seconds and peak memory (MB) of reading the file with that program."""
    read = reader(name)
    took = []
    for _round in range(ROUNDS if name == "gouji" else 1):
        begun = time.perf_counter()
        read(path)
        took.append(time.perf_counter() - begun)
    print(f"{min(took):.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def compare(path: Path) -> None:
    """Measure all programs that read such files and print a line for each."""
    print(f"\n{path.name} ({path.stat().st_size // 1024} KB)")
    base = 0.0
    for name in PEERS[path.suffix]:
        if importlib.util.find_spec(MODULES[name]) is None:
            print(f"  {name:12} not installed, left out")
            continue
        done = subprocess.run([sys.executable, __file__, "--one", name, str(path)], capture_output=True, text=True, check=True)
        seconds, memory = done.stdout.split()
        base = base or float(seconds)
        print(f"  {name:12} {seconds} s  {memory:>5} MB  ×{float(seconds) / base:.1f}")


def write_reports(folder: Path, pages: int, *, pdf: bool) -> list[Path]:
    """The reports to be read."""
    maker, paths = Path(__file__).with_name("make_report.py"), []
    for name, options in (("report.docx", []), ("heavy.docx", ["--heavy"]), ("report.txt", [])):
        paths.append(folder / name)
        subprocess.run([sys.executable, str(maker), str(paths[-1]), "--pages", str(pages), *options], check=True)
    office = shutil.which("soffice") if pdf else None
    if office is None:
        print("no PDF: LibreOffice is not installed, or --no-pdf")
        return paths
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(paths[0])], check=True, capture_output=True)
    return [*paths, folder / "report.pdf"]


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=165)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--one", nargs=2, metavar=("PROGRAM", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        measure(options.one[0], Path(options.one[1]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for path in write_reports(folder, options.pages, pdf=not options.no_pdf):
            compare(path)


if __name__ == "__main__":
    main()
