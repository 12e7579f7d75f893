"""Tables of an older version brought to this one, with data that newer rules would not have let in."""

import os
import subprocess
import sys
import textwrap

import pytest

from postgres import postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request, tmp_path_factory):
    """Where an empty database is, as DATABASE_URL; empty for the file in the data folder."""
    if request.param == "sqlite":
        yield ""
    else:
        with postgres_server(tmp_path_factory.mktemp("postgresql")) as fresh:
            yield fresh("older")


def test_older_approvals_are_kept_and_a_subject_that_two_had_is_left_to_the_open_account(tmp_path, address):
    script = textwrap.dedent("""
        from gouji.store.schema import connect, migrate
        connect()
        from django.core.management import call_command
        from django.db import connection
        call_command("migrate", "store", "0001", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            for number, (active, subject) in enumerate([(False, "cas:li"), (True, "cas:li"), (True, "cas:li"), (True, ""), (True, "")], 1):
                cursor.execute("INSERT INTO store_account (id, password, username, name, email, subject, language, is_active, must_change, created) "
                               "VALUES (%s, '', %s, 'x', '', %s, 'zh', %s, %s, '2026-01-01T00:00:00Z')", [number, f"u{number}", subject, active, False])
            cursor.execute("INSERT INTO store_book (id, slug, title, organisation, frame, version, reloads, created) VALUES (1, 'b', 'b', 'o', '', 0, 0, '2026-01-01T00:00:00Z')")
            cursor.execute("INSERT INTO store_answer (id, book_id, about, rule, organisation, period, kind, words, \\"limit\\", \\"values\\", account_id, moment, "
                           "approver_id, approved) VALUES (1, 1, 'a', 'r', 'o', 'p', '容差', 'w', '3', 'seen', 1, '2026-01-01T00:00:00Z', 2, '2026-01-02T00:00:00Z')")
        migrate()
        from gouji.store.models import Account, Approval
        print(list(Account.objects.order_by("pk").values_list("subject", flat=True)))
        print(list(Approval.objects.values_list("answer", "account", "values")))
    """)
    environment = {**os.environ, "GOUJI_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    environment |= {"DATABASE_URL": address} if address else {}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["['', 'cas:li', '', '', '']", "[(1, 2, 'seen')]"], done.stderr
