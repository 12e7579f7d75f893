"""The administrators' pages: each does his part and none the others'; accounts, grants, books, rights, the trail, the system."""

import io
import json
import zipfile
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest

from gouji.rights import Role

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGES = {
    "/admin/accounts/": {Role.SYSTEM, Role.SECURITY}, "/admin/accounts/new/": {Role.SYSTEM}, "/admin/books/": {Role.SYSTEM},
    "/admin/rights/": {Role.SECURITY, Role.AUDIT}, "/admin/rights/matrix/": {Role.SECURITY, Role.AUDIT}, "/admin/trail/": {Role.AUDIT},
    "/admin/system/": {Role.SYSTEM}, "/admin/accounts/?format=csv": {Role.SYSTEM, Role.SECURITY}, "/admin/trail/?format=csv": {Role.AUDIT},
}


@pytest.fixture
def admin(person, visit):
    return lambda role: visit(person(role.name.lower(), role))


@pytest.mark.parametrize("role", [Role.SYSTEM, Role.SECURITY, Role.AUDIT])
def test_each_administrator_enters_his_own_pages_only(admin, role):
    client = admin(role)
    assert {path: client.get(path).status_code for path in PAGES} == {path: 200 if role in roles else 403 for path, roles in PAGES.items()}


def test_those_who_work_with_figures_enter_none(visit, person):
    client = visit(person("li", (Role.HEAD, "jiangmen", "440700")))
    assert {client.get(path).status_code for path in PAGES} == {403}


def test_an_account_is_made_with_a_password_shown_once_and_changed_at_first_use(admin, visit):
    from gouji.store.models import Account
    client = admin(Role.SYSTEM)
    answer = client.post("/admin/accounts/new/", {"username": "wang", "name": "王老师", "email": ""}).content.decode()
    password = answer.partition('class="secret">')[2].partition("<")[0]
    assert len(password) == 16
    account = Account.objects.get(username="wang")
    assert account.check_password(password)
    assert password not in client.get(f"/admin/accounts/{account.pk}/").content.decode()
    newcomer = visit()
    newcomer.post("/sign-in/", {"username": "wang", "password": password})
    assert newcomer.get("/")["Location"] == "/account/password/"
    newcomer.post("/account/password/", {"old": password, "new": "Spring-rain-42", "again": "Spring-rain-42"})
    assert newcomer.get("/").status_code == 200


@pytest.mark.parametrize(("username", "name", "code"), [("system", "另一人", "已存在"), ("a b", "甲", "不合要求"), ("x", "甲", "不合要求"), ("wang", " ", "不合要求")])
def test_what_cannot_be_an_account_is_said_beside_the_form(admin, username, name, code):
    answer = admin(Role.SYSTEM).post("/admin/accounts/new/", {"username": username, "name": name})
    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_a_role_is_granted_for_a_place_and_taken_back(admin, person, book):
    from gouji.store.models import GrantRow
    account, client = person("li"), admin(Role.SECURITY)
    form = {"role": "填报员", "place": "jiangmen/440700", "first": "2026-01-01", "last": "2026-12-31"}
    assert client.post(f"/admin/accounts/{account.pk}/", form).status_code == 302
    row = GrantRow.objects.get(account=account)
    assert (row.role, row.book, row.organisation, row.first, row.last) == ("填报员", "jiangmen", "440700", date(2026, 1, 1), date(2026, 12, 31))
    client.post(f"/admin/accounts/{account.pk}/grants/{row.pk}/revoke/")
    assert GrantRow.objects.get(pk=row.pk).revoked is not None


