"""What tests of collecting share: a round in the city's book, asked of the city and two schools."""

from datetime import date
from datetime import timedelta

FORM = "中职质量年报"
PERIOD = "2024-2025学年"


def origin(account):
    """What an account does, with the rights it has now."""
    from gouji.actions.site.origin import origin_of
    from gouji.store.models import Account
    return origin_of(Account.objects.get(pk=account.pk), "10.0.0.9")


def ask(book, *organisations, **more):
    """A round of the form, asked by the program; gives the submissions by organisation."""
    from gouji.actions.site.create_round import RoundPlan
    from gouji.actions.site.create_round import create_round
    from gouji.actions.site.origin import PROGRAM
    day = date.today()  # noqa: DTZ011  # deadlines run by the calendar of the place
    plan = {"form": FORM, "period": PERIOD, "organisations": organisations, "opens": day, "due": day + timedelta(days=10)} | more
    return {each.organisation: each for each in create_round(PROGRAM, book, RoundPlan(**plan)).submissions.all()}


def code_of(name, set_name=FORM, period=PERIOD):
    """The code of an indicator of the form."""
    from gouji.actions.site.definitions import site_catalogue
    from gouji.book import parse_period
    return site_catalogue().on(parse_period(period).last).resolve(set_name, name).code


def record(account, submission, **figures):
    """Type figures by name; gives what came of it."""
    from gouji.actions.site.record_figures import Typed
    from gouji.actions.site.record_figures import record_figures
    return record_figures(origin(account), submission.pk, [Typed(code_of(name), value) for name, value in figures.items()])


def codes(caught):
    """The codes of an error that was raised."""
    return [problem.code for problem in caught.value.problems]
