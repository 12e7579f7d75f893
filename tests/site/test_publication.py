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
        "expert": person("zhuan", (Role.EXPERT, "jiangmen", HERE)),
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
    from gouji.actions.site.erratum import propose_erratum
    from gouji.actions.site.publish import publish
    pending = submitted(a_round(book, REVIEWERS, period="2022-2023学年"), HERE, people["filler"])
    for number, seen, verb, given, code in (
        (pending.pk, 1, publish, (), "S53"), (approved.pk, 1, publish, (), "S12"), (approved.pk, 2, propose_erratum, ("改", ()), "S53"),
    ):
        with pytest.raises(GoujiError) as caught:
            acts("bureau", verb, number, seen, *given)
        assert code_of(caught) == code


def put_right(acts, number, seen, *corrections, words="更正", by="filler", agreed="head"):
    """An erratum proposed by one and approved by another; gives the publication."""
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import approve_erratum
    from gouji.actions.site.erratum import propose_erratum
    made = acts(by, propose_erratum, number, seen, words, [Wanted(*each) for each in corrections])
    return acts(agreed, approve_erratum, made.pk, "填报数另行说明")


def test_an_erratum_takes_the_place_and_the_earlier_stays_readable(book, approved, acts, people, visit):
    from gouji.actions.site.publish import live_publication
    from gouji.actions.site.publish import publish
    first = acts("head", publish, approved.pk, 2)
    second = put_right(acts, approved.pk, 3, ("SVQ-1.1", "10800", "漏计春季毕业"), words="毕业生人数更正为 10800")
    approved.refresh_from_db()
    assert (second.number, second.erratum, live_publication(approved), approved.state) == (2, "毕业生人数更正为 10800", second, "published")
    reader = visit(people["reader"])
    before, after = (reader.get(f"/published/{row.pk}/").content.decode() for row in (first, second))
    assert f"/published/{second.pk}/" in before
    assert "这一号已有勘误" in before
    assert "<del>10726</del> → 10800" in after
    assert "漏计春季毕业" in after


def test_an_erratum_publishes_the_figures_named_and_nothing_else(book, approved, acts, people, visit):
    from gouji.actions.site.form_lines import published_lines
    from gouji.actions.site.publish import publish
    first = acts("head", publish, approved.pk, 2)
    change(book, "SVQ-1.2", HERE, "8765432")  # drafts nobody has reviewed
    second = put_right(acts, approved.pk, 3, ("SVQ-1.1", "10800", "漏计"))
    change(book, "SVQ-1.3", HERE, "7654321")
    then, now = ({line.slot: line for line in published_lines(row)} for row in (first, second))
    differing = {line.name for slot, line in now.items() if line.text != then[slot].text}
    typed = {line.row_key for slot, line in now.items() if line.text != then[slot].text and line.kind == "input"}
    assert typed == {"SVQ-1.1"}
    assert len(differing) > 1, "what follows is reckoned anew"
    reader = visit(people["reader"])
    pages = [f"/published/{second.pk}/", f"/books/jiangmen/?organisation={HERE}&period=2023-2024学年", f"/compare/?submission={approved.pk}&show=all"]
    for path in pages:
        text = reader.get(path).content.decode().replace(",", "")
        assert "8765432" not in text
        assert "7654321" not in text
    third = put_right(acts, approved.pk, 4, ("SVQ-1.2", "10500", "误植"), by="bureau")
    assert {line.row_key for line in published_lines(third) if line.text in ("10800", "10500")} >= {"SVQ-1.1", "SVQ-1.2"}  # both corrections count now


def test_figures_of_an_erratum_are_the_ones_read_everywhere(book, approved, acts, people):
    from gouji.actions.site.definitions import live_book
    from gouji.actions.site.definitions import site_catalogue
    from gouji.actions.site.in_work import as_handed_in
    from gouji.actions.site.publish import publish
    from gouji.actions.site.report_basis import basis_of
    from gouji.book import parse_period
    from gouji.rights import Reach
    from gouji.store.reading import load
    from gouji.store.views import view
    acts("head", publish, approved.pk, 2)
    row = put_right(acts, approved.pk, 3, ("SVQ-1.1", "10800", "漏计"))
    live, period = live_book(book), parse_period("2023-2024学年")

    def seen(reckoner):
        return reckoner.figure("SVQ-1.1", HERE, period).printed
    with live.use() as reckoner:
        assert seen(reckoner) == "10800"
        assert [seen(view(live, reach).reckoner()) for reach in (Reach.SENT, Reach.PUBLISHED)] == ["10800", "10800"]
        assert as_handed_in(book, reckoner.book.organisations, HERE, "2023-2024学年")
    from gouji.reckon import Reckoner
    assert seen(Reckoner(load(book, site_catalogue(), basis_of(book, HERE, f"publication/{row.pk}").at))) == "10800"
    change(book, "SVQ-1.1", HERE, "9999999")
    with live.use():
        assert [seen(view(live, reach).reckoner()) for reach in (Reach.SENT, Reach.PUBLISHED)] == ["10800", "10800"]


