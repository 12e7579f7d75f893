"""What is asked in one query, or kept worded, says what the database says at this moment: rights, sessions, books."""

from contextlib import suppress
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest

from gouji.rights import Role


def test_a_revoked_role_is_gone_at_the_next_request(book, person, visit):
    from gouji.actions.site.accounts import revoke_role
    from gouji.actions.site.origin import PROGRAM
    from gouji.store.models import GrantRow
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    client = visit(account)
    for _time in range(2):
        assert client.get("/books/jiangmen/").status_code == 200
    revoke_role(PROGRAM, GrantRow.objects.get(account=account))
    assert client.get("/books/jiangmen/").status_code == 403


def test_a_role_given_while_rights_are_read_is_not_kept_for_later(book, person, visit, monkeypatch):
    from gouji.store import arrivals
    from gouji.store.models import GrantRow
    li = person("li")
    client, read = visit(li), arrivals.actor_of

    def reading(account):
        GrantRow.objects.create(account=account, role=Role.READER.value, book="jiangmen", organisation="440700")  # by another process, just now
        return read(account)
    monkeypatch.setattr(arrivals, "actor_of", reading)
    client.get("/")
    monkeypatch.undo()
    GrantRow.objects.filter(account=li).update(revoked=datetime.now(UTC))  # before this process was asked again: it says what it said at first
    assert client.get("/books/jiangmen/").status_code == 403


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "other"}])
def test_a_closed_account_and_a_new_password_end_the_session_at_once(book, person, visit, change):
    from gouji.store.models import Account
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    client = visit(account)
    assert client.get("/").status_code == 200
    Account.objects.filter(pk=account.pk).update(**change)
    assert client.get("/").headers["Location"] == "/sign-in/"


def test_what_a_grant_is_counts_as_it_is_now(book, person, visit):
    from gouji.store.models import GrantRow
    account = person("li", (Role.FILLER, "jiangmen", "JM01"))
    client = visit(account)
    assert client.get("/books/jiangmen/facts/?organisation=JM01").status_code == 200
    GrantRow.objects.filter(account=account).update(organisation="JM02")
    assert client.get("/books/jiangmen/facts/?organisation=JM01").status_code == 403
    GrantRow.objects.filter(account=account).update(last=datetime.now(UTC).date() - timedelta(days=2))
    assert client.get("/books/jiangmen/facts/?organisation=JM02").status_code == 403


def test_a_session_that_was_ended_elsewhere_is_over(book, person, visit):
    from django.contrib.sessions.models import Session
    client = visit(person("li", (Role.FILLER, "jiangmen", "JM01")))
    assert client.get("/").status_code == 200
    Session.objects.all().delete()
    assert client.get("/").headers["Location"] == "/sign-in/"


def test_one_session_never_answers_for_another(book, person, visit):
    first, second = (visit(person(name, (Role.FILLER, "jiangmen", place))) for name, place in (("li", "JM01"), ("wang", "JM02")))
    for _time in range(2):
        for client, own, other in ((first, "JM01", "JM02"), (second, "JM02", "JM01")):
            assert client.get(f"/books/jiangmen/facts/?organisation={own}").status_code == 200
            assert client.get(f"/books/jiangmen/facts/?organisation={other}").status_code == 403


def test_pages_ask_the_database_a_few_times_only(book, person, visit):
    from django.db import connection
    client = visit(person("li", (Role.FILLER, "jiangmen", "JM01")))
    asked = set()  # a test is one transaction, in which how far a book is must be asked each time

    def note(execute, sql, parameters, many, context):
        asked.add(sql)
        return execute(sql, parameters, many, context)
    for address, most in (("/", 6), ("/books/jiangmen/facts/", 3), ("/books/jiangmen/indicators/", 3)):
        for _time in range(2):
            assert client.get(address).status_code == 200
        asked.clear()
        with connection.execute_wrapper(note):
            assert client.get(address).status_code == 200
        assert len(asked) <= most, asked


def test_a_kept_query_gives_what_the_query_gives(book, person):
    from gouji.store.models import GrantRow
    from gouji.store.prepared import Prepared

    def rows(account, role, since):
        return GrantRow.objects.select_related("account").filter(account_id=account, role=role, given__gt=since).order_by("pk")
    account = person("li", (Role.FILLER, "jiangmen", "JM01"), (Role.FILLER, "jiangmen", "JM02"))
    kept, names = Prepared(rows, int, str, datetime), Prepared(lambda account: GrantRow.objects.filter(account_id=account).values_list("organisation"), int)
    for since in (datetime(2000, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=1)):
        for role in (Role.FILLER.value, "nobody"):
            found = kept(account.pk, role, since)
            assert found == list(rows(account.pk, role, since))
            assert [each.account.username for each in found] == ["li"] * len(found)
    assert sorted(names(account.pk)) == [("JM01",), ("JM02",)]
    assert kept(2 ** 70, "", datetime.now(UTC)) == []


def test_only_what_can_be_done_again_does_not_wait_for_the_disk(database):
    from django.db import connection

    from gouji.store.units import together
    from gouji.store.units import unhurried

    def safety():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA synchronous").fetchone()[0]
    full, normal = 2, 1
    assert safety() == full
    with unhurried():
        assert safety() == normal
    with pytest.raises(KeyError), unhurried():
        raise KeyError
    assert safety() == full
    with together(), unhurried():
        assert safety() == full


def test_writers_of_a_process_take_turns_and_errors_pass_the_turn_on(database):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection
    from django.db import transaction

    from gouji.store.models import SiteSetting

    def add(number):
        with suppress(KeyError), transaction.atomic():
            row, _new = SiteSetting.objects.get_or_create(pk="turns", defaults={"value": "0"})
            row.value = str(int(row.value) + 1)
            row.save()
            if number % 5 == 0:
                raise KeyError
        connection.close()
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(60)))
    assert SiteSetting.objects.get(pk="turns").value == "48"
    SiteSetting.objects.filter(pk="turns").delete()
