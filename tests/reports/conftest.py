"""A small catalogue and book of a made-up school: facts, a derived ratio with a stated one beside it, a register, a form, a scheme."""

from pathlib import Path
from textwrap import dedent

import pytest

from gouji.book import load_book
from gouji.book import parse_period
from gouji.catalogue import load_catalogue
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reports.figures import Figures

INDICATORS = """
    set: 试用
    title: 试用指标
    valid: {from: 2020-01-01}
    calendar: 自然年
    indicators:
      - {code: T-1, name: 学生数, unit: 人, decimals: 0, kind: 时点, starred: true, definition: 年末在册学生}
      - {code: T-2, name: 教师数, unit: 人, decimals: 0, kind: 时点}
      - {code: T-3, name: 生师比, unit: ":1", decimals: 1, kind: 时点, formula: 学生数 / 教师数}
      - {code: T-4, name: 占地面积, unit: 平方米, decimals: 0, kind: 时点}
      - {code: T-5, name: 到位经费, unit: 万元, decimals: 2, kind: 时期, breakdowns: [来源], organisations: 合计}
      - {code: T-6, name: 满意度, unit: "%", decimals: 2, kind: 时期}
      - {code: T-7, name: 调查人数, under: 满意度, unit: 人, decimals: 0, kind: 时期}
      - {code: T-8, name: 国外学生数, unit: 人, decimals: 0, kind: 时点}
      - {code: T-9, name: 办学特色, type: 文本, kind: 时点}
      - {code: T-10, name: 志愿者, unit: 人, decimals: 0, kind: 时期}
      - {code: T-11, name: 国家级获奖数, unit: 项, decimals: 0, kind: 时期, formula: '计数(获奖, 级别 = "国家")'}
      - {code: T-12, name: 自评得分, unit: 分, decimals: 1, kind: 时期}
"""
RULES = """
    set: 试用
    title: 试用规则
    valid: {from: 2020-01-01}
    rules:
      - {number: TT-1, statement: 生师比等于学生数除以教师数, derives: 生师比, level: 硬性, severity: 错误, advice: 核对}
      - {number: TT-2, statement: 国外学生不多于学生, check: 国外学生数 ≤ 学生数, level: 硬性, severity: 错误, advice: 核对}
      - {number: TT-3, statement: 教师不多于学生的十分之一, check: 教师数 × 10 ≤ 学生数, level: 硬性, severity: 错误, advice: 核对}
"""
REGISTERS = """
    register: 获奖
    title: 获奖台账
    kind: 台账
    valid: {from: 2020-01-01}
    key: [序号]
    period: 年度
    organisation: 单位
    columns:
      - {name: 序号, type: 文本, required: true}
      - {name: 单位, type: 文本}
      - {name: 年度, type: 文本}
      - {name: 赛事, type: 文本}
      - {name: 级别, type: 选项, options: [国家, 省]}
      - {name: 数量, type: 数量, unit: 项, decimals: 0}
      - {name: 姓名, type: 文本, personal: true}
"""
MARKS = """
    register: 评分
    title: 评分
    kind: 评分
    valid: {from: 2020-01-01}
    key: [评分办法, 代码]
    period: 年度
    organisation: 机构
    columns:
      - {name: 评分办法, type: 文本, required: true}
      - {name: 代码, type: 文本, required: true}
      - {name: 机构, type: 文本}
      - {name: 年度, type: 文本}
      - {name: 得分, type: 数量, unit: 分, decimals: 1}
      - {name: 评分人, type: 文本}
      - {name: 理由, type: 文本}
"""
SCHEME = """
    scheme: 试用办法
    title: 试用评分表
    regulation: 试用文件
    region: 全国
    year: 2023
    valid: {from: 2020-01-01}
    demonstration: true
    note: 分值仅为演示
    set: 试用
    total: 100
    decimals: 1
    grades: [{name: 好, from: 60}, {name: 差, from: 0}]
    caps: [{when: 满意度 < 95%, max: 80, reason: 满意度不足}]
    criteria:
      - {code: A, name: 生师比, points: 60, method: 达标, value: 生师比, target: '18', direction: ≤}
      - {code: B, name: 管理, points: 40, method: 评判, out_of: 10}
"""
FORM = """
    form: 试用报告
    title: "{organisation}{year}年报告"
    set: 试用
    region: 全国
    valid: {from: 2020-01-01}
    cover: {title: "{organisation}{year}年报告", subtitle: "{副题}", issuer: "{organisation}", date: 2024年1月}
    layout: 报告
    text: 报告.md
    scheme: 试用办法
    tables:
      - table: 表1
        title: 基本情况
        note: 带星号的数取自系统。
        columns:
          - {title: 序号, show: 序号, width: 8}
          - {title: 指标, show: 名称, width: 40}
          - {title: 单位, show: 单位, width: 10}
          - {title: "{year-1}年", show: 数值, offset: -1}
          - {title: "{year}年", show: 数值}
          - {title: 调查人数, show: 调查人数}
        rows:
          - {heading: 一、规模}
          - {no: 1, indicator: 学生数}
          - {indicator: 国外学生数, label: 其中：国外学生, indent: 1}
          - {no: 2, indicator: 教师数}
          - {no: 3, indicator: 生师比}
          - {no: 4, indicator: 满意度}
          - {no: 5, indicator: 办学特色}
          - {no: 6, indicator: 占地面积}
      - table: 经费
        title: 经费来源
        note: 金额单位：万元
        breakdown: 来源
        columns:
          - {title: 来源, show: 细分}
          - {title: 到位, formula: 到位经费, unit: 万元, decimals: 1, group: 经费}
          - {title: 占比, formula: '到位经费 / 合计(来源, 到位经费)', unit: "%", decimals: 1, group: 经费}
        total: 合计
      - table: 获奖
        title: 获奖情况
        landscape: true
        entries: 获奖
        where: '数量 > 0'
        order: [序号]
        columns:
          - {title: 赛事, show: 赛事, merge: true}
          - {title: 级别, show: 级别, merge: true}
          - {title: 数量, show: 数量}
          - {title: 加倍, formula: 数量 × 2, unit: 项, decimals: 0}
        total: 合计
    charts:
      - {chart: 学生, title: 学生数变化, kind: 柱形, periods: 3, unit: 人, series: [{name: 学生, indicator: 学生数}, {name: 国外, indicator: 国外学生数}]}
      - {chart: 来源, title: 来源构成, kind: 饼, breakdown: 来源, unit: 万元, decimals: 1, series: [{name: 到位, formula: 到位经费}]}
      - {chart: 奖项, title: 奖项, kind: 条形, entries: 获奖, label: 赛事, unit: 项, series: [{name: 数量, value: 数量}]}
      - {chart: 对比, title: 师生人数, kind: 柱形, unit: 人, series: [{name: 学生, indicator: 学生数}, {name: 教师, indicator: 教师数}]}
      - {chart: 空图, title: 没有数据, kind: 柱形, series: [{name: 面积, indicator: 占地面积}]}
"""
BOOK = """
    title: 试用账簿
    organisation: S
    sets: [试用]
    forms: [{form: 试用报告, name: 报告, period: 2023年}]
    schemes: [{scheme: 试用办法, period: 2023年}]
    properties: {副题: 试用, 校长: 某某}
"""
# 3540 ÷ 200 = 17.7; the stated ratio of 2023 is 17.6, a difference of 0.1
FACTS = """
    indicator,organisation,period,breakdown,basis,value,unit,source,evidence,author,note
    学生数,,2022,,,3400,,年报表1,E01#第2页,教务处,
    学生数,,2023,,,3540,,年报表1,E01#第3页,教务处,已核对
    教师数,,2022,,,200,,,,,
    教师数,,2023,,,200,,,,,
    生师比,,2023,,填报,17.6:1,,表3,,,
    国外学生数,,2023,,,不适用,,,,,
    满意度,,2023,,,93.77,,,,,
    满意度/调查人数,,2023,,,1200,,,,,
    办学特色,,2023,,,工学结合,,,,,
    志愿者,,2023,,,20多,,,,,
    到位经费,,2023,来源=财政,,750.5,,,,,
    到位经费,,2023,来源=自筹,,249.5,,,,,
    自评得分,,2023,,填报,98.5,,自评报告,,,
"""
ENTRIES = """
    序号,单位,年度,赛事,级别,数量,姓名,source
    2,,2023年,技能大赛,国家,1,李四,通报
    10,,2023年,技能大赛,国家,2,,通报
    11,,2023年,创新大赛,省,3,张三,通报
    12,,2022年,技能大赛,国家,9,,通报
"""
MARK_ENTRIES = """
    评分办法,代码,机构,年度,得分,评分人,理由
    试用办法,B,,2023年,9,专家甲,制度齐全
"""


