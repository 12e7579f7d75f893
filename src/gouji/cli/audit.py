"""gouji audit: the numbers of reports that others wrote, checked against one another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from typing import Annotated
from typing import Any

import typer

from gouji.cli.output import console
from gouji.cli.output import say_aside
from gouji.cli.output import say_json
from gouji.cli.output import say_lines
from gouji.cli.progress import progress_bar
from gouji.cli.settings import settings_of
from gouji.messages import GoujiError
from gouji.messages import current_language
from gouji.messages import translate as _

if TYPE_CHECKING:
    from gouji.actions.audit_documents import AuditOptions

_ALL = 1_000_000
_USUAL = ("html", "docx", "pdf", "xlsx", "json")


class AuditFormat(StrEnum):
    """How the command answers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def audit_command(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_("报告，或存放报告的文件夹"))],
    form: Annotated[AuditFormat, typer.Option("--format", help=_("输出文字、JSON（gouji-audit/1）或 SARIF 2.1.0"))] = AuditFormat.TEXT,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help=_("把输出写到文件"))] = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help=_("把带批注的报告、网页、清单写到哪个文件夹；中断后再运行会接着做"))] = None,
    formats: Annotated[str, typer.Option(metavar="docx,pdf,html,xlsx,json,sarif", help=_("写成哪几种文件，默认除 sarif 外都写；与 --to 一起用"))] = "",
    fail_only: Annotated[bool, typer.Option("--fail-only", help=_("SARIF 只列矛盾和截位"))] = False,
    book: Annotated[Path | None, typer.Option("--against", metavar="BOOK", help=_("与这本账簿的数据核对"))] = None,
    period: Annotated[str, typer.Option(metavar="PERIOD", help=_("文中没有写明年份的数属于哪个期间，默认取账簿第一张报表的期间"))] = "",
    everything: Annotated[bool, typer.Option("--all", help=_("列出全部问题"))] = False,
) -> None:
    """Audit documents; exit status 1 where there are findings that no reviewer has dismissed, 2 where a document cannot be read."""
    from gouji.actions.audit_documents import AuditOptions

    wanted = _formats(formats, to)
    documents = _documents(paths, to)
    base = os.path.commonpath([path.resolve().parent for path in documents])
    companions = tuple(map(str, documents)) if len(paths) > 1 and not any(path.is_dir() for path in paths) else ()
    options = AuditOptions(
        str(to) if to else "", base, wanted, fail_only, current_language(), settings_of(context).definitions, str(book) if book else "", period, companions,
    )
    if len(documents) == 1 and not paths[0].is_dir():
        raise typer.Exit(_one(documents[0], options, form, output, everything=everything))
    raise typer.Exit(_many(documents, options, form, output))


def _formats(text: str, to: Path | None) -> tuple[str, ...]:
    """The formats to write. Raises GoujiError A82 where one is unknown, A85 where they are named without a folder to write them into."""
    from gouji.actions.audit_documents import check_formats

    named = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    check_formats(named)
    if named and to is None:
        raise GoujiError.of("A85", formats=",".join(named))
    return (named or _USUAL) if to else ()


def _documents(paths: Sequence[Path], to: Path | None) -> tuple[Path, ...]:
    """The documents named, and those in the folders named. Raises GoujiError A84 where there are none."""
    from gouji.actions.audit_documents import documents_in

    found = dict.fromkeys(each for path in paths for each in (documents_in(path, to) if path.is_dir() else (path,)))
    if not found:
        raise GoujiError.of("A84")
    return tuple(found)


def _one(path: Path, options: AuditOptions, form: AuditFormat, output: Path | None, *, everything: bool) -> int:
    from gouji.actions.audit_documents import audit_file
    from gouji.audit.delivery import sarif_log
    from gouji.audit.delivery import summary

    audited = audit_file(path, options)
    if form is AuditFormat.TEXT:
        from gouji.audit.delivery.terminal import SHOWN
        from gouji.audit.delivery.terminal import Line

        files = (Line(((_("已写入 {file}").format(file=file), ""),)) for file in audited.files)
        lines = [*summary(audited.view, _ALL if everything else SHOWN), *files]
        if output is None:
            say_lines(lines)
        else:
            _save(output, "".join(f"{line}\n" for line in lines))
    else:
        _answer(audited.record if form is AuditFormat.JSON else sarif_log(audited.view, fail_only=options.fail_only), output)
    return 1 if audited.view.open_issues else 0


def _many(documents: Sequence[Path], options: AuditOptions, form: AuditFormat, output: Path | None) -> int:
    from gouji.actions.audit_documents import audit_many
    from gouji.actions.audit_summary import row_of
    from gouji.actions.audit_summary import summary_table
    from gouji.actions.audit_summary import write_summary

    if form is AuditFormat.SARIF:
        raise GoujiError.of("A83")
    rows = []
    with progress_bar(_("核查")) as step:
        for done, record in enumerate(audit_many(documents, options), start=1):
            rows.append(row_of(record, options.base))
            step(rows[-1].name, done, len(documents))
    rows.sort()
    for file in write_summary(rows, Path(options.to)) if options.to else ():
        say_aside(_("已写入 {file}").format(file=file))
    if form is AuditFormat.JSON:
        _answer({"schema": "gouji-audits/1", "documents": [row.as_record() for row in rows]}, output)
    elif output is None:
        console().print(summary_table(rows))
    else:
        _save(output, "".join("\t".join(row.cells) + "\n" for row in rows))
    return 1 if any(row.findings for row in rows) else 2 if any(row.problem for row in rows) else 0


def _answer(record: Any, output: Path | None) -> None:
    import json

    if output is None:
        say_json(record)
    else:
        _save(output, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def _save(path: Path, text: str) -> None:
    from gouji.papers.files import write_whole

    write_whole(path, text.encode("utf-8", "replace"))
