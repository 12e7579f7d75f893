"""Measures, approximations, ranges, ratios: each string with what it must yield, in base units where a scale or % is involved."""

from decimal import Decimal
from fractions import Fraction

import pytest

from gouji.audit.tokens import TokenKind
from gouji.audit.tokens import tokenize
from gouji.numbers import Bound

F = Fraction


def only(text):
    (token,) = tokenize(text)
    return token


@pytest.mark.parametrize(
    ("text", "number", "unit", "base", "place"),
    [
        ("2.5亿元", "2.5", "亿元", 250_000_000, 10_000_000),  # ± 500 万元
        ("12,345.67万元", "12,345.67", "万元", 123_456_700, 100),
        ("12 345.67", "12 345.67", "", F("12345.67"), F(1, 100)),
        ("１２，０００", "１２，０００", "", 12_000, 1),
        ("1 200 人", "1 200", "人", 1200, 0),
        ("12\u2009345人", "12\u2009345", "人", 12_345, 0),
        ("2 000余册", "2 000", "册", 2000, 0),
        ("百分之九十五点六", "九十五点六", "%", F(956, 1000), F(1, 1000)),
        ("百分之百", "百", "%", 1, F(1, 100)),
        ("万分之三", "三", "%", F(3, 10_000), F(1, 10_000)),
        ("0.5‰", "0.5", "‰", F(5, 10_000), F(1, 10_000)),
        ("一千二", "一千二", "", 1200, 1),
        ("三万五", "三万五", "", 35_000, 1000),
        ("一百零二", "一百零二", "", 102, 1),
        ("两千零五", "两千零五", "", 2005, 1),
        ("三个工种", "三", "个", 3, 0),
        ("两项", "两", "项", 2, 0),
        ("八大教学系", "八", "个", 8, 0),
        ("6大专业群", "6", "个", 6, 0),
        ("四名", "四", "名", 4, 0),
        ("人数：3200；", "3200", "", 3200, 1),
        ("0次", "0", "次", 0, 0),
        ("零事故", "零", "", 0, 1),
        ("七成", "七", "成", F(7, 10), F(1, 10)),  # 70 %, to 10 points
        ("七成五", "七", "成", F(75, 100), F(1, 100)),
        ("三分之一", "三分之一", "", F(1, 3), 0),
        ("占1/3", "1/3", "", F(1, 3), 0),
        ("18.2:1", "18.2", ":1", F("18.2"), F(1, 10)),
        ("生师比为16.5：1", "16.5", ":1", F("16.5"), F(1, 10)),
        ("1:20", "1:20", ":1", F(1, 20), F(1, 400)),
        ("课时比为4:6", "4:6", ":1", F(4, 6), F(1, 9)),  # 4/6, 4·1/36
        ("翻两番", "两", "番", 2, 1),
        ("增长2倍", "2", "倍", 2, 1),
        ("增长-4%", "-4", "%", F(-4, 100), F(1, 100)),
        ("−3.2%", "−3.2", "%", F(-32, 1000), F(1, 1000)),
        ("一年半", "一", "年", F(3, 2), F(1, 2)),
        ("7377 人", "7377", "人", 7377, 0),
        ("1027 \n\n人", "1027", "人", 1027, 0),
        ("12,\n345人", "12,\n345", "人", 12_345, 0),
        ("合格率95.\n43%", "95.\n43", "%", F(9543, 10_000), F(1, 10_000)),
        ("120万㎡", "120", "万平方米", 1_200_000, 10_000),
        ("12500元/生", "12500", "元/生", 12_500, 1),
        ("5.6个/生", "5.6", "个/生", F("5.6"), F(1, 10)),
        ("12台（套）", "12", "台（套）", 12, 0),
        ("800GB存储", "800", "GB", 800, 1),
        ("出口带宽10Gbps", "10", "Gbps", 10**10, 10**9),
        ("￥12,000.00", "12,000.00", "元", 12_000, F(1, 100)),
        ("(1,234.56)", "(1,234.56)", "", F("-1234.56"), F(1, 100)),
        ("两校区", "两", "校区", 2, 0),
    ],
)
def test_a_measure_keeps_value_place_and_unit(text, number, unit, base, place):
    token = only(text)
    assert token.kind is TokenKind.MEASURE
    assert (token.value_text, token.unit) == (number, unit)
    assert text[token.start : token.end] == number
    assert token.figure.text == number
    assert abs(token.figure.base_value() - base) < F(1, 10**35)  # 1/3 is kept to forty digits
    assert abs(token.figure.base_place() - place) < F(1, 10**35)


