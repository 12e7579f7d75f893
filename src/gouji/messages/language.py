"""The language of messages: Chinese is what stands in the code, other languages are gettext catalogues beside this file."""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_current: ContextVar[str] = ContextVar("gouji_language", default="zh")


def use_language(language: str) -> None:
    """Set the language of messages for the current context: "zh" or "en" (anything else counts as "zh")."""
    _current.set(language if language in LANGUAGES else "zh")


def current_language() -> str:
    """The language of the current context: "zh" or "en"."""
    return _current.get()


def translate(text: str) -> str:
    """The text, written in Chinese in the code, in the current language; the Chinese itself where no translation exists. What stands after ¦ tells
    translators apart what is one in Chinese (账号¦多: accounts); nobody reads it.
    """
    language = _current.get()
    if language != "zh" and text:  # gettext answers the empty text with its file's header
        text = _catalogue(language).gettext(text)
    return text.partition("¦")[0] if "¦" in text else text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("gouji", Path(__file__).parent / "locales", languages=[language], fallback=True)
