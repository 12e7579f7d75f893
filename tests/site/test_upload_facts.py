"""A table of facts for a round: looked over first, good rows taken together, what others changed asked about, the file given back with what is wrong."""

import csv
import io

import pytest

from collecting import ask
from collecting import code_of
from collecting import origin
from collecting import record
from gouji.rights import Role

HEAD = "指标,机构,期间,数值,备注"


@pytest.fixture
def filler(person):
    return person("filler", (Role.FILLER, "jiangmen", "440700"))


@pytest.fixture
def asked(book):
    return ask(book, "JM01", "JM02")


def base(submission):
    return f"/collect/{submission.round_id}/{submission.pk}/facts/"


def send(client, submission, text, name="数.csv"):
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    file.name = name
    return client.post(base(submission), {"file": file})


def value_of(book, name, organisation="JM01"):
    from gouji.actions.site.definitions import live_book
    from gouji.book import parse_period
    with live_book(book).use() as reckoner:
        return reckoner.figure(code_of(name), organisation, parse_period("2025年")).printed


def seen(account, submission):
    from gouji.actions.site.upload_facts import facts_waiting
    return {line.number: line for line in facts_waiting(origin(account), submission.pk).lines}


ROWS = """
毕业生人数,江门一职,2025,120,财务处
毕业生人数,工贸学校,2025,90,
毕业生去向落实人数,江门一职,2024,1,
毕业生人数,雅图仕职校,2025,1,
毕业生面向三次产业就业人数,江门一职,2025,5,
没有这个指标,江门一职,2025,5,
初次就业月平均收入,江门一职,2025,一百,
"""


def test_rows_are_looked_over_and_the_good_ones_taken(book, asked, filler, visit):
    client = visit(filler)
    assert send(client, asked["JM01"], HEAD + ROWS).headers["Location"] == base(asked["JM01"])
    lines = seen(filler, asked["JM01"])
    assert {number: line.state for number, line in lines.items()} == {2: "new", 3: "new", 4: "fault", 5: "fault", 6: "fault", 7: "fault", 8: "fault"}
    assert value_of(book, "毕业生人数") == "〔缺：毕业生人数〕"  # nothing is saved yet
    page = client.get(base(asked["JM01"])).content.decode()
    assert all(words in page for words in ("新填 2 行", "不能收 5 行", "本任务没有布置给“雅图仕职校”", "本任务收的是"))
    assert client.post(f"{base(asked['JM01'])}accept/").headers["Location"].endswith("?returned=1")
    assert (value_of(book, "毕业生人数"), value_of(book, "毕业生人数", "JM02")) == ("120", "90")
    returned = b"".join(client.get(f"{base(asked['JM01'])}returned/").streaming_content).decode("utf-8-sig")
    said = [row[-1] for row in csv.reader(io.StringIO(returned))]
    assert (said[0], said[1:3], all(said[3:])) == ("错误信息（5 行没有收）", ["", ""], True)


def test_a_table_too_long_to_be_looked_over_is_not_kept(asked, filler, visit):
    client = visit(filler)
    answer = send(client, asked["JM01"], HEAD + "\n毕业生人数,江门一职,2025,1," * 50_001)
    assert (answer.status_code, "上限 50000 行" in answer.content.decode()) == (422, True)
    assert client.get(base(asked["JM01"])).status_code == 200


