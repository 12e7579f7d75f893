"""Rendering: Jinja2 with escaping, the words of the current language, who is signed in, what they may enter."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from jinja2 import Environment
from jinja2 import StrictUndefined
from jinja2.filters import do_urlencode

from gouji.messages import current_language
from gouji.messages import translate
from gouji.web.menu import menu
from gouji.web.words import book_word

STATIC = Path(__file__).parent / "static"


def environment(**options: Any) -> Environment:
    """The Jinja2 environment: unknown names are mistakes, not blanks."""
    made = Environment(  # noqa: S701  # Django's settings switch escaping on
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
    )
    made.globals.update(_=translate, static=static, current_language=current_language, program_version=version("gouji"))
    made.filters.update(moment=moment, day=day, word=book_word, urlencode=_urlencode)
    return made


def page(request: HttpRequest, template: str, context: Mapping[str, object] | None = None, status: int = 200) -> HttpResponse:
    """A page. `request`, `account`, `menu` and the token against forged requests are there for every template."""
    account = request.user if getattr(request, "user", None) is not None and request.user.is_authenticated else None
    everywhere = {
        "request": request, "account": account, "csrf": get_token(request), "path": request.path,
        "menu": menu(request) if account is not None and hasattr(request, "origin") else (), "notices": request.session.pop("notices", []) if account else [],
    }
    return HttpResponse(render_to_string(template, {**everywhere, **(context or {})}, request), status=status)


def notify(request: HttpRequest, words: str, kind: str = "done") -> None:
    """A notice for the next page: what was done ("done"), what to look at ("warn")."""
    request.session["notices"] = [*request.session.get("notices", []), {"words": words, "kind": kind}]


def moment(value: datetime | None) -> str:
    """A moment in the time of the place: 2026-03-01 09:30."""
    return "" if value is None else _moment(value)


@lru_cache(maxsize=5000)
def _moment(value: datetime) -> str:
    return f"{localtime(value):%Y-%m-%d %H:%M}"


def day(value: Any) -> str:
    """A day: 2026-03-01."""
    return "" if value is None else f"{value:%Y-%m-%d}"


@lru_cache(maxsize=200)
def static(name: str) -> str:
    """The address of a file of our own, with its content in the name, so that browsers keep it as long as they like."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def _urlencode(value: Any) -> str:
    """Jinja2's filter, worked out once for what stands in the same addresses on every page."""
    return _part(value) if isinstance(value, str) else str(do_urlencode(value))


@lru_cache(maxsize=5000)
def _part(text: str) -> str:
    return str(do_urlencode(text))


def twins(request: HttpRequest, formats: Iterable[str] = ("csv", "json", "xlsx")) -> list[tuple[str, str]]:
    """The addresses of the same table as CSV, JSON, XLSX: the query with `format` set."""
    query = request.GET.copy()
    found = []
    for name in formats:
        query["format"] = name
        found.append((name.upper(), f"?{query.urlencode()}"))
    return found
