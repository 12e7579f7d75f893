"""Two states of a submission beside each other: what was added, removed, changed."""

from __future__ import annotations

from django.http import HttpRequest
from django.http import HttpResponseBase
from django.http import QueryDict
from django.views.decorators.http import require_safe

from gouji.actions.site.comparing import ADDED
from gouji.actions.site.comparing import CHANGED
from gouji.actions.site.comparing import NOW
from gouji.actions.site.comparing import REMOVED
from gouji.actions.site.comparing import SAME
from gouji.actions.site.comparing import compare
from gouji.messages import translate as _
from gouji.web.forms import number_of
from gouji.web.pages import page
from gouji.web.pages import twins
from gouji.web.tables import table_response
from gouji.web.tables import twin_wanted

DAY = "day"
"""What the form says where a day is chosen."""


@require_safe
def comparison(request: HttpRequest) -> HttpResponseBase:
    """The lines that differ, or those of the kinds asked for (`show=all`, `show=changed`)."""
    given = request.GET
    found = compare(request.origin, number_of(given.get("submission")) or 0, _state(given, "from"), _state(given, "to"))
    kinds = kind_words()
    show = given.get("show", "")
    wanted = set(kinds) if show == "all" else {show} if show in kinds else {ADDED, REMOVED, CHANGED}
    lines = [line for line in found.lines if line.kind in wanted]
    if twin_wanted(request):
        columns = [_("类别"), _("表"), _("指标"), _("计量单位"), found.first.words, found.second.words, _("增减")]
        if found.first.words == found.second.words:
            columns[4:6] = [_("前"), _("后")]
        rows = [[kinds[line.kind], line.table, line.name, line.unit, line.before, line.after, line.gap] for line in lines]
        return table_response(request, _("比较"), columns, rows)
    query = given.copy()
    query["from"], query["to"] = found.first.code, found.second.code
    for name in ("from-day", "to-day"):
        query.pop(name, None)
    filters = []
    for code, words, count in [("", _("有差异"), sum(found.counts[each] for each in (ADDED, REMOVED, CHANGED))),
                               *((code, words, found.counts[code]) for code, words in kinds.items()), ("all", _("全部"), len(found.lines))]:
        query["show"] = code
        filters.append((words, count, f"?{query.urlencode()}", code == show))
    return page(request, "compare/compare.html", {
        "title": _("比较"), "found": found, "submission": found.submission, "lines": lines, "kinds": kinds, "filters": filters, "show": show,
        "may_date": any(choice.code == NOW for choice in found.choices),
        "twins": twins(request),
    })


def _state(given: QueryDict, name: str) -> str:
    """The state an address or the form names; "a day" is the one in the field beside."""
    text = given.get(name) or ""
    return given.get(f"{name}-day") or "" if text == DAY else text


def kind_words() -> dict[str, str]:
    """The kinds of differences in words."""
    return {CHANGED: _("修改"), ADDED: _("新增"), REMOVED: _("删除"), SAME: _("未变")}