def test_what_others_changed_after_it_was_seen_is_asked_about(book, asked, filler, person, visit):
    one, client = asked["JM01"], visit(filler)
    record(filler, one, 毕业生人数="120", 毕业生本省去向落实率="10")
    table = b"".join(client.get(f"{base(one)}?format=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table)))
    values = {code_of("毕业生人数"): "125", code_of("毕业生本省去向落实率"): "11", code_of("毕业生去向落实人数"): "100"}
    changed = [rows[0], *([*row[:5], values.get(row[0], row[5]), *row[6:]] for row in rows[1:])]
    other = person("other", (Role.FILLER, "jiangmen", "JM01"))
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    number = next(int(row[8]) for row in rows if row[0] == code_of("毕业生人数"))
    record_figures(origin(other), one.pk, [Typed(code_of("毕业生人数"), "130", number)])
    stream = io.StringIO()
    csv.writer(stream).writerows(changed)
    assert send(client, one, stream.getvalue()).status_code == 302
    lines = {line.label: line for line in seen(filler, one).values()}
    asked_about = lines["毕业生人数"]
    assert (asked_about.state, asked_about.seen, asked_about.before, asked_about.after, asked_about.who) == ("conflict", "120", "130", "125", "测试other")
    assert (lines["毕业生本省去向落实率"].state, lines["毕业生本省去向落实率"].before, lines["毕业生去向落实人数"].state) == ("changed", "10.00", "new")
    assert "看过以后别人又改过" in client.get(base(one)).content.decode()
    client.post(f"{base(one)}accept/", {f"choice-{asked_about.number}": "mine", f"seen-{asked_about.number}": asked_about.now})
    assert (value_of(book, "毕业生人数"), value_of(book, "毕业生本省去向落实率"), value_of(book, "毕业生去向落实人数")) == ("125", "11.00", "100")


def test_a_figure_changed_while_the_table_was_looked_over_is_not_overwritten(book, asked, filler, person, visit):
    one, client = asked["JM01"], visit(filler)
    send(client, one, f"{HEAD}\n毕业生人数,江门一职,2025,120,")
    record(person("other", (Role.FILLER, "jiangmen", "JM01")), one, 毕业生人数="99")
    assert seen(filler, one)[2].state == "conflict"
    client.post(f"{base(one)}accept/")
    assert value_of(book, "毕业生人数") == "99"
    assert "99" in b"".join(client.get(f"{base(one)}returned/").streaming_content).decode("utf-8-sig")


def test_units_and_workbooks(book, asked, filler, visit):
    from openpyxl import Workbook
    workbook = Workbook()
    for row in (("指标", "机构", "期间", "数值", "计量单位", "出处"), (code_of("毕业生人数"), "JM01", "2025", 1.2, "千人", "学籍系统")):
        workbook.active.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    client = visit(filler)
    assert send(client, asked["JM01"], stream.getvalue(), "数.xlsx").status_code == 302
    client.post(f"{base(asked['JM01'])}accept/")
    assert value_of(book, "毕业生人数") == "1200"


def test_files_that_are_no_table_and_who_may(asked, filler, person, visit):
    assert send(visit(filler), asked["JM01"], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "数.xls").status_code == 422
    assert send(visit(filler), asked["JM01"], "甲,乙\n1,2\n").status_code == 422
    assert visit(filler).post(f"{base(asked['JM01'])}accept/").status_code == 422  # none waits
    for role, organisation in ((Role.REVIEWER, "JM01"), (Role.FILLER, "JM02")):
        outside = visit(person(f"{role.name}{organisation}".lower(), (role, "jiangmen", organisation)))
        assert outside.get(base(asked["JM01"])).status_code == 403
        assert send(outside, asked["JM01"], f"{HEAD}\n毕业生人数,江门一职,2025,120,").status_code == 403
    own = person("own", (Role.FILLER, "jiangmen", "JM02"))
    send(visit(own), asked["JM02"], HEAD + ROWS)  # of another organisation in the same file: not taken
    assert {number: line.state for number, line in seen(own, asked["JM02"]).items()}[2] == "fault"


def test_a_table_that_waits_belongs_to_who_sent_it_and_goes(asked, filler, person, visit):
    from datetime import UTC
    from datetime import datetime
    from datetime import timedelta

    from gouji.actions.site.upload_facts import clear_facts
    one, client = asked["JM01"], visit(filler)
    send(client, one, HEAD + ROWS)
    assert "还没有保存" not in visit(person("other", (Role.FILLER, "jiangmen", "JM01"))).get(base(one)).content.decode()
    client.post(f"{base(one)}drop/")
    assert "还没有保存" not in client.get(base(one)).content.decode()
    send(client, one, HEAD + ROWS)
    assert clear_facts(datetime.now(UTC) + timedelta(minutes=1)) > 1


def test_a_right_lost_while_a_table_is_taken_undoes_its_rows_and_is_told(book, asked, filler, person, tmp_path, monkeypatch):
    from gouji.actions.site import upload_facts as module
    from gouji.actions.site.origin import Refused
    from gouji.store.models import TrailRow
    table = tmp_path / "数.csv"
    table.write_text(f"{HEAD}\n毕业生人数,江门一职,2025,120,\n毕业生人数,工贸学校,2025,90,", encoding="utf-8")
    module.hand_in_facts(origin(filler), asked["JM01"].pk, table, "数.csv")
    before, real, given = value_of(book, "毕业生人数"), module.record_figures, []

    def losing(_origin, number, cells):
        given.append(number)
        return real(origin(filler if len(given) == 1 else outside), number, cells)
    outside = person("outside")
    monkeypatch.setattr(module, "record_figures", losing)
    with pytest.raises(Refused):
        module.accept_facts(origin(filler), asked["JM01"].pk, {})
    assert (len(given), value_of(book, "毕业生人数")) == (2, before)
    assert TrailRow.objects.filter(account=outside.pk, act="figures.record", outcome="denied").count() == 1
