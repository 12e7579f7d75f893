"""Roles that must have a second factor: whoever holds one and has none sets it up before anything else; the system administrator says which."""

import pytest

from gouji.rights import Role

PASSWORD = "Right-horse-7"  # noqa: S105  # of accounts that live as long as a test
SET_UP = "/account/second-factor/"


@pytest.fixture
def system(person, visit):
    return visit(person("system", Role.SYSTEM))


@pytest.fixture
def head(person, book):
    return person("zhang", (Role.HEAD, "jiangmen", "440700"))


def want(*roles):
    from gouji.store import second_factor
    second_factor.require_of(roles)


def set_up(client, account):
    """Set one-time codes up through the page; what it answers."""
    from django_otp.oath import TOTP
    from django_otp.plugins.otp_totp.models import TOTPDevice
    client.get(SET_UP)
    device = TOTPDevice.objects.get(user=account, confirmed=False)
    return client.post(SET_UP, {"code": f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06}"})


def test_nobody_must_unless_the_site_says_so(head, visit):
    assert visit(head).get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/collect/", "/books/", "/account/", "/account/tokens/", "/jobs/", "/books/search/?q=x"])
def test_right_after_signing_in_nothing_else_can_be_done(head, visit, path):
    want(Role.HEAD)
    client = visit()
    client.post("/sign-in/", {"username": "zhang", "password": PASSWORD})
    assert client.get(path)["Location"] == SET_UP
    assert client.post("/collect/new/", {})["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "本站要求负责人启用二次验证" in page
    assert 'href="/collect/"' not in page
    assert client.post("/language/", {"language": "en", "next": "/"}).status_code == 302
    assert client.post("/sign-out/").status_code == 302


def test_once_set_up_everything_is_open_and_it_cannot_be_removed(head, visit):
    want(Role.HEAD)
    client = visit(head)
    assert "恢复码" in set_up(client, head).content.decode()
    assert client.get("/").status_code == 200
    client.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert "不能停用" in client.get("/account/").content.decode()
    want()
    client.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert "已停用二次验证" in client.get("/account/").content.decode()


def test_a_session_that_had_begun_before_is_held_as_well(head, visit):
    client = visit(head)
    assert client.get("/").status_code == 200
    want(Role.HEAD)
    assert client.get("/")["Location"] == SET_UP


def test_sessions_of_ones_own_that_had_begun_without_a_code_end_when_codes_are_set_up(head, visit, person):
    other, own, somebody = visit(head), visit(head), visit(person("wang", (Role.FILLER, "jiangmen", "440700")))
    assert [client.get("/").status_code for client in (other, own, somebody)] == [200, 200, 200]
    set_up(own, head)
    assert [client.get("/").status_code for client in (own, somebody)] == [200, 200]
    assert other.get("/")["Location"].startswith("/sign-in/")
    other.post("/sign-in/", {"username": "zhang", "password": PASSWORD})
    assert other.get("/")["Location"] == "/sign-in/code/"


def test_a_session_that_waited_elsewhere_is_not_let_in_by_codes_set_up_in_another(head, visit):
    want(Role.HEAD)
    waiting, own = visit(head), visit(head)
    assert waiting.get("/")["Location"] == SET_UP
    set_up(own, head)
    assert own.get("/").status_code == 200
    assert waiting.get("/")["Location"].startswith("/sign-in/")
    assert waiting.get(SET_UP)["Location"].startswith("/sign-in/?next=")


def test_who_lost_it_and_was_reset_sets_it_up_anew(head, visit, system):
    want(Role.HEAD)
    client = visit(head)
    set_up(client, head)
    system.post(f"/admin/accounts/{head.pk}/second-factor/")
    assert visit(head).get("/")["Location"] == SET_UP


def test_a_role_that_has_ended_wants_nothing_and_others_are_not_concerned(person, visit, book):
    from gouji.store.models import GrantRow
    want(Role.HEAD, Role.SYSTEM)
    filler, former = person("li", (Role.FILLER, "jiangmen", "440700")), person("wu", (Role.HEAD, "jiangmen", "440700"))
    GrantRow.objects.filter(account=former).update(last="2020-01-01")
    assert [visit(account).get("/").status_code for account in (filler, former)] == [200, 200]


def test_the_password_comes_first(head, visit):
    from gouji.store.models import Account
    want(Role.HEAD)
    Account.objects.filter(pk=head.pk).update(must_change=True)
    client = visit(head)
    assert client.get("/")["Location"] == "/account/password/"
    client.post("/account/password/", {"old": PASSWORD, "new": "Spring-rain-42", "again": "Spring-rain-42"})
    assert client.get("/")["Location"] == SET_UP


def test_a_token_is_refused_as_long_as_it_is_not_set_up(head, visit):
    from gouji.actions.site.origin import origin_of
    from gouji.actions.site.tokens import make_token
    text = make_token(origin_of(head), "接口", ["figures.view"], 30)[1]

    def ask():
        return visit().get("/api/v1/books", HTTP_AUTHORIZATION=f"Bearer {text}")
    assert ask().status_code == 200
    want(Role.HEAD)
    assert (ask().status_code, ask().json()["code"]) == (403, "S170")
    set_up(visit(head), head)
    assert ask().status_code == 200


def test_the_system_administrator_says_which_and_the_trail_knows(system, head, visit, person):
    from gouji.store.models import TrailRow
    answer = system.post("/admin/system/second-factor/", {"role": ["负责人", "安全管理员"]})
    assert answer.status_code == 302
    page = system.get("/admin/system/").content.decode()
    assert 'value="负责人" checked' in page
    assert "还没有启用的 1 人：测试zhang（zhang）" in page
    line = TrailRow.objects.get(act="site.operate", thing="setting/second-factor")
    assert "HEAD SECURITY" in line.details
    assert visit(head).get("/")["Location"] == SET_UP
    assert system.post("/admin/system/second-factor/", {"role": "皇帝"}).status_code == 422
    assert visit(person("sec", Role.SECURITY)).post("/admin/system/second-factor/", {})["Location"] == SET_UP
    system.post("/admin/system/second-factor/", {})
    assert visit(head).get("/").status_code == 200
    assert visit(person("wang", Role.AUDIT)).post("/admin/system/second-factor/", {}).status_code == 403
