"""核对: audits the reports named as arguments and puts the page and the marked report beside each; opens the page of a single one."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from gouji.actions.audit_documents import AuditOptions
from gouji.actions.audit_documents import audit_file
from gouji.messages import GoujiError
from gouji.numbers import Verdict


def check(path: Path) -> list[Path]:
    """Audit one report; what was found is printed. Gives the files written beside it."""
    audited = audit_file(path, AuditOptions(to=str(path.resolve().parent), formats=("html", "docx", "pdf", "xlsx")[:_formats(path)]))
    counts = {verdict: audited.view.count(verdict) for verdict in (Verdict.CONTRADICTS, Verdict.SUSPICIOUS, Verdict.TRUNCATED)}
    held = sum(claim.verdict is Verdict.HOLDS for claim in audited.view.audit.claims)
    print(f"{path.name}：相符 {held} 处，矛盾 {counts[Verdict.CONTRADICTS]} 处，可疑 {counts[Verdict.SUSPICIOUS]} 处，截位 {counts[Verdict.TRUNCATED]} 处")
    for file in audited.files:
        print(f"  已写入 {file}")
    return list(audited.files)


def _formats(path: Path) -> int:
    """How many of html, docx, pdf, xlsx to ask for: the list in Excel only for workbooks, whose own file is marked."""
    return 4 if path.suffix.lower() in {".xlsx", ".xlsm"} else 3


def main() -> int:
    """Check every report; 0 where all could be read, otherwise 2."""
    if len(sys.argv) == 1:
        print("请把要核对的报告（Word、PDF、Excel、网页、文本）拖到“核对”图标上。")
        return 2
    status, written = 0, []
    for name in sys.argv[1:]:
        try:
            written += check(Path(name))
        except GoujiError as error:
            print(error, file=sys.stderr)
            status = 2
    pages = [file for file in written if file.suffix == ".html"]
    if len(pages) == 1 and not os.environ.get("GOUJI_NO_BROWSER"):
        webbrowser.open(pages[0].as_uri())
    return status


if __name__ == "__main__":
    raise SystemExit(main())
