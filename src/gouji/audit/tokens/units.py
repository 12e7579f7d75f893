"""Units behind a number: which words count as one, and when the same characters begin another word (3 项, but 3 项目).

Belongs here: units and scale words as text. Not here: what they convert to (gouji.numbers.units).
"""

from __future__ import annotations

import re

from gouji.audit.tokens.words import listed

GAP = r"[ ]{0,4}(?:\r?\n[ ]{0,4}){0,3}"  # blanks and broken lines inside a sentence; bounded, so that no text makes the search quadratic
SCALE = "(?:万亿|千亿|百亿|千万|百万|亿|万|千(?![瓦米克字卡帕焦])|百(?![分度货合姓校佳强]))"

_WORDS = listed(
    """
    个百分点 百分点 个工作日 工作日 个学时 个课时 标准学时 人学时 人课时 学时 课时 学分 机时 台时 人次数 人次 人天 人日 人月 人年 人份 台套 件套 个月 周年 周岁 学年 学期 部门 校区 院系 处室 平方米 平方公里
    平方千米 平方厘米 平米 立方米 立方 公顷 公里 千米 厘米 毫米 纳米 微米 公斤 千克 毫克 毫升 分钟 小时 秒钟 毫秒 千瓦时 千瓦 兆瓦 美元 欧元 港元 日元 港币 英镑 元 角 亩 吨 克 升 米 秒 周 天 岁 倍 番 成
    班次 节次 车次 批次 轮次 场次 户次 例次 家次 课次 级次 分 点 度 年 兆 个 名 人 位 项 门 所 家 件 间 台 套 次 场 期 本 册 部 支 条 款 篇 届 班 组 类 种 份 枚 张 座 栋 幢 辆 队 例 轮 批 方
    科 节 处 章 幅 户 校 院 县 市 镇 乡 村 系 国 省 层 颗 粒 棵 株 只 头 匹 尾 艘 架 把 根 块 片 瓶 袋 箱 盒 包 桶 双 对 副 盏 盆 卷 集 首 曲 幕 盘 排 道 起 宗 笔 桩 步 遍 趟 回 局 代
    股 束 堂 席 单 页 字 词 句 具 顿 床 扇 金 银 铜
    """
)
_SIGNS = listed(
    """
    % ‰ ℃ °C ° ㎡ m² m2 m³ m3 km² km2 ㎞ km cm mm nm μm kg mg g t L ml mL kWh kW MW GW W kV V A Hz kHz MHz GHz Tbps Gbps Mbps
    Kbps kbps bps TBps GBps MBps KBps Gb/s Mb/s GB TB PB MB KB Gb Mb T G M K h min s ms d VA kVA Pa MPa kPa dB lx
    """
)
# What follows the unit's character where it belongs to another word even behind a number: 10项目 can only be 10 and 项目, 12名师生 is 12名.
_NOT_BEFORE = {
    "人": "数|员|均(?!为|获|有|是|在)",
    "个": "别|体(?!系)|税",
    "名": "称|录|单|次|牌|册|额",
    "位": "于|置|次",
    "项": "目(?!标)",
    "门": "类|诊|户|槛",
    "所": "有|在|属|示|得|需",
    "家": "长(?!期)|庭|具(?!有|备)|访|校|级",
    "件": "数",
    "间": "接|隔|距",
    "台": "账|湾|山|阶|式|数",
    "套": "餐|数",
    "次": "数|要|级|品|年",
    "场": "地|所|馆|景|次",
    "期": "间|末|初|望|满|刊|限|中|货|数",
    "本": "科|校|院|部|地|省|市|年|级|次|报|土|身|质|领|期|学|区|单|职|金|人|系|案",
    "部": "分|署|长|委|级|件|属|门",
    "支": "持|出|付|撑|援|部|教|队(?!伍)",
    "条": "件|例",
    "班": "级|主|子|数",
    "组": "织|成|建|合|长",
    "类": "型|别|似",
    "种": "类|植|子",
    "份": "额",
    "座": "谈|右|席",
    "队": "伍|员|长",
    "例": "如|外|会",
    "轮": "岗|训|换|流",
    "批": "准|评|复|示|次",
    "方": "面(?!积)|案|向|式|法|针|便",
    "科": "技|学|研|目|教|普|级|室",
    "节": "约|能|省|日|假|水",
    "处": "理|于|置|罚|长|级|室|分",
    "章": "程",
    "户": "外|籍|口",
    "校": "园|企|长|内|外|级|本|友|史|风|训|历|区",
    "院": "校|系|长|士|级|部|区|办",
    "县": "级|区|域",
    "市": "级|场|民|直|政|域|属|区",
    "镇": "级|街",
    "村": "级|民",
    "系": "统|列|部|数",
    "国": "家|内|际|外|务|有|企|资|标|赛|产",
    "省": "级|份|内|外|直|部|委|属|赛|市",
    "层": "次|面|级",
    "单": "位|元|价|独|项|招|证|列",
    "双": "高|师|一|向|创|选|方",
    "对": "应|于|口|接|象|外|标|比",
    "副": "高|教|院|校|主|中|处|科",
    "集": "团|体|中|成",
    "首": "次|批|届|先|席|个",
    "排": "名|放|污|水|列|查",
    "道": "路|德",
    "起": "草|来|点|到|步",
    "回": "应|复|收|归|国|落",
    "局": "长|部|面",
    "代": "表|码|理|替|课",
    "股": "份|东|权|级",
    "席": "位",
    "页": "面|码",
    "字": "号|体",
    "具": "有|体|备",
    "把": "握|关",
    "包": "括|含",
    "根": "据|本",
    "块": "状",
    "片": "区|段",
    "步": "骤|行|伐",
    "笔": "试|记",
    "只": "有|是|能|要",
    "头": "部",
    "架": "构|设",
    "盘": "活|点",
    "堂": "课(?!程)",
    "点": "击|评|名|多|钟",
    "年": "级|龄|均|制|代|度",
    "元": "素|旦|器",
    "角": "度|色",
    "度": "假|过|量|的|数",
    "天": "然|河|津",
    "周": "边|期|末|转",
    "成": "果|立|为|员|绩|效|功|本|就|长|都|熟|人|品|教|份",
    "升": "级|学|本|入|至|到|为",
    "米": "粉",
    "克": "服|隆",
    "秒": "杀",
    "分": "别|布|为|之|析|公|校|院|局|支|类|工|管|开|享|散|配|步|期|批|段|解|会|中心|组|层|项|值|数",
    "词": "语|典",
    "句": "子",
    "卷": "烟",
    "粒": "子|度",
    "床": "位",
    "桶": "装",
    "箱": "体",
    "束": "后",
    "金": r"(?![ \d、，,。；;）)银铜]|$)",
    "银": r"(?![ \d、，,。；;）)金铜]|$)",
    "铜": r"(?![ \d、，,。；;）)金银]|$)",
}
_PER = "(?:/(?:平方米|立方米|人次|学期|学年|学时|课时|小时|分钟|公里|[人生年月日天户亩名次台套件个节期周秒座间班㎡校师项]|m²|m2|s|h)(?:·(?:学年|[年月天]))?)?"

