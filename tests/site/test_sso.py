"""Single sign-on against real providers run here: npm's oidc-provider, PyPI's django-mama-cas; where they cannot be had, these tests skip and say so."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from gouji.rights import Role

ROOT = Path(__file__).parents[2]
OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "GOUJI_DATA", "GOUJI_HOSTS"}
PROVIDER = """
import Provider from 'oidc-provider';
const [issuer, back] = process.argv.slice(2);
const provider = new Provider(issuer, {
  clients: [{client_id: 'gouji', client_secret: 'very-secret', redirect_uris: [back]}],
  findAccount: (_context, id) => ({accountId: id, claims: () => ({sub: id, name: '李' + id, preferred_username: id})}),
  claims: {profile: ['name', 'preferred_username']}, pkce: {required: () => true}, conformIdTokenClaims: true,
});
provider.listen(Number(new URL(issuer).port), '127.0.0.1');
"""
CAS = """
import os, sys
sys.path.insert(0, sys.argv[1])
import django
from django.conf import settings
settings.configure(
    SECRET_KEY="x", DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF="urls_of_cas", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages", "mama_cas"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.messages.middleware.MessageMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[2]}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": ["django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]}}],
    MAMA_CAS_SERVICES=[{"SERVICE": ".*", "CALLBACKS": []}],
)
django.setup()
import types
urls = types.ModuleType("urls_of_cas")
from django.urls import include, path
urls.urlpatterns = [path("cas/", include("mama_cas.urls"))]
sys.modules["urls_of_cas"] = urls
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.auth.models import User
for name in ("zhang", "stranger"):
    User.objects.create_user(name, password="secret")
from wsgiref.simple_server import make_server
from django.core.wsgi import get_wsgi_application
make_server("127.0.0.1", int(sys.argv[3]), get_wsgi_application()).serve_forever()
"""
SETTING_UP = """
import sys; from pathlib import Path
from gouji.store.schema import connect, migrate
connect(Path(sys.argv[1])); migrate()
from gouji.actions.site.accounts import create_account, set_active
from gouji.actions.site.origin import PROGRAM
from gouji.actions.site.single_sign_on import set_subject
for name, subject in (("li", "oidc:li"), ("zhang", "cas:zhang"), ("closed", "oidc:closed")):
    account, _password = create_account(PROGRAM, name, name, password="Right-horse-7")
    set_subject(PROGRAM, account, subject)
set_active(PROGRAM, account, active=False)
"""


def needs(package):
    """Skip where the package of the extra `site` is not installed."""
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed (extra: site)")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process):
    for _attempt in range(150):
        if process.poll() is not None:
            break
        try:
            requests.get(address, timeout=2)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"{address} does not answer")


@pytest.fixture(scope="module")
def started():
    """Processes started for the tests of this file, ended after them."""
    processes = []

    def start(*command, cwd=ROOT, **environment):
        clean = {name: value for name, value in os.environ.items() if name not in OURS}
        processes.append(subprocess.Popen(list(map(str, command)), cwd=cwd, env={**clean, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return processes[-1]
    yield start
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def running(started, folder, port, **environment):
    """The site, running with single sign-on."""
    data = folder / "data"
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    subprocess.run([sys.executable, "-c", SETTING_UP, str(data)], check=True, cwd=ROOT, env={**clean, **environment}, capture_output=True)
    process = started(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", "1", "--blocking-threads", "2",
                      "--no-ws", "gouji.web.wsgi:application", GOUJI_DATA=str(data), **environment)
    wait_for(f"http://127.0.0.1:{port}/health/", process)
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def oidc(started, tmp_path_factory):
    """A site and a certified OpenID provider beside it."""
    needs("mozilla_django_oidc")
    folder = tmp_path_factory.mktemp("oidc")
    if shutil.which("npm") is None:
        pytest.skip("npm is not on this machine")
    done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "oidc-provider@9"], cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        pytest.skip(f"npm's registry is not to be had: {done.stderr[-200:]}")
    (folder / "provider.mjs").write_text(PROVIDER, "utf-8")
    issuer, port = f"http://127.0.0.1:{free_port()}", free_port()
    wait_for(f"{issuer}/.well-known/openid-configuration", started("node", "provider.mjs", issuer, f"http://127.0.0.1:{port}/sso/oidc/callback/", cwd=folder))
    settings = {"GOUJI_OIDC_ISSUER": issuer, "GOUJI_OIDC_CLIENT": "gouji", "GOUJI_OIDC_SECRET": "very-secret", "GOUJI_OIDC_NAME": "校园统一认证"}
    return running(started, folder, port, **settings), settings, folder


@pytest.fixture(scope="module")
def cas(started, tmp_path_factory):
    """A site and a CAS server beside it."""
    needs("django_cas_ng")
    folder = tmp_path_factory.mktemp("cas")
    done = subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", folder / "lib", "django-mama-cas==2.5.0"], capture_output=True, text=True, timeout=240, check=False)
    if done.returncode:
        pytest.skip(f"PyPI is not to be had: {done.stderr[-200:]}")
    (folder / "cas.py").write_text(CAS, "utf-8")
    port, own = free_port(), free_port()
    wait_for(f"http://127.0.0.1:{port}/cas/login", started(sys.executable, folder / "cas.py", folder / "lib", folder / "cas.sqlite3", port, cwd=folder))
    return running(started, folder, own, GOUJI_CAS_URL=f"http://127.0.0.1:{port}/cas/")


def through_oidc(address, who, after="/account/"):
    """A browser that goes to the provider, signs in there, agrees, and comes back."""
    browser = requests.Session()
    answer = browser.get(f"{address}/sso/oidc/?next={after}", timeout=20)
    for _form in range(2):
        action = re.search(r'action="([^"]+)"', answer.text).group(1)
        prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text).group(1)
        answer = browser.post(urljoin(answer.url, action), {"prompt": prompt, "login": who, "password": "any"}, timeout=20)
        if answer.url.startswith(address):
            break
    return browser, answer


def through_cas(address, who, after="/account/"):
    browser = requests.Session()
    answer = browser.get(f"{address}/sso/cas/?next={after}", timeout=20)
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" (?:value="([^"]*)")?', answer.text))
    return browser, browser.post(answer.url, {**fields, "username": who, "password": "secret"}, timeout=20)


def test_oidc_lets_in_who_has_an_account(oidc):
    address, _settings, folder = oidc
    assert "校园统一认证" in requests.get(f"{address}/sign-in/", timeout=20).text
    browser, answer = through_oidc(address, "li")
    assert (answer.status_code, answer.url) == (200, f"{address}/account/")
    assert browser.get(f"{address}/", timeout=20).url == f"{address}/"
    import sqlite3
    with sqlite3.connect(folder / "data" / "gouji.sqlite3") as known:
        assert known.execute("SELECT count(*) FROM store_trail WHERE act = 'session.begin' AND outcome = 'done' AND details LIKE '%oidc%'").fetchone()[0] >= 1


@pytest.mark.parametrize("who", ["nobody-knows", "closed"])
def test_oidc_tells_who_has_none_whom_to_ask(oidc, who):
    address, _settings, _folder = oidc
    browser, answer = through_oidc(address, who)
    assert answer.status_code == 403
    assert f"oidc:{who}" in answer.text
    assert browser.get(f"{address}/", timeout=20).url.startswith(f"{address}/sign-in/")


def test_oidc_is_sent_nowhere_else(oidc):
    address, _settings, _folder = oidc
    _browser, answer = through_oidc(address, "li", "https://elsewhere.example/")
    assert answer.url == f"{address}/"


def test_oidc_answers_that_were_not_asked_for_are_refused(oidc):
    address, _settings, _folder = oidc
    assert requests.get(f"{address}/sso/oidc/callback/?code=x&state=y", timeout=20).status_code == 401
    browser = requests.Session()
    browser.get(f"{address}/sso/oidc/", timeout=20, allow_redirects=False)
    assert browser.get(f"{address}/sso/oidc/callback/?code=x&state=forged", timeout=20).status_code == 400
    begun = browser.get(f"{address}/sso/oidc/", timeout=20, allow_redirects=False).headers["Location"]
    assert "code_challenge_method=S256" in begun
    state = re.search(r"[?&]state=([^&]+)", begun).group(1)
    assert browser.get(f"{address}/sso/oidc/callback/?code=made-up&state={state}", timeout=20).status_code in {401, 502}
    assert browser.get(f"{address}/", timeout=20).url.startswith(f"{address}/sign-in/")


def test_an_account_made_for_somebody_unknown_has_no_password_and_no_role(person, site):
    from gouji.actions.site.single_sign_on import create_for
    from gouji.store.models import GrantRow
    person("li")
    made = create_for("oidc:new", "li", "新人", "10.0.0.1")
    assert (made.username, made.name, made.has_usable_password()) == ("li-2", "新人", False)
    assert not GrantRow.objects.filter(account=made).exists()
    assert create_for("oidc:new", "x", "x", "") is None  # known already
    assert create_for("evil:x", "x", "x", "") is None


def test_only_who_makes_accounts_tells_who_somebody_is(visit, person):
    from gouji.store.models import Account
    account, other = person("li"), person("wang")
    path = f"/admin/accounts/{account.pk}/subject/"
    assert visit(person("security", Role.SECURITY)).post(path, {"subject": "oidc:1"}).status_code == 403
    admin = visit(person("system", Role.SYSTEM))
    for subject, kept in (("oidc:1", "oidc:1"), ("without a kind", "oidc:1"), ("", "")):
        admin.post(path, {"subject": subject})
        assert Account.objects.get(pk=account.pk).subject == kept
    admin.post(path, {"subject": "oidc:1"})
    admin.post(f"/admin/accounts/{other.pk}/subject/", {"subject": "oidc:1"})
    assert Account.objects.get(pk=other.pk).subject == ""


def test_cas_lets_in_who_has_an_account_and_nobody_else(cas):
    browser, answer = through_cas(cas, "zhang")
    assert (answer.status_code, answer.url) == (200, f"{cas}/account/")
    assert browser.get(f"{cas}/", timeout=20).url == f"{cas}/"
    browser, answer = through_cas(cas, "stranger")
    assert answer.status_code == 403
    assert "cas:stranger" in answer.text
    assert browser.get(f"{cas}/", timeout=20).url.startswith(f"{cas}/sign-in/")


def test_cas_tickets_that_are_none_are_refused(cas):
    assert requests.get(f"{cas}/sso/cas/?ticket=ST-made-up", timeout=20).status_code == 401


def test_cas_sends_nobody_elsewhere(cas):
    _browser, answer = through_cas(cas, "zhang", "https://elsewhere.example/")
    assert answer.url == f"{cas}/"


def test_a_provider_that_does_not_answer_is_said(started, tmp_path):
    needs("mozilla_django_oidc")
    port = free_port()
    dead = f"http://127.0.0.1:{free_port()}"
    address = running(started, tmp_path, port, GOUJI_OIDC_ISSUER=dead, GOUJI_OIDC_CLIENT="gouji", GOUJI_OIDC_SECRET="x", GOUJI_CAS_URL=dead)  # noqa: S106
    assert requests.get(f"{address}/sso/oidc/", timeout=20).status_code == 502
    assert requests.get(f"{address}/sso/cas/?ticket=ST-1", timeout=20).status_code == 502
    assert requests.post(f"{address}/sign-in/", timeout=20).status_code == 403  # and signing in by password still asks for its own form


@pytest.mark.parametrize(("environment", "kinds"), [
    ({}, ()), ({"GOUJI_OIDC_ISSUER": "https://x", "GOUJI_OIDC_CLIENT": "a", "GOUJI_OIDC_SECRET": "b"}, ("oidc",)), ({"GOUJI_CAS_URL": "https://x"}, ("cas",)),
])
def test_nothing_is_on_that_was_not_asked_for(environment, kinds):
    from gouji.web.signin.sso_settings import asked_for
    assert asked_for(environment) == kinds


def test_half_a_configuration_or_a_missing_package_is_said_at_once(monkeypatch):
    from gouji.web.signin import sso_settings
    with pytest.raises(ValueError, match="GOUJI_OIDC_SECRET"):
        sso_settings.asked_for({"GOUJI_OIDC_ISSUER": "https://x"})
    monkeypatch.setattr(sso_settings, "find_spec", lambda _name: None)
    with pytest.raises(ValueError, match=r"gouji\[site\]"):
        sso_settings.asked_for({"GOUJI_CAS_URL": "https://x"})
