"""Who asks: a token in the header, never a session; how fast it may; what is answered where something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from typing import Protocol

from django.http import HttpRequest
from django.http import HttpResponse
from ninja import NinjaAPI
from ninja import Status
from ninja.errors import AuthenticationError
from ninja.errors import HttpError
from ninja.errors import ValidationError
from ninja.security import HttpBearer

from gouji.actions.site.origin import Refused
from gouji.actions.site.own_account import must_set_up_codes
from gouji.actions.site.tokens import origin_of_token
from gouji.actions.site.tokens import take_turn
from gouji.actions.site.tokens import token_of
from gouji.messages import GoujiError
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.messages import use_language
from gouji.store import trail
from gouji.store.kept_answers import once
from gouji.store.models import Token
from gouji.store.trail import From
from gouji.store.units import rehearsed
from gouji.web.errors import MISSING
from gouji.web.middleware import address_of

_CHANGED = frozenset({"S08", "S12", "S25", "S88"})
_FORBIDDEN = frozenset({"S170"})
_LONGEST_KEY = 200


class TooFast(Exception):  # noqa: N818  # no error of the program
    """The token's bucket is empty for some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Bearer(HttpBearer):
    """`Authorization: Bearer gouji_…`: the account of the token, within its acts."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        """The token, where it runs; the request then has its origin. Raises TooFast."""
        found = token_of(token)
        if found is None:
            trail.append(From(None, address_of(request)), "token.use", outcome=trail.FAILED)
            return None
        seconds = take_turn(found)
        if seconds:
            raise TooFast(seconds)
        use_language(found.account.language)
        request.origin = origin_of_token(found, address_of(request))
        if must_set_up_codes(request.origin):
            raise GoujiError.of("S170")
        return found


def with_errors(api: NinjaAPI) -> None:
    """Answer everything that can be wrong as {"code", "message", "advice", "where", "others"}."""

    @api.exception_handler(AuthenticationError)
    def _nobody(request: HttpRequest, _error: Exception) -> HttpResponse:
        response = _answer(api, request, 401, "unauthorised", _("没有令牌，或令牌已失效。"), _("请在请求头写 Authorization: Bearer 令牌；令牌在“我的账号”中建立。"))
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(TooFast)
    def _too_fast(request: HttpRequest, error: TooFast) -> HttpResponse:
        response = _answer(api, request, 429, "too-fast", _("请求太快。"), _("请在 {seconds} 秒后再试。").format(seconds=error.seconds))
        response["Retry-After"] = str(error.seconds)
        return response

    @api.exception_handler(Refused)
    def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return _answer(api, request, 403, error.decision.reason or "refused", error.words, _("请确认令牌所含的权限和账号的角色。"))

    @api.exception_handler(GoujiError)
    def _unusable(request: HttpRequest, error: GoujiError) -> HttpResponse:
        codes = {problem.code for problem in error.problems}
        status = 403 if codes <= _FORBIDDEN else 404 if codes <= MISSING else 409 if codes <= _CHANGED else 422
        first, *others = [trouble(problem) for problem in error.problems]
        return api.create_response(request, {**first, "others": others[:100]}, status=status)

    @api.exception_handler(ValidationError)
    def _malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        first, *others = [
            {"code": str(item.get("type", "")), "message": str(item.get("msg", "")), "advice": "", "where": ".".join(map(str, item.get("loc", ())))}
            for item in error.errors
        ]
        return api.create_response(request, {**first, "others": others[:100]}, status=422)

    @api.exception_handler(HttpError)
    def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _answer(api, request, error.status_code, "unreadable", str(error), "")


def trouble(problem: Problem) -> dict[str, str]:
    """A problem as it goes over the wire."""
    return {"code": problem.code, "message": problem.message(), "advice": problem.advice(), "where": str(problem.place)}


def idempotent(request: HttpRequest, asked: object, do: Callable[[], tuple[int, Any]]) -> Status[Any]:
    """Do it once for each Idempotency-Key of the account; without one, every time. Raises GoujiError S25, S99 and what `do` raises.

    What is kept is given to the token that asked for it: another one may not hold the acts that it took.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return Status(*do())
    if len(key) > _LONGEST_KEY or not key.isprintable():
        raise GoujiError.of("S99", name="Idempotency-Key", reason=_("最长 200 个可见字符"))
    digest = sha256(json.dumps([request.auth.pk, request.method, request.path, asked], ensure_ascii=False, sort_keys=True, default=str).encode()).hexdigest()
    with trail.put_off():  # a refusal undoes what was done, not the line that tells of it
        answer = once(request.origin.number, key, digest, do)
    if answer.other:
        raise GoujiError.of("S25")
    return Status(answer.status, answer.body)


class Rehearsable(Protocol):
    """A request that may ask what would come of it."""

    dry_run: bool

    def dict(self) -> dict[str, Any]:
        """What is asked."""


def done_or_rehearsed(request: HttpRequest, body: Rehearsable, do: Callable[[], tuple[int, Any]]) -> Any:
    """Do it once for each Idempotency-Key; a dry run does it and undoes it."""
    if not body.dry_run:
        return idempotent(request, body.dict(), do)
    with trail.put_off(), rehearsed():
        return do()[1]


def _answer(api: NinjaAPI, request: HttpRequest, status: int, code: str, message: str, advice: str) -> HttpResponse:
    return api.create_response(request, {"code": code, "message": message, "advice": advice, "where": "", "others": []}, status=status)
