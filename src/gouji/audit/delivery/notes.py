"""What is said of a finding beside its number, in Word, PDF and Excel alike: what is wrong, the arithmetic, the repair, the other place."""

from __future__ import annotations

from collections.abc import Iterator

from gouji.audit.delivery.view import Issue
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import verdict_title
from gouji.messages import translate as _

_SHOWN = 4  # other places named; a total of thirty rows needs no thirty quotations


def title_of(issue: Issue) -> str:
    """Number, verdict and kind of an issue: “3 矛盾 · 合计”."""
    return f"{issue.number} {verdict_title(issue.finding.verdict)} · {kind_title(issue.finding.kind)}"


def lines_of(issue: Issue) -> Iterator[str]:
    """The lines of a remark."""
    finding = issue.finding
    yield finding.message
    yield from (_("核算：{text}").format(text=text) for text in issue.arithmetic)
    if finding.culprit:
        yield _("可能的原因：{text}").format(text=finding.culprit)
    if finding.repair:
        yield _("怎样改：{text}").format(text=finding.repair)
    for other in issue.others[:_SHOWN]:
        place = _("{words}：").format(words=other.place) if other.place else ""
        yield _("对照：{place}“{quote}”").format(place=place, quote=other.text)
    if len(issue.others) > _SHOWN:
        yield _("对照：另有 {count} 处").format(count=len(issue.others) - _SHOWN)
    if finding.advice:
        yield f"→ {finding.advice}"
    if issue.standing.earlier is not None:
        yield earlier_words(issue)


def earlier_words(issue: Issue) -> str:
    """What to say where a decision was made on other values; empty where none was."""
    earlier = issue.standing.earlier
    if earlier is None:
        return ""
    reason = _("（{source}）").format(source=earlier.reason) if earlier.reason else ""
    return _("曾就其他数值作过决定：{status}{reason}，当时的数值：{values}").format(
        status=status_title(earlier.status), reason=reason, values=_("、").join(earlier.values))


def status_title(status: str) -> str:
    """The name of a decision in the current language; 待定 for none."""
    return {"confirmed": _("确认"), "dismissed": _("驳回"), "corrected": _("已改")}.get(status, _("待定"))
