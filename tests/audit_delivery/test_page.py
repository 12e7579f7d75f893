import base64
import hashlib
import json
import re
import time
from fractions import Fraction
from itertools import pairwise

import pytest
from lxml import html

from gouji.audit.claims import Claim
from gouji.audit.decisions import Decision
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import Status
from gouji.audit.decisions import values_seen
from gouji.audit.delivery import view_of
from gouji.audit.delivery.body import painted_numbers
from gouji.audit.delivery.page import render_page
from gouji.audit.delivery.page import write_page
from gouji.numbers import Verdict


def numbers_in(text):
    return [(found.start(), found.end()) for found in re.finditer(r"\d[\d,.]*\d|\d", text)]


@pytest.fixture
def page(document, audit):
    return render_page(view_of(document, audit), numbers_in(document.text))


def test_every_number_has_the_colour_of_its_state(document, audit):
    painted = painted_numbers(view_of(document, audit), numbers_in(document.text))
    states = {document.text[each.start:each.end]: each.state for each in painted}
    assert {key: states[key] for key in ("95.34", "10241", "17.66", "75.0", "1,200", "60.00", "2024")} == {
        "95.34": "contradicts", "10241": "suspicious", "17.66": "truncated", "75.0": "holds", "1,200": "checked", "60.00": "not_assessable",
        "2024": "unchecked",
    }
    assert all(one.end <= two.start for one, two in pairwise(painted))


def test_the_whole_text_is_there_and_nothing_of_it_is_mark_up(document, page):
    root = html.fromstring(page)
    article = root.find(".//article")
    assert "".join(article.text_content().split()) == "".join(document.text.split())
    assert not article.xpath(".//b[text()='双师型']")
    assert [each.text_content() for each in article.xpath(".//h2 | .//h3")] == ["第一章 学生发展", "1.1 资助", "第二章 教师队伍"]
    assert [each.text_content() for each in article.xpath(".//th")] == ["项目", "人数", "占比"]


def test_every_card_points_to_its_number_and_to_the_other_places(page):
    root = html.fromstring(page)
    cards = root.xpath("//li[contains(@class, 'card')]")
    assert [card.get("data-verdict") for card in cards] == ["contradicts", "contradicts", "suspicious", "truncated"]
    for card in cards:
        number = root.get_element_by_id(card.get("data-spot"))
        assert card.get("data-number") in number.get("data-i").split()
        for start in card.get("data-operands").split():
            assert card.get("data-number") in root.get_element_by_id(f"n{start}").get("data-i").split()
    assert root.get_element_by_id(cards[1].get("data-spot")).text_content() == "2,100"


def test_nothing_is_asked_of_the_network_and_only_our_script_runs(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1].replace("&#39;", "'")
    assert policy.startswith("default-src 'none';")
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)[1]
        assert f"{name} 'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'" in policy
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//|url\(|@import|style=""", page)


def test_hostile_texts_stay_texts(make):
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&"
    document = make.plain([f"# {hostile}", f"{hostile} 12 人", [[hostile, "2"], ["<b>", "3"]]], f"{hostile[:0]}<i>.docx")
    claims = (Claim("sum", Verdict.CONTRADICTS, make.spot(document.text, "12"), (make.spot(document.text, "3"),), "a", Fraction(3), 90, hostile, subject=hostile),)
    audit = make.audit_of(document, claims, title=hostile, culprit=hostile, repair=hostile, advice=hostile)
    known = Decisions((Decision(audit.findings[0].fingerprint, Status.CONFIRMED, hostile, hostile, "", values_seen(audit, audit.findings[0])),))
    page = render_page(view_of(document, audit, known), (), known)
    assert page.count("<script") == 2
    assert "<img" not in page
    assert json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])["decisions"][0]["reason"] == hostile


def test_decisions_are_shown_and_go_with_the_page(document, audit):
    finding = audit.findings[1]
    known = Decisions((
        Decision(finding.fingerprint, Status.DISMISSED, "口径不同", "张三", "2024", values_seen(audit, finding)),
        Decision(audit.findings[2].fingerprint, Status.CONFIRMED, "", "", "2024", ("9人",)),
        Decision("f" * 16, Status.CONFIRMED),
    ))
    root = html.fromstring(render_page(view_of(document, audit, known), (), known))
    assert root.xpath("//li[@id='f2']//input[@value='dismissed']/@checked")
    assert root.xpath("//li[@id='f2']//input[@class='reason']/@value") == ["口径不同"]
    assert "曾就其他数值作过决定：确认，当时的数值：9人" in root.get_element_by_id("f3").text_content()
    data = json.loads(root.get_element_by_id("data").text_content())
    assert len(data["decisions"]) == 3  # that of a finding no longer there is kept
    assert data["file"] == "报告.txt.勾稽.json"
    assert data["issues"][1] == {"fingerprint": finding.fingerprint, "values": list(values_seen(audit, finding))}


def test_a_long_report_is_written_in_a_moment_and_stays_small(make, tmp_path):
    sentence = "本年度有教师 1234 人，学生 23,456 人，占 45.67%，比上年增长 3.2 个百分点。"
    document = make.plain([*make.lines, *[sentence * 3] * 1500, *[[["甲", "1", "2"]] * 10] * 100])  # some 200,000 characters, 23,000 numbers
    begin = time.perf_counter()
    write_page(view_of(document, make.audit(document.text)), tmp_path / "a.html", numbers_in(document.text))
    assert time.perf_counter() - begin < 3  # 0.4 s where nothing else runs
    assert (tmp_path / "a.html").stat().st_size < 2_000_000
