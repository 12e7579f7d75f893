import base64
import hashlib
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from gouji.papers.blocks import Cell
from gouji.papers.blocks import FigureMark
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Grid
from gouji.papers.blocks import GridColumn
from gouji.papers.blocks import Heading
from gouji.papers.blocks import Paragraph
from gouji.papers.blocks import Run
from gouji.papers.blocks import cell
from gouji.papers.html import Page
from gouji.papers.html import render
from gouji.papers.html import write
from gouji.papers.html.page import embedded_json
from gouji.papers.html.words import WORDS

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


def tree(page):
    return html.fromstring(render(page))


def test_every_figure_can_be_reached_and_says_its_state(report):
    page = tree(Page("题", report, {"D": {"label": "资源库数"}}))
    figures = page.xpath("//*[contains(@class,'figure') and @data-id]")
    assert [(each.get("class"), each.get("role"), each.get("tabindex"), each.text) for each in figures] == [("figure differs", "button", "0", "12")] * 2
    missing = page.xpath("//span[@class='figure missing']")
    assert [(each.text, each.get("role")) for each in missing] == [("〔缺：家长满意度〕", None)]


def test_the_counts_say_how_figures_came_into_the_text(report):
    page = tree(Page("题", report))
    assert {each.get("data-state"): each.findtext("b") for each in page.xpath("//button[@data-state]")} == {"bound": "5", "missing": "1", "differs": "2"}
    assert page.xpath("//span[@class='count-total']/b/text()") == ["8"]


def test_captions_are_numbered_as_in_word(report):
    page = tree(Page("题", report))
    assert page.xpath("//figcaption/span/text()") == ["图1-1", "表2-1", "图2-1", "表2-2"]


def test_contents_lead_to_the_headings(report):
    page = tree(Page("题", report))
    links = [(each.get("href"), each.text) for each in page.xpath("//nav//a")]
    assert links == [("#s1", "第一章 规模"), ("#s2", "第二章 质量"), ("#s3", "2.1 计分卡"), ("#s4", "2.2 宽表")]
    assert page.xpath("//*[@id='s3']")[0].tag == "h3"


def test_spans_and_headers_of_tables(grid):
    page = tree(Page("题", (grid,)))
    assert [(each.text, each.get("rowspan"), each.get("colspan"), each.get("scope")) for each in page.xpath("//thead//th")][:3] == [
        ("指标", "2", None, "col"),
        ("单位", "2", None, "col"),
        ("数值", None, "2", "col"),
    ]
    assert page.xpath("//tbody/tr[2]/td[2]/@class") == ["right number"]  # after the span from above: the third column


def test_nothing_in_the_page_asks_the_network(report):
    text = render(Page("题", report))
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|url\(|@import|https?://(?!www\.w3\.org)""", text)
    assert "default-src 'none'" in text


def test_the_script_is_the_one_the_policy_allows(report):
    text = render(Page("题", report))
    allowed = re.search(r"'sha256-([^']+)'", text)[1]
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    assert base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() == allowed


def test_text_is_never_markup(tmp_path):
    blocks = (
        Heading(1, EVIL),
        Paragraph((Run(EVIL, FigureMark(EVIL, FigureState.TYPED)),)),
        Grid(EVIL, EVIL, (GridColumn(EVIL),), ((cell(EVIL),),), note=EVIL, kind=EVIL),
    )
    text = render(Page(EVIL, blocks, {EVIL: {"label": EVIL, "stated": [{"value": EVIL}]}}))
    assert text.count("<script") == 3
    assert "<img" not in text
    page = html.fromstring(text)
    assert json.loads(page.xpath("//script[@id='explanations']")[0].text)[EVIL]["label"] == EVIL
    write(Page(EVIL, blocks), tmp_path / "a" / "out.html")
    assert (tmp_path / "a" / "out.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@given(st.recursive(st.none() | st.integers() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)))
def test_embedded_json_cannot_close_its_element_and_says_the_same(value):
    text = str(embedded_json(value))
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == value


def test_exact_decimals_stay_as_printed():
    assert embedded_json({"value": Decimal("95.40")}) == '{"value":"95.40"}'


@pytest.mark.parametrize(("language", "shown"), [("zh", "显示数字来源"), ("en", "Show where figures come from"), ("fr", "显示数字来源")])
def test_the_page_speaks_both_languages(language, shown):
    page = tree(Page("题", (), language=language))
    assert page.xpath("//label/span/text()") == [shown]
    assert page.get("lang") == "zh-CN"


def test_both_languages_have_the_same_words():
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert {state.value for state in FigureState} <= WORDS["zh"].keys()


def test_line_feeds_and_bold_in_cells():
    grid = Grid("", "", (GridColumn("甲"),), ((Cell((Run("一\n二", bold=True), Run("2", superscript=True))),),))
    assert "<b>一<br>二</b><sup>2</sup>" in render(Page("题", (grid,)))


def test_a_table_needs_only_what_its_columns_need(grid):
    page = tree(Page("题", (grid,)))
    assert page.xpath("//figure//table/@style") == [f"--columns:{len(grid.columns)}"]  # the style sheet gives every column a few characters
    assert "min-width: 60rem" not in render(Page("题", (grid,)))


def test_without_headings_there_is_no_title_of_contents(grid):
    assert not tree(Page("题", (grid,))).xpath("//p[@class='contents-title']")
    assert tree(Page("题", (Heading(1, "一、甲"), grid))).xpath("//p[@class='contents-title']/text()") == ["目录"]


def test_a_gap_in_a_cell_says_its_name_when_pointed_at():
    run = Run("〔缺〕", FigureMark("X", FigureState.MISSING), hint="〔缺：甲/乙〕")
    page = tree(Page("题", (Grid("g", "表", (GridColumn("数"),), ((Cell((run,)),),)),)))
    assert [(each.text, each.get("title")) for each in page.xpath("//span[contains(@class,'missing')]")] == [("〔缺〕", "〔缺：甲/乙〕")]
