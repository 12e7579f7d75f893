"""Every address of the site and every operation of the API, found in their own tables: shut to strangers, never broken, closed to roles it is not for."""

import pytest
from django.urls import URLPattern

from gouji.rights import Role

SAMPLES = {"number": 1, "grant": 1, "slug": "jiangmen", "book": "jiangmen", "organisation": "440700"}
OPEN = {"/sign-in/", "/sign-in/code/", "/sign-out/", "/language/", "/health/", "/metrics/", "/api/v1/docs", "/api/v1/openapi.json"}
"""What needs no account: signing in, whether the site is sound, how the API is called."""
WORK = ("/collect/", "/books/", "/reports/", "/audits/", "/evidence/", "/compare/")
"""Places of those who work with figures: administrators see none."""
ADMIN = {
    "/admin/accounts/": {Role.SYSTEM, Role.SECURITY}, "/admin/books/": {Role.SYSTEM}, "/admin/rights/": {Role.SECURITY, Role.AUDIT},
    "/admin/trail/": {Role.AUDIT}, "/admin/system/": {Role.SYSTEM},
}


def addresses():
    """Every address of the site as (path, name), with sample arguments in place of what varies."""
    from gouji.web.urls import urlpatterns

    def walk(patterns, before):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)
    return sorted({filled(route) for route in walk(urlpatterns, "/")})


def filled(route):
    import re
    return re.sub(r"<(?:(\w+):)?(\w+)>", lambda match: str(SAMPLES.get(match[2], 1 if match[1] == "int" else "x")), route)


@pytest.fixture
def everybody(person, book):
    return {role: person(role.name.lower(), role if role in {Role.SYSTEM, Role.SECURITY, Role.AUDIT} else (role, "jiangmen", "440700")) for role in Role}


def test_strangers_enter_nothing_but_the_door(visit, site):
    client = visit()
    entered = [path for path in addresses() if not path.startswith("/api/") and path not in OPEN and not client.get(path).get("Location", "").startswith("/sign-in/")]
    assert entered == []
    posted = [path for path in addresses() if not path.startswith("/api/") and path not in OPEN and not client.post(path).get("Location", "").startswith("/sign-in/")]
    assert posted == []


def test_operations_of_the_api_want_a_token(visit, site):
    client = visit()
    schema = client.get("/api/v1/openapi.json").json()
    codes = {
        f"{method} {path}": client.generic(method.upper(), path.replace("{slug}", "jiangmen").replace("{number}", "1")).status_code
        for path, methods in schema["paths"].items() for method in methods
    }
    assert {name: code for name, code in codes.items() if code != 401} == {}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_nothing_breaks_whoever_asks(visit, everybody, role):
    client = visit(everybody[role])
    broken = {path: code for path in addresses() if (code := client.get(path).status_code) >= 500}
    assert broken == {}


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.name)
def test_administrators_pages_are_for_them_and_figures_for_the_others(visit, everybody, role):
    client = visit(everybody[role])
    assert {path: client.get(path).status_code for path in ADMIN} == {path: 200 if role in roles else 403 for path, roles in ADMIN.items()}
    below = [path for path in addresses() if path.startswith("/admin/")]
    if role not in {Role.SYSTEM, Role.SECURITY, Role.AUDIT}:
        assert {path: code for path in below if (code := client.get(path).status_code) not in {403, 404, 405}} == {}
        assert {path: code for path in below if (code := client.post(path).status_code) not in {403, 404, 405}} == {}
    else:
        shown = [path for path in addresses() if path.startswith("/books/jiangmen/") and client.get(path).status_code == 200]
        assert shown == []
