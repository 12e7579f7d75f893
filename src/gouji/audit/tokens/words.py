"""The words around a number: units and what must not follow them, bounds, directions, numerals that are names. Language only, nothing regional.

Belongs here: tables of words and the patterns made of them. Not here: how a token is put together.
"""

from __future__ import annotations

import re

from gouji.numbers import Bound

GAP = r"[ ]{0,4}(?:\r?\n[ ]{0,4}){0,3}"  # blanks and broken lines inside a sentence; bounded, so that no text makes the search quadratic

SCALES = "万亿|千亿|百亿|十亿|千万|百万|十万|亿|万|千|百"

# Units after a number, with the characters that would make the unit the beginning of another word (3 人 but 3人才, 2 项 but 项目; 12项目标
# is 12 项目标: see FOLLOW). Longest first, so that 人次 and 个百分点 win.
_PLAIN_UNITS = """
个百分点 百分点 个工作日 工作日 个学时 个课时 人学时 人课时 人次数 人次 人天 人日 人月 人年 人份 学时 课时 学分 标准学时 机时 台时 台套 件套 个月 周年 学年 学期 年度
平方米 平方公里 平方千米 平方厘米 平米 立方米 立方 公顷 公里 千米 厘米 毫米 纳米 微米 公斤 千克 毫克 毫升 分钟 小时 秒钟 毫秒 千瓦时 千瓦 兆瓦 万元 亿元 美元 欧元 港元 日元 港币
英镑 卢布 元 角 亩 吨 克 升 米 秒 周 天 岁 倍 番 成 层 级次 班次 节次 车次 批次 届次 轮次 场次 户次 例次 家次 课次 点 兆
个 名 人 位 项 门 所 家 件 间 台 套 次 场 期 本 册 部 支 条 款 篇 届 班 组 类 种 份 枚 张 座 栋 幢 辆 队 例 轮 批 方 科 节 处 章 幅 户 校 院 县 市 镇 乡 村 系 国 省
颗 粒 棵 株 只 头 匹 尾 艘 架 把 顶 根 块 片 瓶 袋 箱 盒 包 桶 双 对 副 盏 盆 卷 集 封 首 曲 幕 盘 列 排 行 道 起 宗 笔 桩 步 遍 趟 回 局 代 股 束 堂 席 单 则 页 字 词 句 面 口 具 顿 床 扇
卡路里 年 克拉
""".split()
_LATIN_UNITS = """
%  ‰ ℃ °C ° ㎡ m² m2 m³ m3 km² km2 ㎞ km cm mm nm μm kg mg g t L ml mL kWh kW MW GW W kV V A Hz kHz MHz GHz
Tbps Gbps Mbps Kbps kbps bps Gb/s Mb/s GB TB PB MB KB Gb Mb T G M K h min s ms d 亿kWh VA kVA Pa MPa kPa dB lx
""".split()
_NOT_BEFORE = {
    "人": "数员均民才社工力文身大气类生格事口际选情体保行机物像为造设",
    "个": "人别体性税案",
    "名": "称单师额录义牌优次誉家校著列言胜气人",
    "位": "于置次居列移势",
    "项": "目",
    "门": "类户诊槛店卫窗",
    "所": "有在属以需得长用谓示处述",
    "家": "长庭具电纺政族校乡国教委人装访园",
    "件": "数",
    "间": "接隔距",
    "台": "账湾山阶式风",
    "套": "餐路期利",
    "次": "数要月日年生级序于品",
    "场": "地所馆景面内外次",
    "期": "间末初望满刊限中待权",
    "本": "科校院部地省市年级人次报土项身质领届期学着区单科文章办职科系案土",
    "册": "子",
    "部": "门分署长队委级件",
    "支": "持出付部撑队援线教行点农",
    "条": "件例线块文理",
    "款": "项式",
    "届": "时满",
    "班": "级主子长车会风",
    "组": "织成长建合团别",
    "类": "型别似",
    "种": "类植子养",
    "份": "额",
    "张": "贴家力",
    "座": "谈位右席",
    "队": "伍员长列",
    "例": "如外会行",
    "轮": "岗训换流",
    "批": "准评复示次",
    "方": "面案向式法针便位圆",
    "科": "技学研目室教普级",
    "节": "约能点日省庆假水",
    "处": "理于置在室分长级罚",
    "章": "程节",
    "户": "外籍口",
    "校": "园企长内外区级本友史风训门办历际舍",
    "院": "校系长级士部区办",
    "县": "级区域长委",
    "市": "级场民直政委区长域",
    "镇": "级区街",
    "乡": "村镇",
    "村": "级民委",
    "系": "统列部主数",
    "国": "家内际外务有企庆资标产",
    "省": "级份市内外直部委政",
    "单": "位元价一独项招证",
    "双": "高师一向方创选",
    "对": "应于口接象外标比",
    "副": "高教院校主中",
    "集": "团体中成",
    "首": "次批届个家先席",
    "列": "入为出",
    "排": "名放列污水查",
    "行": "业政为动程列",
    "道": "路德",
    "回": "应复收归国",
    "局": "长部面",
    "代": "表码理替课",
    "股": "东份权级长室",
    "席": "位",
    "页": "面码",
    "字": "号体",
    "面": "积向对临试授",
    "口": "径头号",
    "具": "有体备",
    "起": "草来点到",
    "把": "握关好",
    "包": "括含",
    "根": "据本",
    "点": "击名评",
    "成": "果立为员绩效功本果就长都熟人品",
    "天": "然河津",
    "周": "边期末转年",
    "元": "素旦件器",
    "级": "",
    "层": "次面级",
    "年": "级龄均制",
    "角": "度色",
    "角色": "",
    "头": "部",
    "只": "有是能要",
    "片": "区段面",
    "块": "状",
    "步": "骤行伐",
    "笔": "试记者",
    "升": "级学本入至到为",
    "米": "粉其",
    "克": "服隆",
    "秒": "杀",
    "词": "语典",
    "句": "子",
    "则": "为是",
    "卷": "面烟",
    "幅": "度员",
    "对口": "",
    "箱": "体",
    "架": "构设空",
    "盘": "活点",
    "顶": "层岗",
    "堂": "课",
    "束": "后",
    "封": "闭面",
    "曲": "线",
    "粒": "子度",
    "尾": "款",
    "床": "位",
    "桶": "装",
}
_FOLLOW = {"项": "(?!目(?!标|的))", "本": "(?!科(?!普))", "次": "(?!数)"}  # 12项目标 is 12 项 + 目标, 3项目的… too


