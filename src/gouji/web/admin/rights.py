"""The pages of rights: why somebody can or cannot see something, how many organisations he reaches, the whole matrix."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponse
from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from gouji.actions.site.accounts_seen import books_with_places
from gouji.actions.site.explain_rights import Why
from gouji.actions.site.explain_rights import of_places
from gouji.actions.site.explain_rights import reached
from gouji.actions.site.explain_rights import why
from gouji.actions.site.origin import require
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.rights import act_words
from gouji.rights import matrix_rows
from gouji.store.people import find_accounts
from gouji.web.forms import number_of
from gouji.web.forms import problem_words
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Ask why; the answer, and what the account reaches, below the question."""
    require(request.origin, Act.EXPLAIN_RIGHTS, Target())
    asked = {name: request.GET.get(name, "") for name in ("account", "act", "place")}
    number = number_of(asked["account"])
    answer: Why | None = None
    problem = ""
    if number is not None and asked["act"]:
        book, _sign, organisation = asked["place"].partition("/")
        try:
            answer = why(request.origin, number, asked["act"], book, organisation)
        except GoujiError as error:
            problem = problem_words(error)
    context = {
        "accounts": find_accounts(), "acts": [(act.value, act_words(act), of_places(act)) for act in Act], "books": books_with_places(request.origin),
        "asked": asked, "number": number, "answer": answer, "problem": problem,
        "reached": reached(request.origin, number) if number is not None and not problem else [],
    }
    return page(request, "admin/rights.html", context, 422 if problem else 200)


@require_safe
def matrix(request: HttpRequest) -> HttpResponseBase:
    """The whole matrix, as it is decided by."""
    require(request.origin, Act.EXPLAIN_RIGHTS, Target())
    header, *rows = matrix_rows()
    if twin_wanted(request):
        return table_response(request, _("权限矩阵"), header, rows)
    return page(request, "admin/matrix.html", {"header": header, "rows": rows, "twins": twins(request)})
