"""The page in a real browser: both directions, keys, filters, decisions and their file. Runs where playwright and a Chromium are installed."""

import json
import re
import shutil

import pytest

from gouji.audit.delivery import view_of
from gouji.audit.delivery.page import write_page

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")


@pytest.fixture
def page(document, audit, tmp_path):
    path = tmp_path / "报告.html"
    write_page(view_of(document, audit), path, [(found.start(), found.end()) for found in re.finditer(r"\d[\d,.]*\d|\d", document.text)])
    with sync_api.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1500, "height": 800})
        faults = []
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path.as_uri())
        yield page
        assert faults == []
        browser.close()


def chosen(page):
    return page.locator(".card.on .message").inner_text(), page.locator("b.on").inner_text()


def test_it_opens_at_the_gravest_finding_and_keys_walk_through_all(page):
    assert chosen(page)[1] == "95.34"
    assert page.locator("b.near").all_inner_texts() == ["10421", "9946"]
    seen = []
    for _step in range(4):
        page.keyboard.press("n")
        seen.append(chosen(page)[1])
    assert seen == ["2,100", "10241", "17.66", "95.34"]
    page.keyboard.press("p")
    assert chosen(page)[1] == "17.66"


def test_a_number_opens_its_card_and_tells_the_relations_it_takes_part_in(page):
    page.locator("article b.c", has_text="2,100").click()
    assert chosen(page) == ("各项之和为 2,000 人，合计栏为 2,100 人", "2,100")
    page.locator("article b.g", has_text="240").click()
    assert page.locator("#ledger").inner_text() == "相符 · 比率 · 双师型教师：240 ÷ 320 × 100 = 75，文中为 75.0%"


def test_a_quotation_leads_to_the_other_place(page):
    page.locator("#f3 .other").first.click()
    assert "10421" in page.locator("b.flash").all_inner_texts()


def test_filters_by_verdict_kind_and_chapter(page):
    page.uncheck("input[data-verdict=truncated]", force=True)
    assert page.locator(".card:visible").count() == 3
    page.select_option("#kind", "sum")
    assert page.locator(".card:visible").count() == 1
    page.select_option("#kind", "")
    page.select_option("#chapter", "第二章 教师队伍")
    assert page.locator(".card:visible").count() == 1


def test_a_dismissal_wants_a_reason_and_the_file_holds_it(page, audit):
    page.check("#f1 input[value=dismissed]")
    page.click("#save")
    assert page.locator(".reason.wanted").count() == 1
    page.fill("#f1 .reason", "口径不同")
    page.fill("#reviewer", "张三")
    with page.expect_download() as download:
        page.click("#save")
    assert download.value.suggested_filename == "报告.txt.勾稽.json"
    with download.value.path().open(encoding="utf-8") as stream:
        (decision,) = json.load(stream)["decisions"]
    assert decision["fingerprint"] == audit.findings[0].fingerprint
    assert (decision["status"], decision["reason"], decision["by"]) == ("dismissed", "口径不同", "张三")
    assert decision["values"] == ["10421人", "95.34%", "9946人"]
