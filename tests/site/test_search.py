"""Search: Chinese, pinyin initials, whole pinyin, codes; ranked; only what one may see."""

import pytest

from gouji.actions.site.names import Named
from gouji.actions.site.names import entry
from gouji.actions.site.names import find
from gouji.rights import Role

NAMES = ["教学质量", "教学质量年报", "本科教学质量报告", "毕业生人数", "专任教师/高级职称教师", "银行贷款", "行业企业数", "ERP课程数"]


@pytest.mark.parametrize(("words", "first"), [
    ("教学质量", "教学质量"), ("jxzl", "教学质量"), ("JXZL", "教学质量"), ("jiaoxuezhiliang", "教学质量"), ("bkjx", "本科教学质量报告"),
    ("人数", "毕业生人数"), ("biyesheng", "毕业生人数"), ("gjzc", "专任教师/高级职称教师"), ("yhdk", "银行贷款"), ("hyqy", "行业企业数"),
    ("erp", "ERP课程数"), ("教学 报告", "本科教学质量报告"), ("K7", "银行贷款"),
])
def test_words_find_names(words, first):
    entries = [entry(Named("indicator", "K7" if name == "银行贷款" else f"X-{number}", "b", "某校", name)) for number, name in enumerate(NAMES)]
    assert find(entries, words, 10)[0].name == first


@pytest.mark.parametrize("words", ["", "   ", "不存在的名称", "zzzzz"])
def test_what_is_not_there_is_not_found(words):
    assert find([entry(Named("indicator", "X", "b", "某校", name)) for name in NAMES], words, 10) == []


@pytest.fixture
def ask(book):
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.search import search
    return lambda account, words: [(hit.kind, hit.name) for hit in search(origin_of(account), words)]


def test_one_finds_what_one_may_see(ask, person):
    city, school = person("shi", (Role.HEAD, "jiangmen", "440700")), person("xiao", (Role.HEAD, "jiangmen", "JM05"))
    assert ("organisation", "台山敬修") in ask(city, "tsjx")
    assert ask(school, "tsjx") == []
    assert ask(school, "tspy") == [("organisation", "台山培英")]
    assert ("form", "质量报告") in ask(city, "质量报告")
    assert ("form", "质量报告") not in ask(school, "质量报告")
    assert ask(city, "bysrs")[0] == ("indicator", "毕业生人数")


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_administrators_find_nothing(ask, person, role):
    assert ask(person("guan", role), "毕业生") == []


def test_rounds_are_found_by_those_who_see_progress(ask, person, book):
    from datetime import date

    from gouji.store.models import Round
    from gouji.store.models import Submission
    made = Round.objects.create(
        book=book, form="中职质量年报", name="质量报告", period="2024年", title="年度填报任务", opens=date(2024, 9, 1), due=date(2024, 12, 1), steps="[]",
    )
    Submission.objects.create(round=made, organisation="JM05")
    assert ask(person("xiao", (Role.FILLER, "jiangmen", "JM05")), "年度填报") == [("round", "年度填报任务")]
    assert ask(person("ling", (Role.FILLER, "jiangmen", "JM06")), "年度填报") == []
    assert ask(person("du", (Role.READER, "jiangmen", "JM05")), "年度填报") == []


def test_a_renamed_organisation_is_found_by_its_new_name(ask, person, book):
    import json

    from gouji.store.models import RowVersion
    from gouji.store.writing import NewRow
    from gouji.store.writing import writing
    city = person("shi", (Role.HEAD, "jiangmen", "440700"))
    assert ask(city, "新校名") == []
    row = RowVersion.objects.filter(book=book, table="organisations", row_key__startswith="JM05").get()
    with writing(book.pk, "甲") as writer:
        writer.record([NewRow("organisations", tuple(row.row_key.split("\x1f")), json.loads(row.cells) | {"name": "新校名", "aliases": "台山培英"})])
    assert ask(city, "xxm")[0] == ("organisation", "新校名")


def test_the_page_and_the_suggestions(visit, person, book):
    client = visit(person("shi", (Role.HEAD, "jiangmen", "440700")))
    text = client.get("/books/search/?q=bysrs").content.decode()
    assert "/books/jiangmen/indicators/SVQ-1.1/" in text
    part = client.get("/books/search/suggest/?q=bysrs", HTTP_HX_REQUEST="true").content.decode()
    assert 'role="option"' in part
    assert "<html" not in part
    assert "没有找到" in client.get("/books/search/?q=zzzzz").content.decode()
    assert "&lt;script&gt;" in client.get("/books/search/?q=<script>").content.decode()
