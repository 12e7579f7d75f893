"""Tables of an older version brought to this one, with data that newer rules would not have let in."""

import os
import subprocess
import sys
import textwrap


def test_older_approvals_are_kept_and_a_subject_that_two_had_is_left_to_the_open_account(tmp_path):
    script = textwrap.dedent("""
        from gouji.store.schema import connect, migrate
        connect()
        from django.core.management import call_command
        from django.db import connection
        call_command("migrate", "store", "0001", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            for number, (active, subject) in enumerate([(0, "cas:li"), (1, "cas:li"), (1, "cas:li"), (1, ""), (1, "")], 1):
                cursor.execute("INSERT INTO store_account (id, password, username, name, email, subject, language, is_active, must_change, created) "
                               "VALUES (%s, '', %s, 'x', '', %s, 'zh', %s, 0, '2026-01-01')", [number, f"u{number}", subject, active])
            cursor.execute("INSERT INTO store_book (id, slug, title, organisation, frame, version, reloads, created) VALUES (1, 'b', 'b', 'o', '', 0, 0, '2026-01-01')")
            cursor.execute("INSERT INTO store_answer (id, book_id, about, rule, organisation, period, kind, words, \\"limit\\", \\"values\\", account_id, moment, "
                           "approver_id, approved) VALUES (1, 1, 'a', 'r', 'o', 'p', '容差', 'w', '3', 'seen', 1, '2026-01-01', 2, '2026-01-02')")
        migrate()
        from gouji.store.models import Account, Approval
        print(list(Account.objects.order_by("pk").values_list("subject", flat=True)))
        print(list(Approval.objects.values_list("answer", "account", "values")))
    """)
    environment = {**os.environ, "GOUJI_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["['', 'cas:li', '', '', '']", "[(1, 2, 'seen')]"], done.stderr
