"""A site in a database of its own for each test process; each test in a transaction that is rolled back."""

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

PASSWORD = "Right-horse-7"  # noqa: S105  # of accounts that live as long as a test
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    """Django set up and migrated, in a data folder of its own."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["GOUJI_HOSTS"] = "testserver,localhost"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser's loop may run in the same test process; nothing here is asynchronous
    from gouji.store.schema import connect
    from gouji.store.schema import migrate
    data = tmp_path_factory.mktemp("data")
    connect(data)
    from django.conf import settings
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; what Argon2 does is tested by itself
    migrate()
    return data


@pytest.fixture
def site(database):
    """The database, all that a test writes undone after it."""
    from django.db import transaction

    from gouji.store.live import forget
    with transaction.atomic():
        yield SimpleNamespace(data=database)
        transaction.set_rollback(True)
    forget()


@pytest.fixture(scope="session")
def catalogue():
    """The definitions that come along."""
    from gouji.actions.open_book import load_definitions
    return load_definitions()


@pytest.fixture
def book(site, catalogue):
    """The city's book of the examples, in the database."""
    from gouji.actions.site.load_folder import load_folder
    from gouji.actions.site.origin import PROGRAM
    return load_folder(PROGRAM, EXAMPLES / "jiangmen-secondary-2024", "jiangmen", catalogue)


@pytest.fixture
def person(site):
    """Makes an account with roles: person("li", (Role.FILLER, "jiangmen", "JM01"))."""
    from gouji.actions.site.accounts import create_account
    from gouji.actions.site.accounts import grant_role
    from gouji.actions.site.origin import PROGRAM

    def make(username, *roles):
        account, _password = create_account(PROGRAM, username, f"测试{username}", password=PASSWORD)
        for role in roles:
            grant_role(PROGRAM, account, *((role,) if isinstance(role, str) else role))
        return account
    return make


@pytest.fixture
def visit(site):
    """A browser without a screen, signed in: visit(account).get("/")."""
    from django.test import Client

    def sign_in(account=None, **more):
        client = Client(raise_request_exception=False, **more)
        if account is not None:
            client.force_login(account, backend="gouji.web.signin.backend.PasswordBackend")
        return client
    return sign_in


@pytest.fixture
def settings_changed(site, monkeypatch):
    """Changes settings of the site for one test: settings_changed(UPLOAD_LIMIT=100)."""
    from django.conf import settings

    def change(**values):
        for name, value in values.items():
            monkeypatch.setattr(settings, name, value)
    return change
