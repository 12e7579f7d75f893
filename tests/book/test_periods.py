"""Periods as people write them: what a text means, what it is called, what comes before it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.book import in_calendar
from gouji.book import parse_period
from gouji.book import year_in
from gouji.messages import GoujiError


@pytest.mark.parametrize(("text", "first", "last", "canonical"), [
    ("2023-2024学年", date(2023, 9, 1), date(2024, 8, 31), "2023-2024学年"),
    ("2023—2024学年度", date(2023, 9, 1), date(2024, 8, 31), "2023-2024学年"),
    ("2024年", date(2024, 1, 1), date(2024, 12, 31), "2024年"),
    (" 2024 年度 ", date(2024, 1, 1), date(2024, 12, 31), "2024年"),
    ("2024财年", date(2024, 1, 1), date(2024, 12, 31), "2024财年"),
    ("2024届", date(2024, 1, 1), date(2024, 12, 31), "2024届"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
    ("2023年2月", date(2023, 2, 1), date(2023, 2, 28), "2023-02"),
    ("2024-8-31", date(2024, 8, 31), date(2024, 8, 31), "2024-08-31"),
    ("2024年8月31日", date(2024, 8, 31), date(2024, 8, 31), "2024-08-31"),
    ("2022-2025年", date(2022, 1, 1), date(2025, 12, 31), "2022-2025年"),
    ("2022至2025", date(2022, 1, 1), date(2025, 12, 31), "2022-2025年"),
])
def test_what_a_text_means(text, first, last, canonical):
    period = parse_period(text)
    assert (period.first, period.last, period.text) == (first, last, canonical)
    assert parse_period(period.text) == period


@pytest.mark.parametrize("text", [
    "", "今年", "2024-2024学年", "2023-2025学年", "2025-2022年", "2024-13", "2024-02-30", "0000", "24年", "2024年8月32日", "2024学年", "20240831",
])
def test_what_is_no_period(text):
    with pytest.raises(GoujiError) as caught:
        parse_period(text)
    assert caught.value.problems[0].code == "B01"


@pytest.mark.parametrize(("calendar", "canonical"), [
    ("学年", "2023-2024学年"), ("自然年", "2024年"), ("财年", "2024财年"), ("届", "2024届"), ("时段", "2024年"),
])
def test_a_bare_year_is_the_reporting_year(calendar, canonical):
    assert parse_period("2024", calendar).text == canonical
    assert year_in(2024, calendar).text == canonical
    assert in_calendar(parse_period("2023-2024学年"), calendar).text == canonical   # ends in 2024


@pytest.mark.parametrize("text", ["2024-05", "2024-08-31", "2022-2025年"])
def test_months_days_and_spans_belong_to_no_calendar(text):
    assert in_calendar(parse_period(text), "学年") == parse_period(text)


@pytest.mark.parametrize(("text", "count", "before"), [
    ("2023-2024学年", 1, "2022-2023学年"), ("2024年", 2, "2022年"), ("2024届", 1, "2023届"), ("2024财年", 1, "2023财年"),
    ("2024-01", 1, "2023-12"), ("2024-03", 15, "2022-12"), ("2024-02-29", 1, "2023-02-28"), ("2024-08-31", 1, "2023-08-31"),
    ("2022-2025年", 1, "2018-2021年"),             # a span steps by its own four years
    ("2022-2023年", 2, "2018-2019年"),
    ("2024年", 5000, "0001年"), ("2024-05", 99999, "0001-01"), ("2024-05-01", 9999, "0001-05-01"),   # never before the year 1
])
def test_what_comes_before(text, count, before):
    period = parse_period(text).earlier(count)
    assert period.first.year == int(before[:4])
    assert before in (period.text, f"{period.last.year:04}年") or period.text.lstrip("0") == before.lstrip("0")


@pytest.mark.parametrize(("inner", "outer", "inside"), [
    ("2024-05", "2024年", True), ("2023-10-01", "2023-2024学年", True), ("2023-10-01", "2024年", False), ("2024年", "2022-2025年", True),
    ("2023-2024学年", "2024年", False),
])
def test_what_lies_within(inner, outer, inside):
    assert parse_period(inner).within(parse_period(outer)) is inside


@given(st.text(st.sampled_from("0123456789-—年月日学度财届至 "), max_size=14))
def test_any_text_is_a_period_or_none(text):
    try:
        period = parse_period(text)
    except GoujiError as error:
        period, code = None, error.problems[0].code
    else:
        code = ""
        assert period.first <= period.last
    assert (period is None) == (code == "B01")
