"""Records told twice: tasks, done and rate; a sentence that says a table's header; results by level. Texts of our own making."""

from __future__ import annotations

from pathlib import Path

from gouji.audit.reading import read
from gouji.audit.relations import restatement
from gouji.papers.documents import read_document

REASONS = ("same-tasks", "same-header", "same-levels")
TABLE = "表 3-1 信息化项目完成情况表\n\n建设任务要点\t\t\n任务数\t完成数\t完成率\n{}\t{}\t{}\n\n"


def asked(tmp_path: Path, text: str) -> set[tuple[str, str, str]]:
    """(the number, what it is held against, the verdict) of records and levels."""
    path = tmp_path / "report.txt"
    path.write_text(text, encoding="utf-8")
    claims = [claim for claim in restatement.find(read(read_document(path))) if claim.reason in REASONS]
    return {(claim.claim.value, claim.operands[0].value, claim.verdict.value) for claim in claims}


def test_two_sentences_on_the_same_tasks_are_held_against_each_other_role_by_role(tmp_path: Path) -> None:
    text = "2021-2022年任务数为340个，完成数为320个，完成率94.12%。\n\n校园绿化。\n\n2021-2022年建设任务共350个，完成任务320个，完成率91.43%。"
    assert {("350", "340", "contradicts"), ("91.43", "94.12", "contradicts")} <= asked(tmp_path, text)


def test_another_span_of_years_or_another_size_is_another_plan(tmp_path: Path) -> None:
    one = "2021-2022年任务数为340个，完成数为320个，完成率94.12%。\n\n"
    assert not asked(tmp_path, one + "2023-2024年建设任务共350个，完成任务320个，完成率91.43%。")
    assert not asked(tmp_path, one + "2021-2022年建设任务共550个，完成任务520个，完成率94.55%。")


def test_a_sentence_below_its_summary_table(tmp_path: Path) -> None:
    table = TABLE.format(31, 30, "96.77%")
    wrong = table + "这部分已全部完成的任务点为18个，总体完成率为96.77%。"
    assert ("18", "30", "contradicts") in asked(tmp_path, wrong)  # the rate with its decimals says that the table is meant
    part = table + "这部分共有31个任务点，已完成的任务点为18个，基本完成的12个，总体完成率为96.77%。"
    assert not [found for found in asked(tmp_path, part) if found[2] != "holds"]
    other = table + "该子项目共有9个任务点，已完成的任务点为9个，总体完成率为100%。"
    assert not [found for found in asked(tmp_path, other) if found[2] != "holds"]


def test_a_sentence_that_says_the_header(tmp_path: Path) -> None:
    table = TABLE.format(14, 14, "100%")
    assert ("100", "92.86", "contradicts") in asked(tmp_path, "建设任务要点完成率 92.86%，进展良好。\n\n" + table)
    assert ("100", "100", "holds") in asked(tmp_path, "建设任务要点完成率 100%，进展良好。\n\n" + table)
    assert not asked(tmp_path, "经费预算执行完成率 92.86%，进展良好。\n\n" + table)


def test_results_by_level_with_one_level_that_agrees(tmp_path: Path) -> None:
    one = "2021-2022年，产出国家级成果3个、省级成果120个、市级成果66个。\n\n食堂。\n\n"
    assert asked(tmp_path, one + "2021-2022年取得国家级成果4个、省级成果120个、市级成果66个。") == {("4", "3", "suspicious")}
    assert not asked(tmp_path, one + "2021-2022年需完成国家级成果4个、省级成果120个、市级成果66个。")
    assert not asked(tmp_path, one + "2023-2024年取得国家级成果4个、省级成果120个、市级成果66个。")
    assert not asked(tmp_path, one + "2021-2022年取得国家级成果4个、省级成果90个、市级成果40个。")
