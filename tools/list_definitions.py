"""The overview of the shipped definitions, docs/definitions.md: sets, rules, forms, schemes, registers, questionnaires.

python tools/list_definitions.py          writes it
python tools/list_definitions.py --check  changes nothing; exits 1 where it is no longer true
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from gouji.catalogue import Catalogue
from gouji.catalogue import load_catalogue
from gouji.catalogue import shipped_definitions
from gouji.catalogue.values import Validity

PAGE = Path(__file__).parents[1] / "docs" / "definitions.md"
HEAD = """# 自带定义一览

由 `tools/list_definitions.py` 从 `src/gouji/definitions/` 生成，请勿手改。命令行上看：`gouji definitions list`，看一个指标集：`gouji definitions list --set 中职质量年报`。
"""


def overview(catalogue: Catalogue) -> str:
    """The page for a catalogue, in Markdown."""
    parts = [
        HEAD,
        *_table("指标集", ("指标集", "指标", "其中推算", "规则"), _sets(catalogue)),
        *_table("报表", ("报表", "指标集", "依据", "地区", "有效期", "表", "图"), _forms(catalogue)),
        *_table("评分办法", ("评分办法", "指标集", "依据", "地区", "有效期", "总分", "演示"), _schemes(catalogue)),
        *_table("台账", ("台账", "说明", "类别", "列"), _registers(catalogue)),
        *_table("问卷", ("问卷", "对象", "指标集", "题目"), _questionnaires(catalogue)),
        *_rules(catalogue),
    ]
    return "\n".join(parts)


def _sets(catalogue: Catalogue) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name in sorted({indicator.set for indicator in catalogue.indicators}):
        indicators = [indicator for indicator in catalogue.indicators if indicator.set == name]
        derived = sum(indicator.formula is not None for indicator in indicators)
        rules = sum(rule.set == name for rule in catalogue.rules)
        rows.append((name, str(len(indicators)), str(derived), str(rules)))
    return rows


def _forms(catalogue: Catalogue) -> list[tuple[str, ...]]:
    return [
        (form.name, form.set, form.regulation, form.region, _validity(form.valid), str(len(form.tables)), str(len(form.charts)))
        for form in catalogue.forms
    ]


def _schemes(catalogue: Catalogue) -> list[tuple[str, ...]]:
    return [
        (scheme.name, scheme.set, scheme.regulation, scheme.region, _validity(scheme.valid), str(scheme.total), "是" if scheme.demonstration else "")
        for scheme in catalogue.schemes
    ]


def _registers(catalogue: Catalogue) -> list[tuple[str, ...]]:
    return [
        (register.name, register.title, register.kind, "、".join(column.name for column in register.columns)) for register in catalogue.registers
    ]


def _questionnaires(catalogue: Catalogue) -> list[tuple[str, ...]]:
    return [(item.name, item.population, item.set, str(len(item.questions))) for item in catalogue.questionnaires]


def _rules(catalogue: Catalogue) -> Iterable[str]:
    yield "## 规则\n"
    for name in dict.fromkeys(rule.set for rule in catalogue.rules):
        rows = [(rule.number, rule.statement, rule.level, rule.severity) for rule in catalogue.rules if rule.set == name]
        yield from _table(name, ("编号", "要求", "性质", "级别"), rows, level=3)


def _validity(valid: Validity) -> str:
    return f"{valid.first or ''}～{valid.last or ''}"


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]], level: int = 2) -> Iterable[str]:
    yield f"{'#' * level} {title}\n"
    yield f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}"
    for row in rows:
        yield "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for text in row) + " |"
    yield ""


def main(arguments: list[str]) -> int:
    """Write or check the page; returns the exit status."""
    text = overview(load_catalogue(shipped_definitions()))
    if PAGE.exists() and PAGE.read_text("utf-8") == text:
        return 0
    if "--check" in arguments:
        print("docs/definitions.md is no longer true: run tools/list_definitions.py")
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
