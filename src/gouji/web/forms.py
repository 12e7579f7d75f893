"""What forms and addresses say, read without trust: numbers, days, choices; what cannot be read counts as not given, or is said with its field."""

from __future__ import annotations

from datetime import date

from gouji.messages import GoujiError
from gouji.messages import translate as _


def number_of(text: str | None) -> int | None:
    """A whole number of up to 18 digits; None where it is none."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= 18 else None  # noqa: PLR2004  # what a column holds


def day_of(text: str | None) -> date | None:
    """A day as the browser sends it; None where the field is empty. Raises GoujiError S99."""
    plain = (text or "").strip()
    if not plain:
        return None
    try:
        return date.fromisoformat(plain)
    except ValueError as error:
        raise GoujiError.of("S99", name=plain[:20], reason=_("日期须写作 2026-03-01")) from error


def problem_words(error: GoujiError) -> str:
    """What is wrong and what to do, as one text beside a form."""
    return " ".join(f"{problem.message()} {problem.advice()}".strip() for problem in error.problems)