def _unit_pattern(unit: str) -> str:
    if unit in _FOLLOW:
        rest = "".join(character for character in _NOT_BEFORE.get(unit, "") if character not in "目科数")
        return unit + _FOLLOW[unit] + (f"(?![{rest}])" if rest else "")
    barred = _NOT_BEFORE.get(unit)
    return unit + (f"(?![{barred}])" if barred else "")


_HAN_UNITS = "|".join(_unit_pattern(unit) for unit in sorted(set(_PLAIN_UNITS), key=len, reverse=True))
_SIGNS = "|".join(f"{re.escape(unit)}{'(?![A-Za-z0-9])' if unit[-1].isascii() and unit[-1].isalnum() else ''}" for unit in sorted(_LATIN_UNITS, key=len, reverse=True))
_PER = "(?:/(?:平方米|立方米|人次|学期|学年|学时|课时|小时|分钟|公里|[人生年月日天户亩名次台套件个户节期周秒座间班㎡校师项]|m²|m2|s|h)(?:·(?:年|月|天|学年))?)?"
UNIT = f"(?:台[(（/]套[)）]?|(?:{_SIGNS}|{_HAN_UNITS}){_PER})"

_AFTER = {
    Bound.AT_LEAST: ("及其以上", "及以上", "(含)以上", "（含）以上", "以上"),
    Bound.AT_MOST: ("及以下", "(含)以下", "（含）以下", "以下", "以内", "之内"),
    Bound.ABOUT: ("左右", "上下"),
    Bound.MORE: ("有余", "多", "余"),
}
AFTER = {word: bound for bound, words in _AFTER.items() for word in words}
AFTER_PATTERN = "|".join(re.escape(word) for word in sorted(AFTER, key=len, reverse=True))

