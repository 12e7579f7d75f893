"""A folder of CSV files as a book: what rows mean, which are refused, whatever program wrote the file."""

from decimal import Decimal

import pytest

from builders import SCHOOL
from builders import book
from builders import book_folder
from builders import catalogue
from builders import fact
from builders import problems
from builders import stated
from builders import table
from gouji.book import load_book
from gouji.book.tables import FACT_COLUMNS
from gouji.messages import GoujiError

DEFINITIONS = """
    set: 试
    title: 试
    calendar: 学年
    indicators:
      - {code: A, name: 在校生人数, aliases: [学生数], unit: 人, breakdowns: [性别, 年级]}
      - {code: M, name: 经费, unit: 万元, decimals: 2, calendar: 财年}
      - {code: R, name: 就业率, unit: "%", decimals: 2, calendar: 自然年}
      - {code: D, name: 生均经费, unit: 元, formula: 经费 / 在校生人数}
      - {code: T, name: 校训, type: 文本}
      - {code: S, name: 建设总数, unit: 个, calendar: 时段}
      - {code: P, name: 专业数, unit: 个}
      - {code: P1, name: 省级, under: 专业数, unit: 个}
      - {code: X, name: 1+X证书数, unit: 个}
"""
REGISTER = """
    register: 获奖
    key: [序号]
    period: 年度
    organisation: 单位
    columns:
      - {name: 序号, required: true}
      - {name: 级别, type: 选项, options: [国家, 省]}
      - {name: 数量, type: 数量, unit: 项}
      - {name: 年度}
      - {name: 单位}
"""


@pytest.fixture
def known(tmp_path):
    return catalogue(tmp_path, indicators=DEFINITIONS, registers=REGISTER)


@pytest.mark.parametrize(("name", "code"), [
    ("A", "A"), ("在校生人数", "A"), ("学生数", "A"), ("专业数/省级", "P1"), ("省级", "P1"), ("1+X证书数", "X"), ("「1+X证书数」", "X"),
])
def test_an_indicator_by_code_name_alias_or_path(tmp_path, known, name, code):
    assert [key[0] for key in book(tmp_path, known, [fact(name, "2024", "5")]).facts] == [code]


@pytest.mark.parametrize(("name", "text", "period"), [
    ("在校生人数", "2024", "2023-2024学年"), ("在校生人数", "2023-2024学年", "2023-2024学年"), ("在校生人数", "2024年", "2023-2024学年"),
    ("经费", "2024", "2024财年"), ("就业率", "2023-2024学年", "2024年"), ("在校生人数", "2024-08-31", "2024-08-31"), ("在校生人数", "2022-2024年", "2022-2024年"),
    ("建设总数", "2022-2025年", "2022-2025年"), ("建设总数", "2024财年", "2024年"),
])
def test_a_year_is_that_of_the_indicators_calendar(tmp_path, known, name, text, period):
    assert [key[2] for key in book(tmp_path, known, [fact(name, text, "5")]).facts] == [period]


@pytest.mark.parametrize(("cells", "value", "place"), [
    (("经费", "70", ""), "70", "0.01"),              # Excel drops zeros: 70.00 in a 万元 indicator with two decimals
    (("经费", "2.5", "亿元"), "25000", "1000"),      # its own unit: 0.1 亿元 is 1000 万元
    (("经费", "700000", "元"), "70", "0.0001"),      # 1 元 is the last place typed
    (("就业率", "97.60", ""), "97.60", "0.01"),
    (("就业率", "97.60%", ""), "97.60", "0.01"),
    (("在校生人数", "1,234", ""), "1234", "0"),       # a count is exact
    (("在校生人数", "0.8", "万人"), "8000", "1000"),
])
def test_a_figure_with_its_unit_and_precision(tmp_path, known, cells, value, place):
    name, text, unit = cells
    figure = next(iter(book(tmp_path, known, [fact(name, "2024", text, unit=unit)]).facts.values())).figure
    assert (figure.value, figure.place) == (Decimal(value), Decimal(place))


@pytest.mark.parametrize(("text", "state"), [
    ("0", "值"), ("", "空"), ("不适用", "不适用"), ("仅高职填报", "不适用"), ("N/A", "不适用"), ("未采集", "未采集"), ("≥60", "值"),
])
def test_nothing_is_not_zero(tmp_path, known, text, state):
    found = next(iter(book(tmp_path, known, [fact("在校生人数", "2024", text)]).facts.values()))
    assert found.state == state
    assert (found.figure is None) == (state != "值")


def test_a_text_indicator_keeps_its_text(tmp_path, known):
    found = next(iter(book(tmp_path, known, [fact("校训", "2024", "2024届学子")]).facts.values()))
    assert (found.text, found.figure) == ("2024届学子", None)


def test_everything_a_row_says_is_kept(tmp_path, known):
    rows = [fact("A", "2024", "5", breakdown="性别＝女；年级=1", source="表1", evidence="E1#第3页；E1", author="教务处", note="备")]
    evidence = [{"id": "E1", "file": "a.pdf", "title": "通知"}]
    found = next(iter(book(tmp_path, known, rows, evidence=evidence).facts.values()))
    assert (found.breakdown, found.source, found.evidence, found.author, found.note) == ("年级=1;性别=女", "表1", ("E1#第3页", "E1"), "教务处", "备")
    assert found.place.line == 2