@pytest.fixture
def catalogue(tmp_path):
    folder = tmp_path / "definitions"
    for name, text in (
        ("indicators/try.yaml", INDICATORS), ("rules/try.yaml", RULES), ("registers/awards.yaml", REGISTERS), ("registers/marks.yaml", MARKS),
        ("schemes/try.yaml", SCHEME), ("forms/try/form.yaml", FORM),
    ):
        write(folder / name, text)
    return load_catalogue(folder)


@pytest.fixture
def book_folder(tmp_path):
    folder = tmp_path / "book"
    for name, text in (
        ("book.yaml", BOOK), ("organisations.csv", "code,name,kind,parent,from,to,attributes,aliases\nS,某学校,学校,,,,,\n"),
        ("facts/all.csv", FACTS), ("registers/获奖.csv", ENTRIES), ("registers/评分.csv", MARK_ENTRIES),
        ("evidence.csv", "id,file,title,kind,date,issuer,sha256\nE01,年报.txt,年报摘录,摘录,,,\n"), ("evidence/年报.txt", "3540\n"),
    ):
        write(folder / name, text)
    return folder


@pytest.fixture
def book(book_folder, catalogue):
    return load_book(book_folder, catalogue)


@pytest.fixture
def reckoner(book):
    return Reckoner(book)


@pytest.fixture
def figures(reckoner):
    return Figures(reckoner, "试用", Context("S", parse_period("2023")))


@pytest.fixture
def form(book):
    return book.edition(parse_period("2023")).forms["试用报告"]


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text).lstrip(), encoding="utf-8")
