"""Plain errors of short texts: each text once sound (nothing is asked) and once with a planted slip (the number is asked about or accused)."""

from __future__ import annotations

import pytest
from reading_of import document_of

from gouji.audit import audit_document
from gouji.numbers import Verdict

BAD = (Verdict.CONTRADICTS, Verdict.SUSPICIOUS)

# (kind, text with {} for the number, sound, slipped): the arithmetic stands behind each
CASES = [
    ("生师比", "学校现有在校生5320人，专任教师301人，生师比{}:1。", "17.7", "16.7"),  # 17.674
    ("生师比", "全日制在校学生6400人。专任教师共400人。全校生师比为{}：1。", "16", "18"),  # 16
    ("师生比", "在校学生4500名，专任教师250名，师生比为1:{}。", "18", "16"),  # 18
    ("增长", "在校生由上年5100人增加到5320人，增长{}%。", "4.3", "5.1"),  # 4.314
    ("增长", "在校生由上年的5100人增至今年的5320人，增长了{}%。", "4.31", "5.31"),
    ("增长", "学校在校生5320人，比上年增长{}%（上年5100人）。", "4.3", "5.1"),
    ("增长", "本年科研经费320万元，上年280万元，增长{}%。", "14.3", "12.5"),  # 14.286; 12.5 is over the new value
    ("增长", "招生规模从1000人扩大到1200人，增长{}%。", "20", "25"),
    ("增长", "2024年总收入8400万元，较上年的8000万元增长{}%。", "5.0", "6.0"),
    ("下降", "公用经费由1200万元下降到1000万元，下降{}%。", "16.7", "20.0"),  # 1 − 1000/1200
    ("下降", "能耗支出450万元，上年500万元，下降{}%。", "10", "11.1"),
    ("增加", "专任教师由280人增加到301人，增加{}人。", "21", "12"),
    ("增加", "今年立项45项，去年38项，增加{}项。", "7", "9"),
    ("百分点", "毕业生就业率由92.5%提高到95.2%，提高{}个百分点。", "2.7", "2.5"),
    ("百分点", "就业率92.5%→95.2%，提高{}个百分点。", "2.7", "2.5"),
    ("百分点", "毕业率为95.2%，上年为92.5%，提高{}个百分点。", "2.7", "3.7"),
    ("百分点", "流失率从3.8%下降至2.1%，下降{}个百分点。", "1.7", "1.3"),
    ("百分点", "双师型教师占比61.4%，比上年的58.9%提高{}个百分点。", "2.5", "3.5"),
    ("倍", "全年教学经费320万元，上年280万元，是上年的{}倍。", "1.14", "1.2"),  # 1.1429
    ("倍", "本年培训到账600万元，为上年200万元的{}倍。", "3", "4"),
    ("其中", "全年支出12500万元，其中人员经费7300万元，公用经费3200万元，项目经费{}万元。", "2000", "1900"),
    ("其中", "培训学员100人，其中男45人、女{}人。", "55", "50"),
    ("其中", "在校生共7806人，其中高职7170人、中职{}人。", "636", "663"),
    ("其中", "全年开展活动210场（其中校内80场、校外{}场）。", "130", "120"),
    ("其中", "教职工420人，其中专任教师301人，行政人员69人，工勤人员{}人。", "50", "60"),
    ("其中", "总收入8400万元，其中：财政拨款6300万元，事业收入1800万元，其他收入{}万元。", "300", "200"),
    ("完成率", "毕业生1751人，就业1710人，就业率{}%。", "97.66", "97.60"),
    ("完成率", "应届毕业生2000人，已落实去向1930人，落实率{}%。", "96.50", "95.60"),
    ("完成率", "计划招生1500人，实际报到1425人，报到率{}%。", "95", "96"),
    ("完成率", "年度任务共80项，完成76项，完成率{}%。", "95", "98"),
    ("完成率", "项目预算500万元，实际支出460万元，执行率{}%。", "92", "95"),
    ("占比", "专任教师301人，其中双师型教师190人，占专任教师的{}%。", "63.12", "61.32"),  # 63.123
    ("占比", "学校有教师400人，其中高级职称120人，占教师总数的{}%。", "30", "33"),
    ("复述", "2024届毕业生落实率98.21%。\n\n经统计，2024届毕业生落实率{}%。", "98.21", "98.12"),
    ("复述", "学校现有在校生5320人。\n\n截至2024年9月，在校生{}人，其中高职生4800人。", "5320", "5302"),
    ("复述", "毕业生落实率98.21%。总体看，毕业生落实率{}%，居全省前列。", "98.21", "98.12"),
    ("复述", "全年科研到账经费3268.5万元。\n\n附件显示，科研到账经费{}万元。", "3268.5", "3628.5"),
    ("人均", "教学设备总值10640万元，在校生5320人，生均设备值{}万元。", "2.00", "2.10"),
]


def asked(text: str) -> list[str]:
    """The numbers that some finding of the text touches."""
    audit = audit_document(document_of(text))
    return [spot.value for claim in audit.claims if claim.verdict in BAD for spot in claim.spots]


@pytest.mark.parametrize(("kind", "text", "sound", "slipped"), CASES)
def test_a_planted_slip_is_asked_about_and_the_sound_text_is_not(kind: str, text: str, sound: str, slipped: str) -> None:
    assert asked(text.format(sound)) == [], kind
    assert any(value.endswith(slipped) for value in asked(text.format(slipped))), kind


SOUND = [
    "全年支出12500万元，其中人员经费7300万元，公用经费3200万元。",  # a partial breakdown far from the whole
    "总收入8400万元，其中主要包括财政拨款6300万元，事业收入1800万元等。",  # said to be partial
    "在校生5320人，专任教师301人，按折合学生数计算生师比16.7:1。",  # weighted heads
    "本科毕业生落实率98.21%。\n\n专科毕业生落实率98.12%。",  # two groups
    "2023年落实率98.21%。\n\n2024年落实率98.12%。",  # two years
    "工业产值同比增长16.5%。\n\n农业产值同比增长15.6%。",  # changes of two things
    "按可比价计算，产值由100亿元增加到120亿元，增长18.2%。",
]


@pytest.mark.parametrize("text", SOUND)
def test_texts_that_only_look_wrong_are_left_alone(text: str) -> None:
    assert asked(text) == []


def test_a_second_headcount_is_no_part_of_the_first() -> None:
    audit = audit_document(document_of("学校现有在校生5320人。\n\n截至2024年9月，在校生5302人。"))
    assert [claim.kind for claim in audit.claims] == ["restatement"]
