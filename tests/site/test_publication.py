"""Publishing: frozen under a number, put right under the next, taken back; what readers see and what they do not."""

import re

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import change
from handed_in import submitted

HERE = "440700"


@pytest.fixture
def people(person):
    return {
        "filler": person("tian", (Role.FILLER, "jiangmen", HERE)), "reviewer": person("shen", (Role.REVIEWER, "jiangmen", HERE)),
        "head": person("zhang", (Role.HEAD, "jiangmen", HERE)), "bureau": person("ju", (Role.BUREAU, "jiangmen", "440000")),
        "reader": person("du", (Role.READER, "jiangmen", HERE)), "elsewhere": person("wai", (Role.READER, "jiangmen", "440705")),
    }


@pytest.fixture
def acts(people):
    from gouji.actions.site.origin import origin_of
    return lambda name, verb, *given: verb(origin_of(people[name]), *given)


@pytest.fixture
def approved(book, people, acts):
    from gouji.actions.site.approve import approve
    row = submitted(a_round(book, REVIEWERS), HERE, people["filler"])
    acts("reviewer", approve, row.pk, 1)
    row.refresh_from_db()
    return row


def code_of(caught):
    return caught.value.problems[0].code


def test_what_was_approved_is_frozen_under_a_number(book, approved, acts, people, visit):
    from gouji.actions.site.publish import publish
    change(book, "SVQ-1.1", HERE, "10800")  # after it was submitted
    row = acts("head", publish, approved.pk, 2, "年报发布")
    approved.refresh_from_db()
    assert (row.number, row.version, approved.state) == (1, approved.sent_version, "published")
    text = visit(people["reader"]).get(f"/published/{row.pk}/").content.decode()
    assert "10726" in text
    assert "10800" not in text
    assert visit(people["elsewhere"]).get(f"/published/{row.pk}/").status_code == 403
    for path in (f"/review/{approved.pk}/", f"/collect/{approved.round_id}/{approved.pk}/"):
        assert visit(people["reader"]).get(path).status_code == 403  # readers see what is published, not how it came about


def test_readers_are_not_told_the_figures_of_the_period_before(approved, acts):
    from gouji.actions.site.publish import publish
    from gouji.actions.site.published import published_page
    row = acts("head", publish, approved.pk, 2)

    def former(who):
        return any(line.former for table in acts(who, published_page, row.pk).tables for line in table.lines)
    assert (former("head"), former("reader")) == (True, False)


@pytest.mark.parametrize("who", ["filler", "reviewer", "reader"])
def test_who_may_not_publish_is_refused(approved, acts, who):
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.publish import publish
    from gouji.store.models import Publication
    with pytest.raises(Refused):
        acts(who, publish, approved.pk, 2)
    assert not Publication.objects.exists()


def test_only_what_is_approved_and_seen_is_published(book, approved, acts, people):
    from gouji.actions.site.publish import erratum
    from gouji.actions.site.publish import publish
    pending = submitted(a_round(book, REVIEWERS, period="2022-2023学年"), HERE, people["filler"])
    for number, seen, verb, given, code in (
        (pending.pk, 1, publish, (), "S53"), (approved.pk, 1, publish, (), "S12"), (approved.pk, 2, erratum, ("改",), "S53"),
    ):
        with pytest.raises(GoujiError) as caught:
            acts("bureau", verb, number, seen, *given)
        assert code_of(caught) == code


def test_an_erratum_takes_the_place_and_the_earlier_stays_readable(book, approved, acts, people, visit):
    from gouji.actions.site.publish import erratum
    from gouji.actions.site.publish import live_publication
    from gouji.actions.site.publish import publish
    first = acts("head", publish, approved.pk, 2)
    change(book, "SVQ-1.1", HERE, "10800")
    with pytest.raises(GoujiError) as caught:
        acts("head", erratum, approved.pk, 3, " ")
    assert code_of(caught) == "S13"
    second = acts("head", erratum, approved.pk, 3, "毕业生人数更正为 10800")
    approved.refresh_from_db()
    assert (second.number, second.erratum, live_publication(approved)) == (2, "毕业生人数更正为 10800", second)
    reader = visit(people["reader"])
    before, after = (reader.get(f"/published/{row.pk}/").content.decode() for row in (first, second))
    assert f"/published/{second.pk}/" in before
    assert "这一号已有勘误" in before
    assert "<del>10726</del> → 10800" in after


