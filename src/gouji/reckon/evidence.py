"""佐证材料的核对: evidence that is listed but not there, or no longer what it was when it was listed."""

from __future__ import annotations

from gouji.book import Book
from gouji.book import Evidence
from gouji.messages import translate as _
from gouji.numbers import Verdict
from gouji.reckon.findings import Finding

ABSENT = "G-03"
ALTERED = "G-04"


def check_evidence(book: Book) -> tuple[Finding, ...]:
    """A finding for every evidence file that is missing (G-03) or whose SHA-256 is not the one recorded (G-04), in the order of the list.

    Evidence without a file name (a paper original) is no finding.
    """
    return tuple(_finding(book, evidence) for evidence in book.evidence.values() if evidence.file and not evidence.intact)


def _finding(book: Book, evidence: Evidence) -> Finding:
    statement, said, advice = _words(evidence)
    return Finding(
        rule=ALTERED if evidence.found else ABSENT, statement=statement, level="硬性", severity="错误", verdict=Verdict.CONTRADICTS, indicators=(),
        organisation=book.organisation, period="", subject=_subject(evidence), message=_("{statement}：{said}").format(statement=statement, said=said),
        advice=advice, formula="", place=evidence.place,
    )


def _words(evidence: Evidence) -> tuple[str, str, str]:
    """The statement, what was found instead, and what to do."""
    if not evidence.found:
        return (
            _("佐证文件都在 evidence 文件夹中"), _("找不到 {file}").format(file=evidence.file),
            _("把文件放回 evidence 文件夹，或在 evidence.csv 中改正文件名"),
        )
    return (
        _("佐证文件与登记时相同"), _("{file} 的 SHA-256 与登记的不同").format(file=evidence.file),
        _("核对文件是否被改动或换过；确应更换的，另行登记并重新核对引用它的数据"),
    )


def _subject(evidence: Evidence) -> str:
    return " ".join(part for part in (evidence.id, evidence.title) if part)
