"""Writing a report as Word, Excel and HTML files, with the user's templates where there are some."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from gouji.catalogue import shipped_definitions
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers import excel
from gouji.papers import html
from gouji.papers import word
from gouji.papers.blocks import Cell
from gouji.papers.blocks import cell
from gouji.papers.templates import lint_excel
from gouji.papers.templates import lint_word
from gouji.reports.build import Report
from gouji.reports.figures import Figures
from gouji.reports.placeholders import Words
from gouji.reports.tables import selected_entries

FORMATS = ("docx", "xlsx", "html")
COVER_FIELDS = ("标题", "副标题", "落款")
_LONGEST_NAME = 80
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def write_report(
    report: Report, folder: Path, formats: Sequence[str] = FORMATS, template: Path | None = None, language: str = "zh",
) -> list[Path]:
    """Write the report into `folder`, a file per format named after it; gives the files.

    `template` (.docx or .xlsx) goes before the form's own template.docx or template.xlsx; without either, Word files take the template of
    the form's layout and Excel files the layout of the form. Templates are looked over before anything is written. Raises GoujiError T58
    (unknown format), T01–T07 (template), P20 (cannot be written).
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise GoujiError.of("T58", name="、".join(unknown), known="、".join(FORMATS))
    if template is not None and template.suffix.lower() not in (".docx", ".xlsx"):
        raise GoujiError.of("T01", Place(str(template)), kind="Word（.docx）、Excel（.xlsx）")
    templates = {kind: _template(report, kind, template) for kind in ("docx", "xlsx")}
    _look_over(report, {kind: path for kind, path in templates.items() if kind in formats})
    written = []
    for name in formats:
        path = folder / f"{file_name(report.name)}.{name}"
        _write(report, name, path, templates, language)
        written.append(path)
    return written


def file_name(text: str) -> str:
    """A name that every file system accepts: no separators and signs Windows forbids, not hidden, not too long."""
    plain = _FORBIDDEN.sub("_", text).strip(" .")[:_LONGEST_NAME].strip(" .")
    return plain or "报告"


def _write(report: Report, kind: str, path: Path, templates: Mapping[str, Path | None], language: str) -> None:
    template = templates.get(kind)
    match kind:
        case "docx":
            assert template is not None, "there is a default for every layout"
            word.write(report.blocks, template, report.words.printed(), path)
        case "xlsx" if template is not None:
            excel.fill(template, TemplateValues(report.figures, report.words), path)
        case "xlsx":
            excel.write(report.sheets, path, report.charts, report.comments)
        case _:
            html.write(html.Page(report.title, report.blocks, report.explanations, language), path)


def _template(report: Report, kind: str, wanted: Path | None) -> Path | None:
    """The template for a kind of file; None where Excel files need none."""
    if wanted is not None and wanted.suffix.lower() == f".{kind}":
        return wanted
    own = Path(report.form.folder) / f"template.{kind}"
    if own.is_file():
        return own
    return shipped_definitions() / "templates" / f"{report.form.layout}.docx" if kind == "docx" else None


def _look_over(report: Report, templates: Mapping[str, Path | None]) -> None:
    """Refuse templates with faults, all faults at once."""
    docx, xlsx = templates.get("docx"), templates.get("xlsx")
    problems = list(lint_word(docx, frozenset((*report.words.values, *COVER_FIELDS)))) if docx is not None else []
    if xlsx is not None:
        problems += lint_excel(xlsx, TemplateValues(report.figures, report.words).knows, (*report.words.values, *report.figures.edition.names()))
    if problems:
        raise GoujiError(*problems)


class TemplateValues:
    """What the tags of an Excel template stand for: texts of the book, formulas in the words of the form's set, registers."""

    def __init__(self, figures: Figures, words: Words) -> None:
        self.figures = figures
        self.words = words

    def value(self, name: str) -> Cell | None:
        """The value of {{ name }} or {{ formula|unit|decimals }}; None where it means nothing."""
        if name in self.words.values:
            return cell(self.words.text(name))
        formula, unit, decimals = (*(part.strip() for part in name.split("|")), "", "")[:3]
        try:
            return self.figures.show(formula, unit, int(decimals) if decimals.isdigit() else None).cell()
        except GoujiError:
            return None

    def records(self, name: str) -> list[Mapping[str, Cell]] | None:
        """The entries of a register by column, those that belong to the report's place; None where there is no such register."""
        register = self.figures.edition.register(name)
        if register is None:
            return None
        entries = selected_entries(self.figures, name, "", self.figures.context)
        return [{column.name: self.figures.entry_cell(entry, column) for column in register.columns} for entry in entries]

    def knows(self, tag: str) -> bool:
        """Whether a tag means something: a text, a formula, `#register` or `register.column`."""
        if tag.startswith("#"):
            return self.figures.edition.register(tag[1:].strip()) is not None
        name, sign, column = tag.partition(".")
        register = self.figures.edition.register(name.strip()) if sign else None
        return register.column(column.strip()) is not None if register is not None else self.value(tag) is not None