def test_what_is_handed_in_again_is_published_with_words_on_what_has_changed(book, approved, acts, people, visit):
    from gouji.actions.site.approve import approve
    from gouji.actions.site.publish import publish
    from gouji.actions.site.publish import withdraw_publication
    first = acts("head", publish, approved.pk, 2)
    change(book, "SVQ-1.1", HERE, "10800")
    again = submitted(approved.round, HERE, people["filler"])
    assert visit(people["reader"]).get(f"/published/{first.pk}/").status_code == 200  # what is public stays so meanwhile
    acts("reviewer", approve, again.pk, again.moves)
    with pytest.raises(GoujiError) as caught:
        acts("head", publish, again.pk, again.moves + 1)
    assert code_of(caught) == "S13"
    second = acts("head", publish, again.pk, again.moves + 1, "毕业生人数更正")
    assert (second.number, second.erratum, second.version > first.version) == (2, "毕业生人数更正", True)
    again = submitted(approved.round, HERE, people["filler"])
    acts("head", withdraw_publication, second.pk, again.moves, "误发")
    again.refresh_from_db()
    assert again.state == "submitted"  # goes on where it stood


def test_what_is_taken_back_readers_see_no_more(approved, acts, people, visit):
    from gouji.actions.site.publish import publish
    from gouji.actions.site.publish import withdraw_publication
    row = acts("head", publish, approved.pk, 2)
    with pytest.raises(GoujiError) as caught:
        acts("head", withdraw_publication, row.pk, 3, "")
    assert code_of(caught) == "S13"
    acts("head", withdraw_publication, row.pk, 3, "有误")
    approved.refresh_from_db()
    assert approved.state == "approved"
    assert visit(people["reader"]).get(f"/published/{row.pk}/").status_code == 403
    assert "已于" in visit(people["head"]).get(f"/published/{row.pk}/").content.decode()
    with pytest.raises(GoujiError) as caught:
        acts("head", withdraw_publication, row.pk, 4, "再撤")
    assert code_of(caught) == "S53"


def test_a_publication_that_fails_leaves_the_earlier_one(approved, acts, people, monkeypatch):
    from gouji.actions.site import publish as module
    from gouji.store.models import Event
    from gouji.store.models import Publication
    first = acts("head", module.publish, approved.pk, 2)

    def broken(_submission, _version):
        raise GoujiError.of("T56", period="2024年", name="质量年报", known="—")
    monkeypatch.setattr(module, "lines_at", broken)
    with pytest.raises(GoujiError) as caught:
        acts("head", module.erratum, approved.pk, 3, "更正")
    assert code_of(caught) == "S54"
    approved.refresh_from_db()
    assert (approved.state, module.live_publication(approved), Publication.objects.count()) == ("published", first, 1)
    assert Event.objects.filter(submission=approved, verb="发布未成").exists()


def test_what_is_frozen_stays_as_it_was_whatever_is_recorded(book, approved, acts):
    from gouji.actions.site.form_lines import digest
    from gouji.actions.site.form_lines import lines_at
    from gouji.actions.site.publish import publish
    from gouji.store.live import forget
    row = acts("head", publish, approved.pk, 2)
    before = digest(lines_at(approved, row.version))
    change(book, "SVQ-1.1", HERE, "10800")
    forget()  # another process, later
    assert digest(lines_at(approved, row.version)) == before


def test_the_list_shows_each_reader_what_is_public_for_him(approved, acts, people, visit):
    from gouji.actions.site.publish import erratum
    from gouji.actions.site.publish import publish
    acts("head", publish, approved.pk, 2)
    last = acts("head", erratum, approved.pk, 3, "补充说明")
    text = visit(people["reader"]).get("/published/").content.decode()
    assert re.findall(r'href="/published/(\d+)/', text) == [str(last.pk)]  # the last number only
    assert "还没有发布的数据" in visit(people["elsewhere"]).get("/published/").content.decode()
    assert b"".join(visit(people["reader"]).get("/published/?format=csv").streaming_content).decode().count("补充说明") == 1


def test_the_sheet_to_be_signed_carries_the_fingerprint(approved, people, visit):
    from gouji.actions.site.form_lines import digest
    from gouji.actions.site.form_lines import sent_lines
    text = visit(people["head"]).get(f"/review/{approved.pk}/sheet/").content.decode()
    assert digest(sent_lines(approved)) in text
    assert 'src="data:image/svg+xml' in text
    assert text.count("签字") == 3


def test_pages_publish_put_right_and_take_back(approved, people, visit):
    from gouji.store.models import Publication
    head = visit(people["head"])
    assert head.post(f"/review/{approved.pk}/publish/", {"seen": 2}).status_code == 302
    row = Publication.objects.get()
    assert head.get(f"/review/{approved.pk}/").status_code == 200
    assert head.post(f"/review/{approved.pk}/erratum/", {"seen": 3, "words": "补充说明"}).status_code == 302
    assert head.post(f"/published/{row.pk}/withdraw/", {"seen": 4, "words": "作废"}).status_code == 302
    csv = b"".join(head.get(f"/published/{row.pk}/?format=csv").streaming_content).decode()
    assert csv.startswith("\ufeff表,指标,计量单位,数值")
    assert head.get("/published/999999/").status_code == 404
