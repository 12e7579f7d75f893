"""Dates, periods, ordinals, labels, names, markers: numbers that measure nothing."""

from datetime import date

import pytest

from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokenize

DATE, PERIOD, ORDINAL, LABEL, NAME, MARKER, MEASURE = (
    TokenKind.DATE,
    TokenKind.PERIOD,
    TokenKind.ORDINAL,
    TokenKind.LABEL,
    TokenKind.NAME,
    TokenKind.MARKER,
    TokenKind.MEASURE,
)


@pytest.mark.parametrize(
    ("text", "kind", "number", "first", "last"),
    [
        ("二〇二四年", DATE, "二〇二四", date(2024, 1, 1), date(2024, 12, 31)),
        ("２０２４年", DATE, "２０２４", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024年1月5日", DATE, "2024年1月5日", date(2024, 1, 5), date(2024, 1, 5)),
        ("2024年6\n\n月30日", DATE, "2024年6\n\n月30日", date(2024, 6, 30), date(2024, 6, 30)),
        ("2024年2月", DATE, "2024年2", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-09-01", DATE, "2023-09-01", date(2023, 9, 1), date(2023, 9, 1)),
        ("2023.09", DATE, "2023.09", date(2023, 9, 1), date(2023, 9, 30)),
        ("（2023）", DATE, "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023智能制造大赛", DATE, "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-2024学年", PERIOD, "2023-2024", date(2023, 9, 1), date(2024, 8, 31)),
        ("2022—2023 学年", PERIOD, "2022—2023", date(2022, 9, 1), date(2023, 8, 31)),
        ("2022-2025年", PERIOD, "2022-2025", date(2022, 1, 1), date(2025, 12, 31)),
        ("2022年以来", PERIOD, "2022", date(2022, 1, 1), date.max),
        ("2022年9月至2023年8月", PERIOD, "2022年9月至2023年8", date(2022, 9, 1), date(2023, 8, 31)),
        ("2023年1-6月", PERIOD, "2023年1-6", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023届", PERIOD, "2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023级", PERIOD, "2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_dates_know_their_days(text, kind, number, first, last):
    (token,) = tokenize(text)
    assert (token.kind, token.value_text, token.span) == (kind, number, (first, last))
    assert token.year == first.year
    assert token.figure is None


@pytest.mark.parametrize(
    ("text", "kind", "outer"),
    [
        ("截至12月14日", DATE, "截至12月14日"),
        ("12月底前", DATE, "12月底"),
        ("今年6月", DATE, "今年6月"),
        ("十二月", DATE, "十二月"),
        ("1—12月", PERIOD, "1—12月"),
        ("近三年", PERIOD, "三年"),
        ("三季度", PERIOD, "三季度"),
    ],
)
def test_dates_without_a_year_leave_it_open(text, kind, outer):
    (token,) = tokenize(text)
    assert (token.kind, token.year, token.span) == (kind, None, None)
    assert text[token.outer_start : token.outer_end] == outer


def test_a_day_that_no_calendar_has_is_a_date_without_days():
    (token,) = tokenize("2023年2月30日")
    assert (token.kind, token.year, token.span) == (DATE, 2023, None)


@pytest.mark.parametrize("text", ["共2000学生", "2023人", "2000余件", "培训2024人次", "2020.5万元", "3年", "6个月"])
def test_counts_that_look_like_years_are_measures(text):
    (token,) = tokenize(text)
    assert token.kind is MEASURE


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("第十五届", ORDINAL, "十五"),
        ("第12届", ORDINAL, "12"),
        ("第 47 届", ORDINAL, "47"),
        ("第四期", ORDINAL, "四"),
        ("第三章", ORDINAL, "三"),
        ("第1-3名", ORDINAL, "1-3"),
        ("前三名", ORDINAL, "三"),
        ("前10名", ORDINAL, "10"),
        ("首届", ORDINAL, "首"),
        ("二十届三中全会", ORDINAL, "二十届"),
        ("图2-1", LABEL, "2-1"),
        ("表 1-1", LABEL, "1-1"),
        ("附件3", LABEL, "3"),
        ("1.2.1 招生", LABEL, "1.2.1"),
        ("1.2 招生", LABEL, "1.2"),
        ("2-4-1", LABEL, "2-4-1"),
        ("总则……………12", LABEL, "12"),
        ("招生.....\t7", LABEL, "7"),
        ("— 12 —", LABEL, "12"),
        ("（1）建设", MARKER, "1"),
        ("1.建设", MARKER, "1"),
        ("2、完善", MARKER, "2"),
        ("一、总体", MARKER, "一"),
        ("（二）经费", MARKER, "二"),
        ("①制度", MARKER, "①"),
        ("3 石油化工技术", MARKER, "3"),
        *((name, NAME, name) for name in ("十四五", "十五五", "三全育人", "百千万", "7×24", "V2.0.1", "COVID-19")),
        *((name, NAME, name) for name in ("1+X", "3+3", "1+1+1+N", "5G", "3D", "GB/T 9704", "CN110852065A")),
        ("“1+6+3”", NAME, "1+6+3"),
        ("500强", NAME, "500"),
        ("985高校", NAME, "985"),
        ("“119”", NAME, "119"),
        ("12345热线", NAME, "12345"),
        ("〔2023〕12号", NAME, "2023"),
        ("48号", NAME, "48"),
        ("90后", NAME, "90"),
        ("2年级", NAME, "2"),
        ("8:30", NAME, "8:30"),
        ("020-12345678", NAME, "020-12345678"),
        ("13800138000", NAME, "13800138000"),
        ("44010119900101123X", NAME, "44010119900101123X"),
        ("邮编510000", NAME, "510000"),
        ("工业4.0", NAME, "4.0"),
        ("https://a.example/2023/1.html", NAME, "https://a.example/2023/1.html"),
        ("a12@b.example", NAME, "a12@b.example"),
        ("_Toc123456", NAME, "_Toc123456"),
        ("JY/T 0001—2003", NAME, "JY/T 0001—2003"),
        ("201 05 07 专项普查", NAME, "201 05 07"),
        ("二级学院", NAME, "二级"),
        ("3/4", NAME, "3/4"),
    ],
)
def test_what_a_number_is_when_it_measures_nothing(text, kind, number):
    (token,) = tokenize(text)
    assert (token.kind, token.value_text, token.figure) == (kind, number, None)


def test_labels_run_on_in_lists():
    assert [(token.kind, token.value_text) for token in tokenize("图 3-2 、3-3和3-10所示")] == [(LABEL, "3-2"), (LABEL, "3-3"), (LABEL, "3-10")]


def test_a_prize_and_its_number():
    assert [(token.kind, token.value_text, token.unit) for token in tokenize("一等奖5项")] == [(NAME, "一等", ""), (MEASURE, "5", "项")]


def test_items_are_counted_by_their_markers():
    assert [token.value_text for token in tokenize("措施：一是建设；二是完善；三是提高") if token.kind is MARKER] == ["一", "二", "三"]


def test_a_number_in_brackets_behind_a_noun_is_a_measure():
    assert [token.kind for token in tokenize("特等奖（1），优秀奖（3）。")] == [MEASURE, MEASURE]


def test_digits_in_tags_are_not_data():
    assert [(token.kind, token.value_text) for token in tokenize('<p id="3">12人</p> ![](media/image7.png)')] == [
        (NAME, '<p id="3">'),
        (MEASURE, "12"),
        (NAME, "media/image7.png"),
    ]


def test_a_word_before_a_counted_number():
    (token,) = tokenize("PPT32个")
    assert (token.kind, token.value_text, token.unit) == (MEASURE, "32", "个")


@pytest.mark.parametrize(("text", "kind"), [("10G带宽", MEASURE), ("存储容量800T", MEASURE), ("5G技术", NAME), ("2.2G", MEASURE)])
def test_sizes_and_names_of_networks(text, kind):
    assert tokenize(text)[0].kind is kind
