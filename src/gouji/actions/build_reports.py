"""Build the reports of a book and write them: all those of book.yaml or the ones named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from difflib import get_close_matches
from pathlib import Path

from gouji.book import Book
from gouji.book import FormUse
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.reckon import Reckoner
from gouji.reports import FORMATS
from gouji.reports import Report
from gouji.reports import build_report
from gouji.reports import write_report
from gouji.reports.build import Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports (none named: all), where to, in which formats, with figures as stated or derived, with a template of one's own."""

    folder: Path
    names: Sequence[str] = ()
    formats: Sequence[str] = FORMATS
    as_stated: bool = False
    template: Path | None = None
    progress: Progress = field(default=lambda _what, _done, _all: None)


@dataclass(frozen=True, slots=True)
class Built:
    """A report and the files it was written to."""

    report: Report
    files: tuple[Path, ...]

    def as_record(self) -> dict[str, object]:
        """As JSON-able data: name, title, files, how many figures of each state, the typed ones, what a reader will miss."""
        return {
            "name": self.report.name, "title": self.report.title, "files": [str(file) for file in self.files],
            "figures": {state.value: count for state, count in self.report.counts.items()},
            "typed": len(self.report.typed),
            "warnings": [
                {"code": item.code, "place": str(item.place), "message": item.message(), "advice": item.advice()} for item in self.report.warnings
            ],
        }


def build_reports(book: Book, wanted: Wanted) -> list[Built]:
    """Build all reports first and write them then, so that a mistake in one leaves no files of another.

    Raises GoujiError: no report in book.yaml (X13), no such report (X14), every mistake of form, narrative (T…) and template, P20.
    """
    reckoner = Reckoner(book)
    reports = [build_report(reckoner, use, as_stated=wanted.as_stated, progress=wanted.progress) for use in _uses(book, wanted.names)]
    built: list[Built] = []
    for number, report in enumerate(reports):
        wanted.progress(_("写出 {name}").format(name=report.name), number, len(reports))
        files = write_report(report, wanted.folder, wanted.formats, wanted.template, current_language())
        built.append(Built(report, tuple(files)))
    wanted.progress("", len(reports), len(reports))
    return built


def _uses(book: Book, names: Sequence[str]) -> list[FormUse]:
    place = Place(str(book.folder / "book.yaml") if book.folder else "")
    if not book.forms:
        raise GoujiError.of("X13", place)
    known = {use.name: use for use in book.forms}
    unknown = [name for name in names if name not in known]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1, cutoff=0.5)
        raise GoujiError.of("X14", place, name=unknown[0], known="、".join(near or known))
    return [known[name] for name in names] or list(book.forms)
