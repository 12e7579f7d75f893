"""The words around a number: bounds, directions, numerals that are names. Language only, nothing regional.

Belongs here: tables of words and the patterns made of them. Not here: how a token is put together.
"""

from __future__ import annotations

import re

from gouji.numbers import Bound


def listed(words: str) -> list[str]:
    """The words of a table that is written with blanks between them."""
    return words.split()


_AFTER = {
    Bound.AT_LEAST: ("及其以上", "及以上", "(含)以上", "（含）以上", "以上"),
    Bound.AT_MOST: ("及以下", "(含)以下", "（含）以下", "以下", "以内", "之内"),
    Bound.ABOUT: ("左右", "上下"),
    Bound.MORE: ("有余", "多", "余"),
}
AFTER = {word: bound for bound, words in _AFTER.items() for word in words}
AFTER_PATTERN = "|".join(re.escape(word) for word in sorted(AFTER, key=len, reverse=True))

_BEFORE = {
    Bound.AT_LEAST: ("≥", "≧", "⩾", ">=", "不少于", "不低于", "不小于", "不下于", "至少", "最少"),
    Bound.MORE: (">", "超过", "超", "逾", "突破", "高于", "大于", "多于", "远超", "超出"),
    Bound.AT_MOST: ("≤", "≦", "⩽", "<=", "不超过", "不超", "不高于", "不大于", "不多于", "最多", "至多"),
    Bound.LESS: ("<", "低于", "小于", "少于"),
    Bound.NEAR: ("近", "将近", "接近", "不到", "不足", "未满", "不满", "未达"),
    Bound.ABOUT: ("约", "大约", "大概", "大致", "约为", "约占", "约有", "≈"),
}
BEFORE = {word: bound for bound, words in _BEFORE.items() for word in words}
_UP = listed("增长 增加 提高 提升 上升 上涨 上浮 增 升 涨 增幅 涨幅 增幅为 涨幅为 增长率为 净增 净增加 同比增长 递增 高出 多出 超出 超额 扩大 增收 追加 调增")
_DOWN = listed("下降 减少 降低 下滑 回落 下跌 下浮 降 减 跌 缩减 压减 压缩 缩短 核减 减幅 降幅 降幅为 减幅为 净减 净减少 低于 少于 减收 追减 调减 递减 节约 节省")
_TO_UP = listed("增长到 增长至 增长为 增加到 增加至 增加为 增到 增至 增为 提高到 提高至 提高为 提升到 提升至 提升为 上升到 上升至 上升为 升到 升至 升为 扩大到 扩大至 跃升到 跃升至 上调至 扩充到 扩充至")
_TO_DOWN = listed("下降到 下降至 下降为 减少到 减少至 减少为 降低到 降低至 降低为 降到 降至 降为 减到 减至 减为 回落到 回落至 缩减到 缩减至 缩减为 压减到 压减至 缩短到 缩短至 缩短为 下调至 跌至")
_TO = listed("达到 达 达成 高达 多达 变为 调整为 调整到 调整至 达到了")
_FROM = listed("由 从 由原来的 从原来的 由原来 从原来 由原先的 从原先的 由原有的 从原有的 由最初的 从最初的 由上年的 从上年的 由去年的 从去年的 由年初的 从年初的 由建设前的 从建设前的")
CHANGES: dict[str, tuple[str, int]] = {
    **dict.fromkeys(_UP, ("by", 1)),
    **dict.fromkeys(_DOWN, ("by", -1)),
    **dict.fromkeys(_TO_UP, ("to", 1)),
    **dict.fromkeys(_TO_DOWN, ("to", -1)),
    **dict.fromkeys(_TO, ("to", 0)),
    **dict.fromkeys(_FROM, ("from", 0)),
}
FILLERS = {"了", "又", "再", "均", "平均", "仅"}  # between a change word or a bound and the number: 增长了12%, 平均≤6秒
BELONGS_ELSEWHERE = {  # what stands before a word where it belongs to another one: 签约35人, 最近3次, 新增5项, 晋升3人
    "约": "节签合预制契条特公集履违简邀相",
    "近": "附最靠邻临亲就相远",
    "超": "高赶反",
    "增": "新",
    "降": "沉",
    "升": "晋直",
    "减": "加",
    "增加": "新",
    "达": "抵送传表发直",
    "从": "服听自跟",
    "由": "自理缘经",
}
LONGEST_WORD = max(map(len, (*BEFORE, *CHANGES, *FILLERS)))

# Behind a lone 一 most units make an article or an idiom (一批, 一次性, 一流), behind 二 an ordinal (二期, 二次): only these count.
COUNTED_FROM_ONE = frozenset(listed("个 项 名 所 家 门 件 台 套 间 座 篇 支 部 枚 辆 条 番 倍 人次 学时 课时 个月 小时 分钟 亩 元 万元 亿元 个百分点 百分点 学年 学期 周年"))
COUNTED_FROM_TWO = frozenset(listed("个 项 名 位 人 家 所 番 倍 学时 课时 万元 亿元 个百分点 周年"))

SLOGANS = re.compile(
    "十[一二三四五六]五|百千万|三全育人|三教改革|三农|五一|五四|七一|八一|三八|九一八|双十一|四六级|二十大|十[九八]大|九三学社|[三四五六七八九]个一"
)

# Numbers that are names by themselves (universities, alarm and service numbers), where a word follows.
KNOWN_NAMES = {"985", "211", "110", "119", "120", "122", "12315", "12345", "12348", "12306", "12333", "12355", "996", "007"}
# What makes the number before it a name: 世界500强, 48号, 12345热线. Only where no unit may be meant.
NAME_TAILS_BEGIN = "强号热线级年后型码路"
NAME_TAILS = re.compile(r" ?(?:强(?!度)|号(?!召)|热线|线城市|级(?!别)|年[级制]|后(?!勤|期|续)|型|码|路(?!径|由))")
