"""Words that a book keeps in Chinese (bases, states, severities, how figures roll up, roles), in the language of the page."""

from __future__ import annotations

from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.rights import Role
from gouji.rights.words import role_words


def book_word(text: str) -> str:
    """A word of the book as it is read; what is none (a name, a text of somebody's) stays as it is."""
    return text if current_language() == "zh" else _words().get(text, text)


def _words() -> dict[str, str]:
    return {
        "事实": _("事实"), "填报": _("填报"), "推算": _("推算"), "汇总": _("汇总"), "值": _("有数"), "空": _("空"), "不适用": _("不适用"), "未采集": _("未采集"),
        "错误": _("错误"), "警告": _("警告"), "提示": _("提示"), "硬性": _("硬性"), "软性": _("软性"), "加": _("新增"), "改": _("修改¦了"), "删": _("删除¦了"),
        "时期": _("时期数"), "时点": _("时点数"), "自然年": _("自然年"), "学年": _("学年"), "财年": _("财年"), "届": _("届"), "时段": _("时段"),
        "越大越好": _("越大越好"), "越小越好": _("越小越好"), "适中": _("适中"), "无": _("无"),
        "合计": _("合计"), "加权平均": _("加权平均"), "最大": _("最大"), "最小": _("最小"), "平均": _("平均"), "期末": _("期末"), "重算": _("按公式重算"),
        "不汇总": _("不汇总"), "确认": _("确认"), "说明": _("说明¦答"), "容差": _("容差"), "退回": _("退回¦了"), "批注": _("批注"), "未评": _("未评"),
        "本单位": _("本单位"), "上级": _("上级"), "或签": _("或签"), "会签": _("会签"), **{role.value: role_words(role) for role in Role},
        "同意": _("同意"), "转办": _("转办¦了"), "收回": _("收回¦了"), "免办": _("免办"),
    }