_BEFORE = {
    Bound.AT_LEAST: ("≥", "≧", "⩾", ">=", "不少于", "不低于", "不小于", "不下于", "至少", "最少", "最低"),
    Bound.MORE: (">", "超过", "超", "逾", "突破", "高于", "大于", "多于", "远超", "超出"),
    Bound.AT_MOST: ("≤", "≦", "⩽", "<=", "不超过", "不超", "不高于", "不大于", "不多于", "最多", "至多", "最高"),
    Bound.LESS: ("<", "低于", "小于", "少于"),
    Bound.NEAR: ("近", "将近", "接近", "不到", "不足", "未满", "不满", "未达"),
    Bound.ABOUT: ("约", "大约", "大概", "大致", "约为", "约占", "约有", "≈"),
}
BEFORE = {word: bound for bound, words in _BEFORE.items() for word in words}
OTHER_WORDS = {  # a bound character that belongs to another word: 签约35人, 最近3次, 首超
    "约": "节签合预制契条特公集履违简邀相",
    "近": "附最靠邻临亲就相远",
    "超": "高赶反",
}

_UP = "增长 增加 提高 提升 上升 上涨 上浮 增 升 涨 增幅 涨幅 增幅为 涨幅为 增长率为 净增 净增加 同比增长 递增 高出 多出 超出 超额 扩大 增收 追加 调增".split()
_DOWN = "下降 减少 降低 下滑 回落 下跌 下浮 降 减 跌 缩减 压减 压缩 缩短 核减 减幅 降幅 降幅为 减幅为 净减 净减少 低于 少于 减收 追减 调减 递减 节约 节省".split()
_TO_UP = "增长到 增长至 增长为 增加到 增加至 增加为 增到 增至 增为 提高到 提高至 提高为 提升到 提升至 提升为 上升到 上升至 上升为 升到 升至 升为 扩大到 扩大至 跃升到 跃升至 上调至 扩充到 扩充至".split()
_TO_DOWN = "下降到 下降至 下降为 减少到 减少至 减少为 降低到 降低至 降低为 降到 降至 降为 减到 减至 减为 回落到 回落至 缩减到 缩减至 缩减为 压减到 压减至 缩短到 缩短至 缩短为 下调至 跌至".split()
_TO = "达到 达 达成 高达 多达 变为 调整为 调整到 调整至 达到了".split()
_FROM = "由 从 由原来的 从原来的 由原来 从原来 由原先的 从原先的 由原有的 从原有的 由最初的 从最初的 由上年的 从上年的 由去年的 从去年的 由年初的 从年初的 由建设前的 从建设前的".split()
CHANGES: dict[str, tuple[str, int]] = {
    **{word: ("by", 1) for word in _UP},
    **{word: ("by", -1) for word in _DOWN},
    **{word: ("to", 1) for word in _TO_UP},
    **{word: ("to", -1) for word in _TO_DOWN},
    **{word: ("to", 0) for word in _TO},
    **{word: ("from", 0) for word in _FROM},
}
FILLERS = {"了", "又", "再", "均", "平均", "仅", "约"}  # between a change word and its number: 增长了12%
NO_CHANGE = {  # the last character of a change word as part of another: 新增 is a number of new things, 专升本 no rise
    "增": "新",
    "降": "沉",
    "升": "晋直",
    "减": "加",
    "达": "到抵送传表发直",
    "从": "服听自跟",
    "由": "自理缘经",
}
MODIFIER_LENGTH = 6

SLOGANS = re.compile("十[一二三四五六]五|百千万|百县千镇万村|千万工程|百万扩招|三全育人|三教改革|三农|双百|五一|五四|七一|八一|三八|九一八|双十一|四六级|二十大|十[九八]大|九三学社")

# Numbers that are names by themselves (universities, alarm and service numbers), where a word follows or quotation marks enclose them.
KNOWN_NAMES = {"985", "211", "110", "119", "120", "122", "12315", "12345", "12348", "12306", "12333", "12355", "996", "007", "5A", "4A", "3A"}
NAME_TAILS = re.compile(r" ?(?:强(?![^\W\d]*度)|号(?!召)|热线|高校(?=$|\W)|工程(?!师|项|实|系|类|专|造|机|管|技)|计划(?!内|外)|行动|模式|体系|机制|制(?!造|作|定|订|度|冷|图|剂|药)|式(?!样)|级|等(?=奖|舱|座)|线城市|路(?!径|由)|班|维|型|度(?!的)|字(?=号|头|方针)|码)")
