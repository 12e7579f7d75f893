"""One's own account: password, second factor, tokens."""

import time

import pytest

from gouji.rights import Role

PASSWORD = "Right-horse-7"  # noqa: S105  # of accounts that live as long as a test


@pytest.fixture
def li(person):
    return person("li", (Role.FILLER, "jiangmen", "JM01"))


@pytest.mark.parametrize(("old", "new", "words"), [
    ("wrong", "Spring-rain-42", "当前密码不对"), (PASSWORD, "Short-1", "不足 10 位"), (PASSWORD, "alllowercaseletters", "字符种类不足三种"),
    (PASSWORD, "Password-1234", ""), (PASSWORD, PASSWORD, "与现在的密码相同"), (PASSWORD, "password123", "太常见"),
])
def test_a_new_password_follows_the_rules(visit, li, old, new, words):
    answer = visit(li).post("/account/password/", {"old": old, "new": new, "again": new})
    assert answer.status_code == (422 if words else 302)
    assert words in answer.content.decode()


def test_a_new_password_ends_the_other_sessions(visit, li):
    here, elsewhere = visit(li), visit(li)
    assert elsewhere.get("/").status_code == 200
    here.post("/account/password/", {"old": PASSWORD, "new": "Spring-rain-42", "again": "Spring-rain-42"})
    assert (here.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)


def test_an_old_password_must_be_changed_where_the_site_says_so(visit, li):
    from datetime import UTC
    from datetime import datetime
    from datetime import timedelta

    from django.test import override_settings

    from gouji.store.models import Account
    Account.objects.filter(pk=li.pk).update(password_changed=datetime.now(UTC) - timedelta(days=91))
    assert visit(li).get("/").status_code == 200
    with override_settings(PASSWORD_DAYS=90):
        assert visit(li).get("/")["Location"] == "/account/password/"


def code_of(account, step=0):
    from django_otp.oath import TOTP
    device = account.totpdevice_set.get()
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * step
    return f"{totp.token():06}"


@pytest.fixture
def with_codes(visit, li):
    """An account whose second factor has been set up: its browser, its recovery codes."""
    client = visit(li)
    assert client.get("/account/second-factor/").status_code == 200
    assert b"<svg" in client.get("/account/second-factor/picture/").content
    assert client.post("/account/second-factor/", {"code": "000000"}).status_code == 422
    li.totpdevice_set.update(throttling_failure_count=0)
    text = client.post("/account/second-factor/", {"code": code_of(li)}).content.decode()
    return client, [part.partition("<")[0] for part in text.partition('class="codes">')[2].split("<li>")[1:]]


def test_the_code_is_asked_for_after_the_password(visit, li, with_codes):
    client, _recovery = with_codes
    assert client.get("/").status_code == 200
    other = visit()
    other.post("/sign-in/", {"username": "li", "password": PASSWORD})
    assert other.get("/")["Location"] == "/sign-in/code/"
    assert other.post("/sign-in/code/", {"code": "123"}).status_code == 401
    li.totpdevice_set.update(throttling_failure_count=0)
    assert other.post("/sign-in/code/", {"code": code_of(li, 1)})["Location"] == "/"
    assert other.get("/").status_code == 200


def test_without_the_code_the_second_factor_cannot_be_removed(visit, li, with_codes):
    other = visit()
    other.post("/sign-in/", {"username": "li", "password": PASSWORD})
    for path in ("/account/", "/account/second-factor/remove/", "/account/password/", "/account/tokens/"):
        assert other.post(path, {"password": PASSWORD})["Location"] == "/sign-in/code/"
    assert li.totpdevice_set.filter(confirmed=True).exists()


def test_a_recovery_code_works_once(visit, with_codes):
    _client, recovery = with_codes
    assert len(recovery) == 10
    codes = []
    for _attempt in range(2):
        other = visit()
        other.post("/sign-in/", {"username": "li", "password": PASSWORD})
        codes.append(other.post("/sign-in/code/", {"code": recovery[0]}).status_code)
    assert codes == [302, 401]


def test_who_tries_many_codes_has_to_wait(visit, li, with_codes):
    other = visit()
    other.post("/sign-in/", {"username": "li", "password": PASSWORD})
    other.post("/sign-in/code/", {"code": "111111"})
    assert other.post("/sign-in/code/", {"code": code_of(li, 1)}).status_code == 401


def test_it_is_removed_with_the_password(visit, li, with_codes):
    client, _recovery = with_codes
    client.post("/account/second-factor/remove/", {"password": "wrong"})
    assert li.totpdevice_set.exists()
    client.post("/account/second-factor/remove/", {"password": PASSWORD})
    assert not li.totpdevice_set.exists()
    assert visit(li).get("/").status_code == 200


def test_the_administrator_helps_who_has_lost_both(visit, person, li, with_codes):
    admin = visit(person("system", Role.SYSTEM))
    admin.post(f"/admin/accounts/{li.pk}/second-factor/")
    assert visit(li).get("/").status_code == 200


def test_the_secret_is_shown_no_more_once_it_is_in_use(with_codes):
    client, _recovery = with_codes
    assert client.get("/account/second-factor/picture/").status_code == 404
    assert client.get("/account/second-factor/").status_code == 302


@pytest.mark.parametrize(("form", "words"), [
    ({"name": "", "acts": ["figures.view"], "days": "30"}, "没有写用途"), ({"name": "x", "days": "30"}, "没有选择权限"),
    ({"name": "x", "acts": ["accounts.manage"], "days": "30"}, "本人没有的权限"), ({"name": "x", "acts": ["figures.view"], "days": "9999"}, "期限不在范围内"),
])
def test_a_token_is_never_more_than_its_account(visit, li, form, words):
    answer = visit(li).post("/account/tokens/", form)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_token_is_shown_once_and_kept_as_a_digest(visit, li):
    from gouji.store.models import Token
    client = visit(li)
    text = client.post("/account/tokens/", {"name": "教务", "acts": ["figures.view"], "days": "30"}).content.decode()
    secret = text.partition('class="secret">')[2].partition("<")[0]
    assert secret.startswith("gouji_")
    assert secret not in client.get("/account/tokens/").content.decode()
    assert secret not in str(Token.objects.values())


def test_nobody_takes_back_the_token_of_another(visit, person, li):
    from gouji.store.models import Token
    visit(li).post("/account/tokens/", {"name": "教务", "acts": ["figures.view"], "days": "30"})
    token = Token.objects.get()
    visit(person("wang", (Role.FILLER, "jiangmen", "JM01"))).post(f"/account/tokens/{token.pk}/revoke/")
    assert Token.objects.get().revoked is None
    visit(li).post(f"/account/tokens/{token.pk}/revoke/")
    assert Token.objects.get().revoked is not None


def test_administrators_have_no_tokens(visit, person):
    assert visit(person("system", Role.SYSTEM)).get("/account/tokens/").status_code == 403


@pytest.mark.parametrize("change", [{"name": "", "email": ""}, {"name": "李", "email": "no address"}, {"name": "长" * 61, "email": ""}])
def test_a_name_that_cannot_be_is_said(visit, li, change):
    assert visit(li).post("/account/", change).status_code == 422
