"""Explain a figure: what is meant (code, name, path or a whole formula), where, and what it comes to with all that led to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gouji.book import Book
from gouji.book import Period
from gouji.book import breakdown_parts
from gouji.book import breakdown_text
from gouji.book import parse_period
from gouji.book.reading import find_indicator
from gouji.catalogue import Indicator
from gouji.formulas import FormulaError
from gouji.formulas import Missing
from gouji.formulas import Name
from gouji.formulas import parse
from gouji.messages import GoujiError
from gouji.reckon import Context
from gouji.reckon import Evaluated
from gouji.reckon import Reckoner
from gouji.reckon import Result


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: an indicator or formula as typed; organisation, period and breakdown as typed, empty where left open."""

    text: str
    organisation: str = ""
    period: str = ""
    breakdown: str = ""


def explain_figure(book: Book, question: Question) -> tuple[Result | Evaluated, Context]:
    """The figure asked for and where; without a period that of the latest period in which it is known.

    Raises GoujiError: an unknown organisation (B30), period (B01) or breakdown (B33), an unknown or ambiguous name with the nearest ones (F08,
    F09), a formula that cannot be read (F…).
    """
    reckoner = Reckoner(book)
    organisation, breakdown = organisation_of(book, question.organisation), _breakdown(question.breakdown)
    answer: tuple[Result | Evaluated, Context] | None = None
    for period in _periods(book, question.period):
        context = Context(organisation, period, breakdown)
        found = _answer(reckoner, question.text, context)
        if answer is None or not isinstance(found.value, Missing):
            answer = (found, context)
        if not isinstance(found.value, Missing):
            break
    assert answer is not None, "there is at least one period"
    return answer


def _answer(reckoner: Reckoner, text: str, context: Context) -> Result | Evaluated:
    indicator = _indicator(reckoner.book, text, context.period)
    if indicator is not None:
        return reckoner.figure(indicator.code, context.organisation, context.period, context.breakdown)
    return reckoner.evaluate(text, reckoner.book.sets[0] if reckoner.book.sets else "", context)


def _indicator(book: Book, text: str, period: Period) -> Indicator | None:
    """The indicator of a code, name or path; None where the text is a formula. Raises FormulaError where it is a name nobody knows."""
    try:
        return find_indicator(book, book.edition(period), text)
    except FormulaError:
        if isinstance(parse(text), Name):
            raise
        return None
    except GoujiError as error:
        if error.problems[0].code == "C24":  # the text binds, but to something else than an indicator
            return None
        raise


def _periods(book: Book, text: str) -> Iterator[Period]:
    if text:
        yield parse_period(text)
        return
    known = book.periods()
    yield from reversed(known)
    if not known:
        yield parse_period(book.forms[0].period) if book.forms else parse_period("2000")


def organisation_of(book: Book, name: str) -> str:
    """The code of an organisation given by code, name or alias; the book's own where empty. Raises GoujiError B30."""
    if not name:
        return book.organisation
    code = book.organisations.code_of(name)
    if code is None:
        raise GoujiError.of("B30", name=name)
    return code


def _breakdown(text: str) -> str:
    try:
        return breakdown_text(breakdown_parts(text))
    except ValueError as error:
        raise GoujiError.of("B33", text=text) from error
