"""Signing in: default deny, lock-out, passwords, language, nothing sent elsewhere."""

import pytest

from gouji.rights import Role


def test_nothing_opens_before_signing_in(visit):
    answer = visit().get("/collect/?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/collect/%3Fx%3D1")
    assert visit().get("/", HTTP_HX_REQUEST="true")["HX-Redirect"] == "/sign-in/"


def test_the_right_password_opens_and_stands_in_the_trail(visit, person):
    from gouji.store.models import TrailRow
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    answer = visit().post("/sign-in/", {"username": "li", "password": "Right-horse-7", "next": "/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert TrailRow.objects.get(act="session.begin").account == account.pk


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_one_is_not_sent_elsewhere(visit, person, wanted):
    person("li", (Role.FILLER, "jiangmen", "JM01"))
    assert visit().post("/sign-in/", {"username": "li", "password": "Right-horse-7", "next": wanted})["Location"] == "/"


def test_six_failures_lock_out(visit, person):
    person("li", (Role.FILLER, "jiangmen", "JM01"))
    client = visit()
    codes = [client.post("/sign-in/", {"username": "li", "password": "wrong"}).status_code for _ in range(6)]
    assert codes[:5] == [401] * 5
    assert client.post("/sign-in/", {"username": "li", "password": "Right-horse-7"}).status_code == 429


def test_a_closed_account_is_out_at_its_next_request(visit, person):
    from gouji.store.models import Account
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    client = visit(account)
    assert client.get("/").status_code == 200
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_pages_carry_a_strict_policy(visit, person):
    answer = visit(person("li", (Role.FILLER, "jiangmen", "JM01"))).get("/")
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"


def test_the_language_can_be_changed(visit, person):
    client = visit(person("li", (Role.FILLER, "jiangmen", "JM01")))
    assert 'lang="zh-CN"' in client.get("/").content.decode()
    client.post("/language/", {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get("/").content.decode()