# Counted one by one in prose, beside those that gouji.numbers.units knows from tables.
COUNTED = frozenset(listed("校 院 县 市 省 国 镇 乡 村 系 校区 部门 院系 处室 批次 场次 轮次 班次 户次 车次 家次 人份 颗 棵 株 只 头 匹 尾 艘 架 把 块 片 把 副 盏 盆 卷 集 首 宗 笔 桩 页 金 银 铜"))
ONE_SPELLING = {"㎡": "平方米", "m²": "平方米", "m2": "平方米", "m³": "立方米", "m3": "立方米", "km²": "平方公里", "km2": "平方公里", "㎞": "km", "°": "度", "°C": "℃"}


def _word(unit: str) -> str:
    return unit + (f"(?!{_NOT_BEFORE[unit]})" if unit in _NOT_BEFORE else "")


def _sign(unit: str) -> str:
    return re.escape(unit) + ("(?![A-Za-z0-9])" if unit[-1].isascii() and unit[-1].isalnum() else "")


def _any_of(patterns: list[str]) -> str:
    return "|".join(patterns)


def _longest_first(units: list[str]) -> list[str]:
    return sorted(dict.fromkeys(units), key=len, reverse=True)


_FIRST = "".join(dict.fromkeys(unit[0] for unit in (*_WORDS, *_SIGNS)))
UNIT = (
    rf"(?=[{re.escape(_FIRST)}])"  # most numbers in tables have nothing behind them: ask for the first character once
    rf"(?:台(?:[(（]套[)）]|/套)|(?:{_any_of([_sign(unit) for unit in _longest_first(_SIGNS)])}|{_any_of([_word(unit) for unit in _longest_first(_WORDS)])}){_PER})"
)
# Behind a line break the next word may belong to another cell or sentence, so that everyday words beginning with a unit's character are left alone.
OTHER_WORDS = frozenset(
    listed(
        """
    人民 人才 人社 人工 人力 人文 人身 人大 人气 人类 人生 人事 人际 人选 人行 人物 人均 人口 人体 个人 个性 个案 个体 名师 名优 名校 名家 名义 名言 门店 门卫 门窗 所长 所谓 所述 所处 家电 家纺 家政 家族
    家乡 家国 家教 件数 间断 台风 套期 次月 次日 次生 次序 场面 场内 场外 期待 期权 本书 本项 本着 本文 本办 本土 本届 部队 支行 支线 支农 支点 条块 条文 条理 款项 款式 届时 届满 班长 班会 班风 组别 组团
    类书 种养 张贴 座位 队列 例会 例行 轮次 批量 方圆 方位 科普 科长 节点 节庆 处在 处室 章节 户均 校舍 校办 校际 校门 院办 县长 县委 市长 市委 市直 镇区 乡村 乡镇 村镇 村委 系主 国民 国庆 省委 省政 层层
    单招 单列 双百 双休 双语 双减 对照 对外 对策 副本 集群 集资 首先 排列 道具 起始 回顾 局域 代收 股票 字典 具体 把好 包干 根治 片面 步入 笔者 只读 头脑 架空 盘点 点位 年轻 年底 年初 年末 年终 年内 年检
    年审 年会 元件 元月 角落 天气 天下 周密 成为 成交 成人 成年 成套 升级 升旗 分析 分管 分工 分局 分队 分享 分项 米其 克难 词条 卷入 金融 金额 金属 金牌 银行 银牌 铜牌 番禺 倍增 周转 秒针 套用 本次 起点
    笔试 校级 省级 市级 国赛 省赛
    """
    )
)