@pytest.mark.parametrize(("form", "words"), [
    ({"role": "填报员", "place": "jiangmen/没有"}, "没有单位"),
    ({"role": "填报员", "place": "elsewhere/440700"}, "没有名为"),
    ({"role": "填报员", "place": "jiangmen/440700", "first": "2026-12-31", "last": "2026-01-01"}, "截止日期早于开始日期"),
    ({"role": "皇帝", "place": "jiangmen/440700"}, "没有选择"),
    ({"role": "系统管理员", "place": ""}, "管理员账号不能同时办理业务"),
])
def test_what_cannot_be_granted_is_said(admin, person, book, form, words):
    account = person("li", (Role.READER, "jiangmen", "440700"))
    answer = admin(Role.SECURITY).post(f"/admin/accounts/{account.pk}/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_one_who_makes_accounts_grants_nothing_and_the_other_way_round(admin, person, book):
    account = person("li")
    system, security = admin(Role.SYSTEM), admin(Role.SECURITY)
    assert system.post(f"/admin/accounts/{account.pk}/", {"role": "填报员", "place": "jiangmen/440700"}).status_code == 403
    assert security.post("/admin/accounts/new/", {"username": "wang", "name": "王"}).status_code == 403
    assert security.post(f"/admin/accounts/{account.pk}/password/").status_code == 403
    assert security.post(f"/admin/accounts/{account.pk}/active/", {"active": "0"}).status_code == 403


def test_a_closed_account_is_out_and_can_be_opened_again(admin, visit, person):
    account, client = person("li"), admin(Role.SYSTEM)
    theirs = visit(account)
    assert theirs.get("/").status_code == 200
    client.post(f"/admin/accounts/{account.pk}/active/", {"active": "0"})
    assert theirs.get("/").status_code == 302
    client.post(f"/admin/accounts/{account.pk}/active/", {"active": "1"})
    assert visit(account).get("/").status_code == 200


def zipped(folder, *, below="book"):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, f"{below}/{path.relative_to(folder).as_posix()}")
    stream.seek(0)
    stream.name = "book.zip"
    return stream


def test_a_book_goes_out_as_a_zip(admin, catalogue, tmp_path):
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    from gouji.book import load_book
    client, example = admin(Role.SYSTEM), EXAMPLES / "jiangmen-technician-2022"
    load_folder(PROGRAM, example, "technician", catalogue)
    assert "technician" in client.get("/admin/books/").content.decode()
    packed = b"".join(client.post("/admin/books/technician/zip/").streaming_content)
    zipfile.ZipFile(io.BytesIO(packed)).extractall(tmp_path)
    assert len(load_book(tmp_path / "technician", catalogue).facts) == len(load_book(example, catalogue).facts)


def harmful(name, *, link=False):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        entry = zipfile.ZipInfo(name)
        if link:
            entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    stream.seek(0)
    stream.name = "x.zip"
    return stream


@pytest.mark.parametrize(("file", "words"), [
    (lambda: harmful("../outside.txt"), "不允许的文件名"), (lambda: harmful("/etc/cron.d/x"), "不允许的文件名"), (lambda: harmful("C:evil"), "不允许的文件名"),
    (lambda: harmful("link", link=True), "不允许的文件名"), (lambda: harmful("readme.txt"), "没有 book.yaml"), (lambda: io.BytesIO(b"no zip"), "不是 ZIP"),
])
def test_a_harmful_archive_is_refused_and_nothing_stays(admin, site, file, words):
    before = left_behind(site)
    answer = admin(Role.SYSTEM).post("/admin/books/", {"slug": "bad", "file": file()})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert left_behind(site) == before


def left_behind(site):
    """What lies where files are worked on."""
    return sorted(path for name in ("work", "incoming") if (site.data / name).exists() for path in (site.data / name).iterdir())


@pytest.mark.parametrize("slug", ["../x", "a/b", "x", "-x", "a b"])
def test_a_short_name_is_never_a_path(admin, slug):
    assert "简称须为" in admin(Role.SYSTEM).post("/admin/books/", {"slug": slug, "file": zipped(EXAMPLES / "jiangmen-technician-2022")}).content.decode()


def test_why_somebody_can_or_cannot(admin, person, book):
    reader = person("li", (Role.READER, "jiangmen", "440700"))
    client = admin(Role.SECURITY)
    ask = {"account": reader.pk, "act": "figures.record", "place": "jiangmen/440700"}
    assert "所持角色都没有这项权限" in client.get("/admin/rights/", ask).content.decode()
    assert "尚未发布" in client.get("/admin/rights/", ask | {"act": "figures.view"}).content.decode()
    text = client.get("/admin/rights/", {"account": reader.pk}).content.decode()
    assert "figures.view" in text
    assert " / " in text
    assert client.get("/admin/rights/", ask | {"place": "jiangmen/none"}).status_code == 422


