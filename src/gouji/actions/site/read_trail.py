"""The trail for the audit administrator: searched, exported, verified, its old lines archived. Reading it stands in it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from itertools import islice

from gouji.actions.site.origin import Origin
from gouji.actions.site.origin import require
from gouji.messages import translate as _
from gouji.rights import Act
from gouji.rights import Target
from gouji.rights import act_words
from gouji.store import trail
from gouji.store import trail_archive
from gouji.store import trail_search
from gouji.store.models import TrailRow
from gouji.store.people import account_names
from gouji.store.trail_archive import Archive
from gouji.store.trail_search import Sought

PAGE = 100
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is shown: the account by its name of today."""

    number: int
    moment: datetime
    who: str
    address: str
    act: str
    words: str
    thing: str
    outcome: str
    details: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the chain is whole, archived lines included; where not, the number of the line and what is wrong with it."""

    whole: bool
    line: int = 0
    reason: str = ""
    lines: int = 0


def read_trail(origin: Origin, sought: Sought) -> tuple[list[Line], int | None]:
    """A page of lines and the number to go on from (None: that was all). Raises Refused (trail.view)."""
    require(origin, Act.VIEW_TRAIL, Target())
    if sought.before is None:
        trail.append(origin.trail, Act.VIEW_TRAIL.value, "trail", details={"verb": "read"})
    rows = list(islice(trail_search.search(sought), PAGE + 1))
    return _lines(rows[:PAGE]), rows[PAGE - 1].pk if len(rows) > PAGE else None


def all_lines(origin: Origin, sought: Sought) -> Iterator[Line]:
    """All lines that fit, for an export. Raises Refused (trail.view)."""
    require(origin, Act.VIEW_TRAIL, Target())
    return _stream(sought)


def _stream(sought: Sought) -> Iterator[Line]:
    rows = trail_search.search(sought)
    while chunk := list(islice(rows, _CHUNK)):
        yield from _lines(chunk)


def verify_trail(origin: Origin) -> Chain:
    """Whether every line follows from the one before, from the first archived one to the last. Raises Refused (trail.view)."""
    require(origin, Act.VIEW_TRAIL, Target())
    broken = trail_archive.verify_archives() or trail.verify()
    count = trail_search.count() + sum(item.lines for item in trail_archive.archives())
    trail.append(origin.trail, Act.VIEW_TRAIL.value, "trail", trail.DONE if broken is None else trail.FAILED, {"verb": "verify"})
    return Chain(whole=True, lines=count) if broken is None else Chain(whole=False, line=broken.line, reason=broken.reason, lines=count)


def archive_trail(origin: Origin) -> Archive | None:
    """Move the lines older than the site keeps in its database into a sealed file; None where there are none. Raises Refused (trail.view)."""
    require(origin, Act.VIEW_TRAIL, Target())
    before = datetime.now(UTC) - timedelta(days=trail_search.days_kept())
    return trail_archive.archive(before, origin.trail, Act.VIEW_TRAIL.value)


def trail_words(act: str) -> str:
    """What an act of the trail is called: those of the policy, and those that need no right."""
    if act in set(Act):
        return act_words(Act(act))
    return {
        "session.begin": _("登录"), "session.end": _("退出"), "session.code": _("输入验证码"), "token.use": _("出示令牌"), "account.change": _("修改本人账号"),
        "table.export": _("导出表格"), "site.backup": _("备份"), "site.restore": _("恢复"),
    }.get(act, act)


def outcome_words(outcome: str) -> str:
    """How it ended, in words."""
    return {trail.DONE: _("完成"), trail.DENIED: _("拒绝"), trail.FAILED: _("失败")}.get(outcome, outcome)


def _lines(rows: Sequence[TrailRow]) -> list[Line]:
    names = account_names(row.account for row in rows if row.account is not None)
    return [
        Line(
            row.pk, row.moment, _who(row, names), row.address, row.act, trail_words(row.act),
            row.thing, row.outcome, row.details,
        )
        for row in rows
    ]


def _who(row: TrailRow, names: Mapping[int, str]) -> str:
    if row.account is None:
        return _("未登录") if row.address else _("系统")
    return names.get(row.account, f"#{row.account}")
