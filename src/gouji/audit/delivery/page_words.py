"""The page's own words in the current language."""

from __future__ import annotations

from gouji.messages import translate as _


def page_words() -> dict[str, str]:
    """Words by what they name in the template."""
    return {
        "heading": _("数字核对"),
        "verdicts": _("结论"),
        "legend": _("图例"),
        "findings": _("问题"),
        "kind": _("种类"),
        "all_kinds": _("全部种类"),
        "chapter": _("章"),
        "all_chapters": _("全部章节"),
        "decision": _("决定"),
        "any_decision": _("不论决定"),
        "pending": _("待定"),
        "confirmed": _("确认"),
        "dismissed": _("驳回"),
        "corrected": _("已改"),
        "next": _("下一个"),
        "previous": _("上一个"),
        "clean": _("没有发现问题。"),
        "culprit": _("可能的原因"),
        "repair": _("怎样改"),
        "others": _("对照"),
        "reason_wanted": _("理由（驳回时必填）"),
        "reason": _("理由"),
        "unassessed": _("不可核"),
        "reviewer": _("复核人"),
        "save": _("保存决定"),
    }