def test_the_matrix_goes_out_as_a_table(admin):
    text = b"".join(admin(Role.AUDIT).get("/admin/rights/matrix/?format=csv").streaming_content).decode("utf-8-sig")
    assert "figures.record" in text
    assert "本单位及下级" in text


def test_the_trail_is_searched_and_verified(admin, person, visit):
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    visit().post("/sign-in/", {"username": "li", "password": "wrong"})
    visit().post("/sign-in/", {"username": "li", "password": "Right-horse-7"})
    client = admin(Role.AUDIT)
    assert "测试li" in client.get("/admin/trail/", {"account": account.pk, "act": "session.begin", "outcome": "done"}).content.decode()
    assert "没有符合条件" in client.get("/admin/trail/", {"last": "2020-01-01"}).content.decode()
    assert client.get("/admin/trail/", {"first": "yesterday"}).status_code == 422
    client.post("/admin/trail/verify/")
    assert "日志链完整" in client.get("/admin/trail/").content.decode()


def test_a_trail_that_was_altered_is_found(admin, site):
    from gouji.store.models import TrailRow
    client = admin(Role.AUDIT)
    client.get("/admin/trail/")
    TrailRow.objects.filter(pk=TrailRow.objects.order_by("pk").first().pk).update(outcome="denied")
    client.post("/admin/trail/verify/")
    assert "断开" in client.get("/admin/trail/").content.decode()


def old_lines(count):
    """Lines of two years ago, sealed as they would have been."""
    from gouji.store import trail
    from gouji.store.models import TrailHead
    from gouji.store.models import TrailRow
    before, row = "", None
    TrailRow.objects.all().delete()
    for number in range(count):
        row = TrailRow(moment=datetime.now(UTC) - timedelta(days=730 - number), act="figures.record", thing=f"book/{number}", outcome="done")
        row.seal = before = trail.seal(row, before)
        row.save()
    TrailHead.objects.update_or_create(pk=1, defaults={"seal": before, "last": row.pk})


@pytest.fixture
def no_archives(site):
    from gouji.store.place import room
    yield
    for path in room("trail").iterdir():
        path.unlink()


def test_old_lines_go_to_a_sealed_file_and_the_chain_stays_whole(admin, no_archives, site):
    import gzip

    from gouji.store import trail
    from gouji.store import trail_archive
    from gouji.store.models import TrailRow
    client = admin(Role.AUDIT)
    old_lines(20)
    client.post("/admin/trail/archive/")
    assert TrailRow.objects.filter(act="figures.record").count() == 0
    assert (trail.verify(), trail_archive.verify_archives()) == (None, None)
    [made] = trail_archive.archives()
    assert made.lines == 20
    lines = gzip.decompress(made.path.read_bytes()).decode().splitlines()
    lines[5] = lines[5].replace("book/4", "book/9")
    with gzip.open(made.path, "wt", encoding="utf-8") as stream:
        stream.write("\n".join(lines) + "\n")
    assert trail_archive.verify_archives().reason == "altered"


def test_lines_of_the_last_months_are_not_archived(admin, no_archives):
    from gouji.store import trail_archive
    client = admin(Role.AUDIT)
    client.get("/admin/trail/")
    client.post("/admin/trail/archive/")
    assert trail_archive.archives() == []


def test_a_name_that_is_markup_or_a_formula_does_no_harm(admin, person):
    from gouji.store.models import Account
    account = person("li")
    Account.objects.filter(pk=account.pk).update(name="=1+1<script>alert(1)</script>")
    client = admin(Role.SYSTEM)
    assert "<script>alert" not in client.get("/admin/accounts/").content.decode()
    text = b"".join(client.get("/admin/accounts/?format=csv").streaming_content).decode("utf-8-sig")
    assert ",'=1+1<script>" in text.replace('"', "")


def test_the_trail_holds_no_names(admin, site):
    from gouji.store.models import TrailRow
    client = admin(Role.SYSTEM)
    client.post("/admin/accounts/new/", {"username": "wangxiaoming", "name": "王小明"})
    text = json.dumps(list(TrailRow.objects.values("thing", "details")), ensure_ascii=False)
    assert "王小明" not in text
    assert "wangxiaoming" not in text