def test_who_corrects_does_not_approve(approved, acts, people):
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import approve_erratum
    from gouji.actions.site.erratum import propose_erratum
    from gouji.actions.site.erratum import refuse_erratum
    from gouji.actions.site.origin import Refused
    from gouji.actions.site.publish import publish
    from gouji.store.models import Publication
    acts("head", publish, approved.pk, 2)
    wanted = [Wanted("SVQ-1.1", "10800", "漏计")]
    for who in ("reviewer", "reader"):
        with pytest.raises(Refused):
            acts(who, propose_erratum, approved.pk, 3, "更正", wanted)
    made = acts("head", propose_erratum, approved.pk, 3, "更正", wanted)
    with pytest.raises(GoujiError) as caught:
        acts("head", approve_erratum, made.pk)
    assert code_of(caught) == "S125"
    for who in ("filler", "reviewer", "reader"):
        with pytest.raises(Refused):
            acts(who, approve_erratum, made.pk)
    with pytest.raises(GoujiError) as caught:
        acts("filler", propose_erratum, approved.pk, 3, "更正", wanted)
    assert code_of(caught) == "S122"
    acts("bureau", refuse_erratum, made.pk, "不必更正")
    with pytest.raises(GoujiError) as caught:
        acts("bureau", approve_erratum, made.pk)
    assert code_of(caught) == "S124"
    assert Publication.objects.count() == 1


def test_corrections_neither_sent_nor_published_are_for_who_works_on_them(approved, acts):
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import propose_erratum
    from gouji.actions.site.erratum import refuse_erratum
    from gouji.actions.site.erratum_seen import erratum_page
    from gouji.actions.site.publish import publish
    acts("head", publish, approved.pk, 2)
    made = acts("filler", propose_erratum, approved.pk, 3, "更正", [Wanted("SVQ-1.1", "10877", "漏计")])
    for who, inside in (("filler", True), ("head", True), ("bureau", True), ("expert", False)):
        assert (acts(who, erratum_page, approved.pk).waiting is not None) is inside, who
    acts("head", refuse_erratum, made.pk, "不必更正")
    for who, inside in (("filler", True), ("head", True), ("bureau", True), ("expert", False)):
        assert bool(acts(who, erratum_page, approved.pk).former) is inside, who
    put_right(acts, approved.pk, 3, ("SVQ-1.1", "10800", "漏计"))
    assert [row.outcome for row in acts("expert", erratum_page, approved.pk).former] == ["同意"]


@pytest.mark.parametrize(("wanted", "words", "code"), [
    ((), "更正", "S120"), ((("SVQ-1.1", "10800", "漏计"),), " ", "S13"), ((("SVQ-1.1", "10800", ""),), "更正", "S13"), ((("SVQ-1.1", "10726", "漏计"),), "更正", "S121"),
    ((("SVQ-9.9.9", "1", "漏计"),), "更正", "S06"), ((("SVQ-1.1", "许多", "漏计"),), "更正", "N01"), ((("SVQ-1.1", "10800", "漏" * 2001),), "更正", "S41"),
])
def test_an_erratum_names_figures_right_values_and_reasons(approved, acts, wanted, words, code):
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import propose_erratum
    from gouji.actions.site.publish import publish
    from gouji.store.models import Erratum
    acts("head", publish, approved.pk, 2)
    with pytest.raises(GoujiError) as caught:
        acts("filler", propose_erratum, approved.pk, 3, words, [Wanted(*each) for each in wanted])
    assert code_of(caught) == code
    assert not Erratum.objects.exists()


def test_an_erratum_lapses_where_a_figure_or_the_edition_changed_since(book, approved, acts):
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import approve_erratum
    from gouji.actions.site.erratum import propose_erratum
    from gouji.actions.site.publish import publish
    acts("head", publish, approved.pk, 2)
    made = acts("filler", propose_erratum, approved.pk, 3, "更正", [Wanted("SVQ-1.1", "10800", "漏计")])
    with pytest.raises(GoujiError) as caught:
        acts("head", approve_erratum, made.pk)
    assert code_of(caught) == "S123"  # a hard rule would no longer hold: only with words
    change(book, "SVQ-1.1", HERE, "10801")
    with pytest.raises(GoujiError) as caught:
        acts("head", approve_erratum, made.pk, "填报数另行说明")
    assert code_of(caught) == "S126"


