"""Passwords held against the rules of the site (settings.AUTH_PASSWORD_VALIDATORS), in our own words."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from gouji.messages import translate as _
from gouji.store.models import Account


def password_problems(password: str, account: Account) -> list[str]:
    """Which rules a password breaks, in words; empty where it may be used."""
    if account.has_usable_password() and account.check_password(password):
        return [_("与现在的密码相同")]
    try:
        validate_password(password, account)
    except ValidationError as error:
        return [_words(str(item.code)) for item in error.error_list]
    return []


def _words(code: str) -> str:
    return {
        "password_too_short": _("不足 10 位"), "password_too_common": _("太常见"), "password_too_similar": _("与登录名、姓名或邮箱太像"),
        "kinds": _("字符种类不足三种"),
    }.get(code, _("太弱"))