@pytest.mark.parametrize(("row", "code"), [
    (fact("在校人数", "2024", "5"), "F08"),
    (fact("A", "今年", "5"), "B01"),
    (fact("A", "2024", "很多"), "N01"),
    (fact("A", "2024", "5", unit="平方米"), "N02"),
    (fact("A", "2024", "5", unit="3个"), "N03"),
    (fact("A", "2024", "2024-05-01"), "N01"),             # a cell that Excel made a date
    (fact("A", "2024", "5", organisation="无此校"), "B30"),
    (fact("A", "2024", "5", basis="估计"), "B31"),
    (fact("D", "2024", "5"), "B32"),                       # derived figures cannot be typed
    (fact("A", "2024", "5", breakdown="女"), "B33"),
    (fact("A", "2024", "5", breakdown="任务=1"), "B34"),
    (fact("A", "2024", "5", evidence="E9"), "B26"),
])
def test_a_row_that_cannot_be_used(tmp_path, known, row, code):
    folder = book_folder(tmp_path, [fact("A", "2020", "1"), row])
    assert problems(lambda: load_book(folder, known)) == [(code, "facts.csv", 3)]


def test_the_same_figure_twice_is_refused_but_stated_figures_stand_side_by_side(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5"), fact("学生数", "2023-2024学年", "5"), stated("A", "2024", "6", source="正文"), stated("A", "2024", "7")])
    assert problems(lambda: load_book(folder, known)) == [("B23", "facts.csv", 3)]
    book_folder(tmp_path, [fact("A", "2024", "5"), stated("A", "2024", "6", source="正文"), stated("A", "2024", "7")])
    key = ("A", "s", "2023-2024学年", "")
    assert [str(item.figure.value) for item in load_book(folder, known).stated_of(key)] == ["6", "7"]


def test_all_mistakes_come_out_together(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "x"), fact("A", "2023", "5"), fact("B", "2024", "5")], registers={"获奖": [{"序号": "1", "级别": "市"}]})
    assert problems(lambda: load_book(folder, known)) == [("N01", "facts.csv", 2), ("F08", "facts.csv", 4), ("B36", "获奖.csv", 2)]


@pytest.mark.parametrize(("rows", "code", "line"), [
    ([{"序号": "1"}, {"序号": "", "级别": "省"}], "B35", 3),
    ([{"序号": "1"}, {"序号": "1"}], "B37", 3),
    ([{"序号": "1", "级别": "市"}], "B36", 2),
    ([{"序号": "1", "数量": "几"}], "N01", 2),
    ([{"序号": "1", "年度": "去年"}], "B01", 2),
    ([{"序号": "1", "单位": "无此校"}], "B30", 2),
    ([{"序号": "1", "evidence": "E9"}], "B26", 2),
])
def test_an_entry_that_cannot_be_used(tmp_path, known, rows, code, line):
    folder = book_folder(tmp_path, registers={"获奖": rows})
    assert problems(lambda: load_book(folder, known)) == [(code, "获奖.csv", line)]


def test_an_entry_is_placed_by_its_columns(tmp_path, known):
    rows = [{"序号": "1", "级别": "国家", "数量": "2", "年度": "2024", "单位": "测试学校", "source": "表3"}, {"序号": "2", "级别": "", "数量": "", "年度": "", "单位": ""}]
    first, second = book(tmp_path, known, registers={"获奖": rows}).entries["获奖"]
    assert (first.period, first.organisation, first.figures["数量"].value, first.texts["级别"], first.source) == ("2024年", "s", 2, "国家", "表3")
    assert (second.period, second.organisation, second.figures) == ("", "s", {})


def test_every_organisation_numbers_its_entries_and_begins_anew_each_year(tmp_path, known):
    rows = [{"序号": "1", "年度": "2024"}, {"序号": "1", "年度": "2023"}, {"序号": "1", "年度": "2024", "单位": "测试学校"}]
    assert len(book(tmp_path, known, registers={"获奖": rows}).entries["获奖"]) == 3
    folder = book_folder(tmp_path, registers={"获奖": [*rows, rows[0]]})
    assert problems(lambda: load_book(folder, known)) == [("B37", "获奖.csv", 5)]


