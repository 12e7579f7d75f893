"""A small book with definitions of its own, so that what is tested does not move with the shipped ones."""

import pytest

from gouji.actions.open_book import load_definitions

INDICATORS = """\
set: 试验
title: 试验指标
valid: {from: 2020-01-01}
calendar: 自然年
indicators:
  - {code: X-1, name: 学生人数, unit: 人, kind: 时期, organisations: 合计, periods: 不汇总, definition: 在校学生。}
  - {code: X-2, name: 教师人数, unit: 人, kind: 时期, organisations: 合计, periods: 不汇总, definition: 专任教师。}
  - {code: X-3, name: 生师比, unit: ":1", decimals: 1, kind: 时期, organisations: 重算, periods: 不汇总, formula: 学生人数 / 教师人数, definition: 比值。}
  - {code: X-4, name: 经费, unit: 万元, decimals: 2, kind: 时期, organisations: 合计, periods: 不汇总, definition: 全年经费。}
"""
REGISTER = """\
register: 竞赛
title: 竞赛台账
kind: 台账
key: [序号]
columns:
  - {name: 序号, type: 文本, required: true}
  - {name: 级别, type: 选项, options: [国, 省]}
  - {name: 数量, type: 数量, unit: 项}
"""
RULES = """\
set: 试验
title: 试验规则
valid: {from: 2020-01-01}
rules:
  - {number: X-R1, statement: 学生不少于教师, check: 学生人数 ≥ 教师人数, level: 硬性, severity: 错误, advice: 核对两数}
"""
FACTS = """\
indicator,organisation,period,breakdown,basis,value,unit,source,evidence,author,note
学生人数,,2023年,,,300,,表1,E01#第1行,甲,
教师人数,,2023年,,,20,,表1,E01#第2行,甲,
经费,,2023年,,,12.50,,表2,,乙,
"""


@pytest.fixture
def definitions(tmp_path):
    folder = tmp_path / "definitions"
    for name, text in (("indicators/x.yaml", INDICATORS), ("registers/x.yaml", REGISTER), ("rules/x.yaml", RULES)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@pytest.fixture
def catalogue(definitions):
    return load_definitions(["none", str(definitions)])


@pytest.fixture
def book(tmp_path):
    folder = tmp_path / "book"
    for name in ("facts", "registers", "evidence"):
        (folder / name).mkdir(parents=True)
    (folder / "book.yaml").write_text("title: 试验账簿\norganisation: S1\nsets: [试验]\n", "utf-8")
    (folder / "organisations.csv").write_text("code,name,kind,parent,from,to,attributes,aliases\nS1,第一学校,学校,,,,,\nS2,第二学校,学校,,,,,\n", "utf-8")
    (folder / "evidence.csv").write_text("id,file,title,kind,date,issuer,sha256\nE01,摘录.csv,摘录,,,,\n", "utf-8")
    (folder / "evidence" / "摘录.csv").write_text("a\n", "utf-8")
    (folder / "facts" / "一.csv").write_text(FACTS, "utf-8")
    return folder
