"""What a round asks for: its form as it counts in its period, and where a submission is filled in."""

from __future__ import annotations

from datetime import date

from gouji.actions.site.definitions import site_catalogue
from gouji.book import Period
from gouji.book import parse_period
from gouji.catalogue import Form
from gouji.messages import GoujiError
from gouji.reckon import Context
from gouji.store.models import Round
from gouji.store.models import Submission


def form_of(name: str, period: Period) -> Form:
    """The form of that name as it counts in a period. Raises GoujiError T56."""
    forms = site_catalogue().on(period.last).forms
    if name not in forms:
        raise GoujiError.of("T56", period=period.text, name=name, known="、".join(sorted(forms)) or "—")
    return forms[name]


def round_form(asked: Round) -> Form:
    """The form of a round."""
    return form_of(asked.form, parse_period(asked.period))


def context_of(submission: Submission) -> Context:
    """Where a submission is filled in."""
    return Context(submission.organisation, parse_period(submission.round.period))


def today() -> date:
    """Today, by the calendar of the place."""
    return date.today()  # noqa: DTZ011  # deadlines run by the calendar of the place