@pytest.mark.parametrize(
    ("text", "bound", "value", "outer"),
    [
        ("约6.5亿", Bound.ABOUT, "6.5", "约6.5亿"),
        ("近50%", Bound.NEAR, "50", "近50%"),
        ("100余场", Bound.MORE, "100", "100余场"),
        ("3000多万", Bound.MORE, "3000", "3000多万"),
        ("100余万元", Bound.MORE, "100", "100余万元"),
        ("二十余项", Bound.MORE, "20", "二十余项"),
        ("600 多万元", Bound.MORE, "600", "600 多万元"),
        ("将近400家", Bound.NEAR, "400", "将近400家"),
        ("逾200人", Bound.MORE, "200", "逾200人"),
        ("6000人次以上", Bound.AT_LEAST, "6000", "6000人次以上"),
        ("不少于300万元", Bound.AT_LEAST, "300", "不少于300万元"),
        ("≥85%", Bound.AT_LEAST, "85", "≥85%"),
        ("≥\n\n90%", Bound.AT_LEAST, "90", "≥\n\n90%"),
        ("90%以上", Bound.AT_LEAST, "90", "90%以上"),
        ("100万元（含）以上", Bound.AT_LEAST, "100", "100万元（含）以上"),
        ("平均≤6秒", Bound.AT_MOST, "6", "≤6秒"),
        ("＞1000个", Bound.MORE, "1000", "＞1000个"),
        ("约500多人", Bound.ABOUT, "500", "约500多人"),
        ("20来人", Bound.ABOUT, "20", "20来人"),
        ("30人左右", Bound.ABOUT, "30", "30人左右"),
        ("100+家企业", Bound.AT_LEAST, "100", "100+家"),
        ("千余名", Bound.MORE, "1000", "千余名"),
        ("近万册", Bound.NEAR, "10000", "近万册"),
        ("上千人", Bound.AT_LEAST, "1000", "千人"),
        ("三分之二以上", Bound.AT_LEAST, None, "三分之二以上"),
    ],
)
def test_a_bound_stands_before_inside_or_behind(text, bound, value, outer):
    token = only(text)
    assert token.figure.bound is bound
    assert value is None or token.figure.value == Decimal(value)
    assert text[token.outer_start : token.outer_end] == outer


@pytest.mark.parametrize("text", ["签约35人", "附近3家", "最近3次", "合约2份", "赶超5家"])
def test_a_bound_word_inside_another_word_is_none(text):
    assert only(text).figure.bound is Bound.NONE


@pytest.mark.parametrize("text", ["约6.5亿", "近50%", "超100人", "逾200人", "二十余项", "十几人", "上千人", "不到5%"])
def test_approximations_are_known_as_such(text):
    assert only(text).approximate


@pytest.mark.parametrize("text", ["≥85%", "不少于300万元", "90%以上", "＞1000个", "3至5万元", "12人"])
def test_targets_and_plain_numbers_are_no_approximations(text):
    assert not only(text).approximate


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("3至5万元", 3, 5, "万元"),
        ("5万~10万", 5, 10, "万"),
        ("2-24小时", 2, 24, "小时"),
        ("63%—68%", 63, 68, "%"),
        ("5%－8%", 5, 8, "%"),
        ("8000～10000元", 8000, 10_000, "元"),
        ("1—2\n\n个", 1, 2, "个"),
        ("十几人", 11, 19, "人"),
        ("几十家", 20, 99, "家"),
        ("数百名", 200, 999, "名"),
        ("三四十人", 30, 49, "人"),
        ("七八个", 7, 8, "个"),
        ("每班30-40，", 30, 40, ""),
    ],
)
def test_a_range_has_two_ends_and_one_unit(text, low, high, unit):
    token = only(text)
    assert token.kind is TokenKind.RANGE
    assert (token.figure.value, token.figure.upper, token.unit) == (low, high, unit)
    assert token.figure.bound is Bound.RANGE