def test_pages_propose_and_decide_on_an_erratum(approved, acts, people, visit):
    from gouji.actions.site.publish import publish
    from gouji.store.models import Erratum
    acts("head", publish, approved.pk, 2)
    filler, head = visit(people["filler"]), visit(people["head"])
    address = f"/review/{approved.pk}/erratum/"
    assert "value:SVQ-1.1" in filler.get(address).content.decode()
    refused = filler.post(address, {"seen": 3, "words": "更正", "value:SVQ-1.1": "许多", "reason:SVQ-1.1": "漏计"})
    assert refused.status_code == 422
    assert "漏计" in refused.content.decode(), "what was typed stays"
    assert filler.post(address, {"seen": 3, "words": "更正", "value:SVQ-1.1": "10800", "reason:SVQ-1.1": "漏计"}).status_code == 302
    made = Erratum.objects.get()
    text = head.get(address).content.decode()
    assert "随之变动的数" in text
    assert "同意并发布" in text
    assert "同意并发布" not in filler.get(address).content.decode()
    assert "待审定" in head.get(f"/review/{approved.pk}/").content.decode()
    assert head.post(f"/errata/{made.pk}/approve/", {"words": "填报数另行说明"}).status_code == 302
    assert "漏计" in head.get(address).content.decode()
    assert visit(people["reader"]).get(address).status_code == 403


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
    from gouji.actions.site.approve import approve
    from gouji.store.models import Event
    from gouji.store.models import Publication
    first = acts("head", module.publish, approved.pk, 2)
    again = submitted(approved.round, HERE, people["filler"])
    acts("reviewer", approve, again.pk, again.moves)

    def broken(_submission, _version, also):
        raise GoujiError.of("T56", period="2024年", name="质量年报", known="—")
    monkeypatch.setattr(module, "lines_at", broken)
    with pytest.raises(GoujiError) as caught:
        acts("head", module.publish, approved.pk, again.moves + 1, "更正")
    assert code_of(caught) == "S54"
    approved.refresh_from_db()
    assert (approved.state, module.live_publication(approved), Publication.objects.count()) == ("approved", first, 1)
    assert Event.objects.filter(submission=approved, verb="发布未成").exists()


def test_an_erratum_that_cannot_be_shown_is_told_and_changes_nothing(approved, acts, monkeypatch):
    from gouji.actions.site import publish as module
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import approve_erratum
    from gouji.actions.site.erratum import propose_erratum
    from gouji.store.models import Event
    from gouji.store.models import RowVersion
    from gouji.store.models import TrailRow
    first = acts("head", module.publish, approved.pk, 2)
    made = acts("filler", propose_erratum, approved.pk, 3, "更正", [Wanted("SVQ-1.1", "10800", "漏计")])
    written = RowVersion.objects.count()

    def broken(_submission, _version, also):
        raise GoujiError.of("T56", period="2024年", name="质量年报", known="—")
    monkeypatch.setattr(module, "lines_at", broken)
    with pytest.raises(GoujiError) as caught:
        acts("head", approve_erratum, made.pk, "填报数另行说明")
    assert (code_of(caught), module.live_publication(approved), RowVersion.objects.count()) == ("S54", first, written)
    assert Event.objects.filter(submission=approved, verb="发布未成").count() == 1
    assert TrailRow.objects.filter(act="publication.publish", outcome="failed").count() == 1


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
    from gouji.actions.site.publish import publish
    acts("head", publish, approved.pk, 2)
    last = put_right(acts, approved.pk, 3, ("SVQ-1.1", "10800", "漏计"), words="补充说明")
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
    assert head.post(f"/published/{row.pk}/withdraw/", {"seen": 3, "words": "作废"}).status_code == 302
    csv = b"".join(head.get(f"/published/{row.pk}/?format=csv").streaming_content).decode()
    assert csv.startswith("\ufeff表,指标,计量单位,数值")
    assert head.get("/published/999999/").status_code == 404


def test_what_is_approved_waits_for_the_head_until_it_is_published_or_taken_back(approved, acts, people, visit):
    from gouji.actions.site.erratum import refuse_erratum
    from gouji.actions.site.publish import publish
    from gouji.actions.site.publish import withdraw_publication
    from gouji.actions.site.tasks import tasks_of
    from gouji.store.models import Round

    def waiting(who):
        return [(line.address, line.words) for line in acts(who, tasks_of).publishing]
    Round.objects.filter(pk=approved.round_id).update(closed=approved.changed)  # the round is over; what was approved waits all the same
    assert waiting("head") == [(f"/review/{approved.pk}/", "待公布")]
    assert [waiting(who) for who in ("filler", "reviewer", "reader", "bureau")] == [[], [], [], []]  # the authority only where there is no head
    assert "待公布" in visit(people["head"]).get("/").content.decode()
    row = acts("head", publish, approved.pk, 2)
    assert waiting("head") == []
    from gouji.actions.site.corrected import Wanted
    from gouji.actions.site.erratum import propose_erratum
    made = acts("head", propose_erratum, approved.pk, 3, "更正", [Wanted("SVQ-1.1", "10800", "漏计")])
    assert (waiting("head"), waiting("bureau")) == ([], [(f"/review/{approved.pk}/erratum/", "勘误待审定")])
    acts("bureau", refuse_erratum, made.pk, "不必")
    assert waiting("bureau") == []
    acts("head", withdraw_publication, row.pk, 3, "有误")
    assert waiting("head") == []


def test_the_authority_publishes_where_there_is_no_head(book, approved, acts, people):
    from gouji.actions.site.accounts import revoke_role
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.tasks import tasks_of
    revoke_role(PROGRAM, people["head"].grants.get())
    assert [line.words for line in acts("bureau", tasks_of).publishing] == ["待公布"]