def test_a_register_nobody_defined(tmp_path, known):
    folder = book_folder(tmp_path, registers={"奖状": [{"序号": "1"}]})
    assert problems(lambda: load_book(folder, known)) == [("B24", "奖状.csv", 0)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_any_encoding_that_excel_writes(tmp_path, known, encoding):
    found = book(tmp_path, known, [fact("在校生人数", "2024", "5", note="𠮷林路①")], encoding=encoding)
    assert [item.note for item in found.facts.values()] == ["𠮷林路①"]


@pytest.mark.parametrize(("content", "code", "line"), [
    (b",,\n", "B17", 1),
    ("indicator,period,value\nA,2024,5\n".encode("utf-16"), "B11", 0),
    (b"\xff\xfe\x00\x01,\x80", "B11", 0),
    (b"indicator,period\nA,2024\n", "B12", 1),
    ("indicator,period,value,别的\n".encode(), "B13", 1),
    (b"indicator,period,value,value\n", "B14", 1),
    (b"indicator,period,value\nA,2024,1,234\n", "B15", 2),
    (b'indicator,period,value\nA,2023,1\nA,2024,"5\nA,2022,3\n', "B16", 3),        # the quotation mark that never closes
    (b'"indicator,period,value\n', "B16", 1),
])
def test_a_file_that_is_no_table(tmp_path, known, content, code, line):
    folder = book_folder(tmp_path)
    (folder / "facts" / "facts.csv").write_bytes(content)
    assert problems(lambda: load_book(folder, known)) == [(code, "facts.csv", line)]


def test_lines_are_counted_over_blank_rows_and_cells_of_several_lines(tmp_path, known):
    folder = book_folder(tmp_path)
    (folder / "facts" / "facts.csv").write_text('indicator,period,value,note\n\n , ,,\nA,2024,5,"两\n行"\nA,2023,x,\n', encoding="utf-8")
    assert problems(lambda: load_book(folder, known)) == [("N01", "facts.csv", 6)]
    (folder / "facts" / "facts.csv").write_text('indicator,period,value,note\r\nA,2024,x,"两\r\n行"\r\n', encoding="utf-8")
    assert problems(lambda: load_book(folder, known)) == [("N01", "facts.csv", 2)]


def test_facts_lie_in_as_many_files_as_one_likes(tmp_path, known):
    folder = book_folder(tmp_path, [fact("A", "2024", "5")])
    table(folder / "facts" / "more.csv", FACT_COLUMNS, [fact("M", "2024", "1")])
    assert {key[0] for key in load_book(folder, known).facts} == {"A", "M"}


def test_a_folder_that_is_no_book(tmp_path, known):
    assert problems(lambda: load_book(tmp_path, known)) == [("B20", tmp_path.name, 0)]
    folder = book_folder(tmp_path, sets=("无此集",))
    assert problems(lambda: load_book(folder, known)) == [("B21", "book.yaml", 3)]
    (folder / "book.yaml").write_text("title: 测\n  organisation: [\n", encoding="utf-8")
    assert problems(lambda: load_book(folder, known)) == [("C04", "book.yaml", 2)]


def test_evidence_stays_within_the_book(tmp_path, known):
    folder = book_folder(tmp_path, evidence=[{"id": "E1", "file": "../book.yaml"}, {"id": "E1", "file": "b.pdf"}])
    assert problems(lambda: load_book(folder, known)) == [("B28", "evidence.csv", 2), ("B25", "evidence.csv", 3)]


def test_facts_follow_the_definitions_of_their_own_period(tmp_path):
    # new definitions count from the school year 2023-2024 on (from 1 September 2023); the bare year 2023 is the school year before
    text = """
        set: 试
        title: 试
        calendar: 学年
        indicators:
          - {code: OLD, name: 人数, unit: 人, valid: {to: 2023-08-31}}
          - {code: NEW, name: 人数, unit: 人, valid: {from: 2023-09-01}}
    """
    found = book(tmp_path, catalogue(tmp_path, indicators=text), [fact("人数", "2023", "5"), fact("人数", "2024", "6")])
    assert [key[:3:2] for key in found.facts] == [("OLD", "2022-2023学年"), ("NEW", "2023-2024学年")]


def test_a_book_names_its_forms_schemes_and_properties(tmp_path, known):
    extra = """
        forms: [{form: 年报, period: 2024}, {form: 年报, name: 东校区年报, organisation: s, period: 2023, text: a.md}]
        schemes: [{scheme: 办法, period: 2024}]
        properties: {发布日期: 2024-05-01}
    """
    found = book(tmp_path, known, extra=extra)
    assert [(use.form, use.name, use.organisation, use.period) for use in found.forms] == [("年报", "年报", "s", "2024"), ("年报", "东校区年报", "s", "2023")]
    assert found.schemes[0].scheme == "办法"
    assert found.properties == {"发布日期": "2024-05-01"}


def test_select_and_supersede(tmp_path, known):
    first = book(tmp_path, known, [fact("A", "2024", "5"), fact("M", "2024", "1"), stated("A", "2024", "6", source="正文")], organisations=(SCHOOL,))
    assert [item.basis for item in first.select(indicators=["A"])] == ["事实", "填报"]
    later = book(tmp_path, known, [fact("A", "2024", "9"), stated("A", "2024", "8", source="正文")])
    merged = first.with_facts(later.select())
    key = ("A", "s", "2023-2024学年", "")
    assert merged.fact(key).figure.value == 9
    assert [item.figure.value for item in merged.stated_of(key)] == [8]
    assert first.fact(key).figure.value == 5     # a book is a value


def test_a_wrong_book_raises_one_error(tmp_path, known):
    with pytest.raises(GoujiError, match=r"facts\.csv:2"):
        load_book(book_folder(tmp_path, [fact("A", "2024", "x")]), known)