def test_from_a_to_b_is_a_change_and_no_range():
    first, second = tokenize("由85%提高到93.5%")
    assert (first.change, first.sign, second.change, second.sign) == ("from", 0, "to", 1)
    first, second = tokenize("从85%到93%")
    assert (first.change, second.kind) == ("from", TokenKind.MEASURE)


def test_picking_from_a_set_is_no_change():
    assert only("从115支队伍里脱颖而出。").change == ""


@pytest.mark.parametrize(
    ("text", "change", "sign"),
    [
        ("提高1.35个百分点", "by", 1),
        ("下降4%", "by", -1),
        ("同比增长了约3.2%", "by", 1),
        ("增长到2倍", "to", 1),
        ("降至3.1%", "to", -1),
        ("达到200人", "to", 0),
        ("高出2.3个百分点", "by", 1),
        ("低于0.5个百分点", "by", -1),
        ("新增5项", "", 0),
        ("晋升3人", "", 0),
        ("共有5项", "", 0),
    ],
)
def test_the_words_directly_before_tell_how_a_number_is_used(text, change, sign):
    token = only(text)
    assert (token.change, token.sign) == (change, sign)


def test_points_are_not_percent():
    assert only("提高1.35个百分点").unit == "个百分点"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12人", "人"),
        ("12人次", "人次"),
        ("12人日", "人日"),
        ("12学时", "学时"),
        ("12课时", "课时"),
        ("12人学时", "人学时"),
        ("12名师生", "名"),
        ("12名优秀学员", "名"),
        ("700个案例", "个"),
        ("12项目标", "项"),
        ("3支队伍", "支"),
        ("5个专业", "个"),
        ("30人均获奖", "人"),
        ("5家具有资质的企业", "家"),
        ("12个工作日", "个工作日"),
        ("2.4万人次", "万人次"),
        ("35千瓦", "千瓦"),
        ("86分", "分"),
        ("2金", "金"),
        ("10项目", ""),
        ("12人数", ""),
        ("3副高级", ""),
        ("5学院", ""),
    ],
)
def test_units_are_told_from_words_that_begin_alike(text, unit):
    assert tokenize(text)[0].unit == unit


@pytest.mark.parametrize("text", ["合计\t12\n人员", "合计12\n项目名称", "共12\n人才培养", "小计 8\n\n个人奖项"])
def test_no_unit_is_taken_from_the_next_row_or_sentence(text):
    assert only(text).unit == ""


@pytest.mark.parametrize(
    "text",
    [
        *("一批", "一系列", "一体化", "统一", "唯一", "一流", "一次性", "一方面", "每一项", "一个个", "一年", "二期", "二次元", "零距离", "零售", "千家万户", "万人计划", "百年树人", "双高"),
        *("三下乡", "一带一路", "一人一策", "一二三产业", "三三制", "再三", "十全十美", "两手抓"),
    ],
)
def test_idioms_measure_nothing(text):
    assert [token for token in tokenize(text) if token.figure] == []


def test_medals_have_each_their_unit():
    assert [(token.value_text, token.unit) for token in tokenize("取得 2 金 2 银 4 铜 3 优胜")] == [("2", "金"), ("2", "银"), ("4", "铜"), ("3", "")]


def test_digits_are_never_rounded():
    assert only("-123456789012345678901234567.89元").figure.value == Decimal("-123456789012345678901234567.89")


def test_numbers_of_a_list_stay_apart():
    assert [token.value_text for token in tokenize("分别为3、5、7项和12项")] == ["3", "5", "7", "12"]


def test_a_minus_behind_a_blank_is_no_range():
    text, numbers = "净利润 -4,648.52 -15,563.44 70.1%；收益率 -2.34% -8.06% 2,434.51 -7.00", "-4648.52 -15563.44 70.1 -2.34 -8.06 2434.51 -7.00"
    assert [token.figure.value for token in tokenize(text)] == [Decimal(number) for number in numbers.split()]


def test_a_row_of_amounts_stays_apart():
    assert [token.value_text for token in tokenize("合计 5,138.68 4,200.10 938.58")] == ["5,138.68", "4,200.10", "938.58"]
    assert [token.value_text for token in tokenize("教师 110 164 113")] == ["110", "164", "113"]
