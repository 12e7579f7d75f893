"""Numbers that are no quantities: list markers, labels, ordinals, names, codes, addresses, versions, telephone numbers."""

from __future__ import annotations

import re

from gouji.audit.tokens.around import behind
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.words import KNOWN_NAMES
from gouji.audit.tokens.words import NAME_TAILS
from gouji.audit.tokens.words import SLOGANS
from gouji.numbers import chinese

_LOOK_BACK = 12  # how far back the words before a number are looked at
_LONGEST_ROW_NUMBER = 2  # digits of a running number; a longer one at the head of a row is a code

_BRACKET_MARKER = re.compile(r"[(（](?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）](?=[ ]{0,4}(?:[^\W_]|[“《\"'<【]))")
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(【](?P<n>(?:19|20)[0-9]{2})[〕\]）)】] ?第? ?[0-9]{1,5} ?号")
_REFERENCE = re.compile(r"\[(?P<n>[0-9]{1,3}(?:[-,][0-9]{1,3}){0,8})\]")
_WORD = re.compile(
    r"<[A-Za-z/!][^<>\n]{0,300}>"
    r"|(?:https?|ftp)://[^\s一-鿿，。；、（）“”<>]{1,500}|www\.[^\s一-鿿，。；、（）“”<>]{1,500}"
    r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,64}"
    r"|(?:GB|ISO|IEC|IEEE|DB[0-9]{2}|JY|RFC|LD|GA|HJ|YY|No|NO|[A-Z]{1,4}/[A-Z]{1,6})(?:/[A-Z]{1,2})?"
    r"[. ]{0,2}[0-9][0-9.]{0,12}(?:[-—][0-9]{4})?"
    r"|[A-Za-z_][A-Za-z0-9_]*(?:[-./+:&=?#%][A-Za-z0-9_]+)*"
)
_COUNTED_WORD = re.compile(r"(?P<letters>[A-Za-z]{2,})[0-9]+(?:\.[0-9]+)?")
_CODE_LETTERS = re.compile(r"(?:GB|ISO|IEC|IEEE|DB|JY|COVID|SARS|CN|QQ|WIN|Win|Word|Excel|Office|Python|Web|IPv|USB|HTML|PM|CO)$")

_SHAPES = (  # what its shape alone makes a name or a label
    # telephone
    (re.compile(r"(?:0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]{1,5})?|[48]00-[0-9]{3,4}-?[0-9]{3,4}|1[3-9][0-9]{9})(?![0-9])"), TokenKind.NAME),
    (re.compile(r"[0-9]{16,}[Xx]?(?![0-9.])|[0-9]{17}[Xx]|0[0-9]+(?![0-9.,])"), TokenKind.NAME),  # identity card, account, 007
    (re.compile(r"[0-9]{1,3}(?:\+[0-9A-Za-z]{1,4})+(?![0-9%])|[0-9]{1,3}\+(?=[一-鿿])(?![个名人项家所次件场门万])"), TokenKind.NAME),  # 1+X, 3+证书
    # 7×24, 1920×1080
    (re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?(?:[×*xX✕][0-9]{1,5}(?:\.[0-9]{1,3})?){1,4}(?![0-9.%]| ?=)"), TokenKind.NAME),
    (re.compile(r"[0-9]{1,5}(?:[-.][0-9]{1,5}){2,8}(?![0-9%])"), TokenKind.LABEL),  # 1.2.1, 2-4-1
    # 201 05 07: class, item and sub-item of a budget
    (re.compile(r"[0-9]{3} (?:0[1-9]|[1-9][0-9])(?: [0-9]{2})?(?= [一-鿿])"), TokenKind.NAME),
    (re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,64}"), TokenKind.NAME),
)
_RUN = re.compile("[0-9]+")
SIGNS_OF_SHAPES = frozenset("-.+@_ xX×*✕")
_LONGEST_COUNT = 10  # digits; longer ones may be telephone numbers
_NUMBERED = re.compile(
    r"(?:图|(?<![代列发外仪报填手电钟])表|附件|附表|附图|附录|案例|专栏|图表|链接|公式|例|式|序号|课题|单元|模块|任务|问题|步骤|阶段|Section|Table|Figure) ?[（(]?$"
)
_CAPTIONED = re.compile(r"图|表|附|Table|Figure")
_DOUBLE = re.compile(r"[0-9]{1,3}(?:[-.—][0-9]{1,3}){1,3}")  # 表4-1 部门收支: of two parts it is a label whatever word the title begins with
_LABEL = re.compile(r"[0-9]{1,3}(?:[-.—][0-9]{1,3}){0,3}(?![0-9])")
_PAIR_BEFORE = re.compile(r"[0-9]{1,3}-[0-9]{1,3} ?[、，,和与及至] ?$")
_PAIR = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(?![0-9.])")
_SHOWN = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(?= ?所示)")
_IDENTIFIED = re.compile(r"(?:邮编|邮政编码|电话|传真|手机|账号|卡号|证号|学号|代码|编号|编码|QQ|微信)[：:为 ]{0,3}$")
_IDENTIFIER = re.compile(r"[0-9][0-9-]{2,40}")
_VERSIONED = re.compile(r"(?:版本|工业|蓝牙)[：: ]{0,2}$")
_VERSION = re.compile(r"[0-9]+\.[0-9]+(?![0-9%])(?!\s*(?:个?百分点|[%％‰亿万元倍]))")
_CONTENTS = re.compile(r"(?:\.{3,}|…+|·{3,})[ \t]*$|(?:^|(?<=[\n\r\f]))[ \t]*[-—][ ]?$")
_PAGE = re.compile(r"[0-9]{1,4}(?=[ ]{0,8}(?:[-—][ ]{0,4})?(?:$|[\r\n\f]))")
_LINE_START = re.compile(r"(?:^|(?<=[\n\r\f\t|]))[ #*>]*$")
_SECTION = re.compile(r"[0-9]{1,2}\.[1-9][0-9]?(?![0-9.%])(?= {0,8}[一-鿿A-Za-z“《（(])")
_BEFORE_HEAD = frozenset("\n\r\f\t| #*>")
_MARKER = re.compile(r"[0-9]{1,2}(?:[.](?![0-9])|、(?![0-9])|[)）])")
_MARK_BEFORE = re.compile(r"[。；;：:！!？?“”\"\t] {0,4}$")
_ROW_NUMBER = re.compile(r"[0-9]{1,4}(?= {1,4}[一-鿿“《]{2})")
_SENTENCE_END = re.compile(r"[。；;] {1,4}$")
_NUMERAL = re.compile(r"[0-9]{1,4}(?:[-—~][0-9]{1,4})?|[〇零一二两三四五六七八九十百]{1,6}")
_TOP = re.compile(r"(?<![之以目年月日此])前[ ]?$")
_RANK = re.compile(r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})(?= ?(?:名(?!学|教|师)|位(?!学|教)|强|列))")
_SHORT = re.compile(r"[0-9]{1,6}(?![0-9.,])")
_CODE = re.compile(r"[0-9]{1,4}[A-Za-z][0-9A-Za-z-]{0,24}")
_MOBILE = re.compile(r"[2-6]G(?![A-Za-z0-9])(?! ?(?:内存|存储|带宽|空间|流量|出口|容量))")  # 5G, unless a size is meant
_IN_QUOTES = ("“”", '""', "‘’", "「」", "''")
QUOTES = frozenset(pair[0] for pair in _IN_QUOTES)

_HAN_MARKER = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})(?P<sign>、|是(?!否|个)|[)）])")
_HAN_MARK_BEFORE = re.compile(r"[。；;：:，,！？“” ]$")
_HAN_NAME = re.compile(
    "[一二三四五六七八九十]级|[一二三四]等(?=奖|功|品|舱|座)|[一二]类|[一二]期|[一二三]本|[一二三]产|[一二三四五六七八九十]年[级制]|[一二三]甲|[二三四]维|[三五]育|[一二三四五六七八九十]+号"
    "|三角|十字|[二三]次元"
)
_CONGRESS = re.compile("[一二三四五六七八九十]{1,3}届(?=[一二三四五六七八九十]{1,2}[中次])")  # 二十届三中全会


def marker(text: str, start: int) -> Token | int:
    """①, ⑴, ⒈, ㈠."""
    return _token(TokenKind.MARKER, text, start, start + 1)


def bracket(text: str, start: int) -> Token | int:
    """（1） before a word, 〔2023〕12号, a reference [3]; else the bracket is left to the number in it."""
    for pattern, kind in ((_DOCUMENT_NUMBER, TokenKind.NAME), (_BRACKET_MARKER, TokenKind.MARKER), (_REFERENCE, TokenKind.LABEL)):
        if found := pattern.match(text, start):
            return _token(kind, text, found.start("n"), found.end("n"), (start, found.end()))
    return start + 1


def word(text: str, start: int) -> Token | int:
    """A Latin word, address, tag or code; a NAME where it holds digits. PPT32个 is a word and a measure."""
    found = _WORD.match(text, start)
    if found is None:
        return start + 1
    if not _RUN.search(found[0]):
        return found.end()
    counted = _COUNTED_WORD.fullmatch(found[0])
    if counted and not _CODE_LETTERS.match(counted["letters"]) and behind(text, found.end()).printed:
        return start + counted.end("letters")
    return _token(TokenKind.NAME, text, start, found.end())


def digits(text: str, start: int) -> Token | int:
    """The label, ordinal, marker or name that begins at the digit, or `start`."""
    run = _RUN.match(text, start)
    assert run is not None  # it begins at a digit
    behind_run = text[run.end() : run.end() + 1]
    if behind_run in SIGNS_OF_SHAPES or text[start] == "0" or run.end() - start > _LONGEST_COUNT:
        for pattern, kind in _SHAPES:
            if found := pattern.match(text, start):
                return _token(kind, text, start, found.end())
    return _after_words(text, start, behind_run) or _at_head(text, start) or _before_words(text, start, run.end()) or start


def _after_words(text: str, start: int, behind_run: str) -> Token | None:
    """What the words before make of a number: 第12届, 前10名, 表1-1, 邮编, 工业4.0, the page in a line of contents."""
    low = max(0, start - _LOOK_BACK)
    last = text[low:start].rstrip(" ")[-1:]
    if last == "第":
        return _ordinal(text, start)
    if last == "前" and _TOP.search(text, low, start) and (found := _RANK.match(text, start)):
        return _token(TokenKind.ORDINAL, text, start, found.end())
    if last not in ENDINGS and behind_run != "-":
        return None
    if (before := _NUMBERED.search(text, low, start)) and (found := _LABEL.match(text, start)) and (
        (_CAPTIONED.match(before[0]) and _DOUBLE.fullmatch(found[0])) or not behind(text, found.end()).printed
    ):
        return _token(TokenKind.LABEL, text, start, found.end(), (before.start(), found.end()))
    for words, number, kind in _WORDS_BEFORE:
        found = number.match(text, start)
        if found and words.search(text, low, start) and not (kind is TokenKind.LABEL and behind(text, found.end()).printed):
            return _token(kind, text, start, found.end())
    return None


_WORDS_BEFORE = (
    (_PAIR_BEFORE, _PAIR, TokenKind.LABEL),
    (re.compile(""), _SHOWN, TokenKind.LABEL),
    (_IDENTIFIED, _IDENTIFIER, TokenKind.NAME),
    (_VERSIONED, _VERSION, TokenKind.NAME),
    (_CONTENTS, _PAGE, TokenKind.LABEL),
)
# With what _NUMBERED and the words of _WORDS_BEFORE end: behind anything else they need not be looked for.
ENDINGS = frozenset("图表件录例栏接式号题元块务段骤ne（(编码话真机Q信：:为本业牙、，,和与及至.…·-—\t\n")


def _at_head(text: str, start: int) -> Token | None:
    """A number that heads a line, a cell or an item: 1.1 学院概况, 3. …, 2、…, and the running number or code of a row."""
    low = max(0, start - _LOOK_BACK)
    at_start = not start or (text[start - 1] in _BEFORE_HEAD and bool(_LINE_START.search(text, low, start)))
    if (found := _MARKER.match(text, start)) and (at_start or _MARK_BEFORE.search(text, low, start)):
        return _token(TokenKind.MARKER, text, start, found.end() - 1, (start, found.end()))
    if not at_start and (text[start - 1] != " " or not _SENTENCE_END.search(text, low, start)):
        return None
    for pattern, kind in ((_SECTION, TokenKind.LABEL), (_ROW_NUMBER, TokenKind.MARKER)):
        if (found := pattern.match(text, start)) and not _counts(text, found.end()):
            is_code = kind is TokenKind.MARKER and len(found[0]) > _LONGEST_ROW_NUMBER
            return _token(TokenKind.NAME if is_code else kind, text, start, found.end())
    return None


def _counts(text: str, end: int) -> bool:
    follows = behind(text, end)
    return bool(follows.printed or follows.more)


def _before_words(text: str, start: int, end: int) -> Token | None:
    """What the characters behind make of a number, whose digits end at `end`: 3D, 5G, 500强, 48号, 985高校, “119”."""
    found = _CODE.match(text, start) if "A" <= text[end : end + 1] <= "z" else None
    if found and (not behind(text, start + _leading_digits(found[0])).unit or _MOBILE.match(text, start)):
        return _token(TokenKind.NAME, text, start, found.end())
    found = _SHORT.match(text, start)
    if found is None:
        return None
    quoted = start > 0 and text[start - 1] + text[found.end() : found.end() + 1] in _IN_QUOTES
    if quoted or NAME_TAILS.match(text, found.end()) or (found[0] in KNOWN_NAMES and _is_word_behind(text, found.end())):
        return _token(TokenKind.NAME, text, start, found.end())
    return None


def _leading_digits(code: str) -> int:
    return len(code) - len(code.lstrip("0123456789"))


def _is_word_behind(text: str, end: int) -> bool:
    return "一" <= text[end : end + 1] <= "鿿" and not _counts(text, end)


def _ordinal(text: str, start: int) -> Token | None:
    found = _NUMERAL.match(text, start)
    return None if found is None else _token(TokenKind.ORDINAL, text, start, found.end(), (text.rfind("第", 0, start), found.end()))


def han(text: str, start: int) -> Token | int:
    """The same for Chinese numerals; `start` where it may be a measure."""
    low = max(0, start - _LOOK_BACK)
    if text[start] == "首":
        is_first = text[start + 1 : start + 2] in ("届", "期", "批")
        return _token(TokenKind.ORDINAL, text, start, start + 1, (start, start + 2)) if is_first else start + 1
    if text[low:start].rstrip(" ")[-1:] == "第":
        return _ordinal(text, start) or start + 1
    if found := _han_marker(text, start):
        return found
    for pattern, kind in _HAN_SHAPES:
        if named := pattern.match(text, start):
            return _token(kind, text, start, named.end())
    if _TOP.search(text, low, start) and (rank := _RANK.match(text, start)):
        return _token(TokenKind.ORDINAL, text, start, rank.end())
    return start


_HAN_SHAPES = ((SLOGANS, TokenKind.NAME), (_CONGRESS, TokenKind.ORDINAL), (_HAN_NAME, TokenKind.NAME))


def _han_marker(text: str, start: int) -> Token | None:
    """一、 at the head of a line or item, 一是 behind a stop or comma."""
    found = _HAN_MARKER.match(text, start)
    if found is None:
        return None
    head = bool(_LINE_START.search(text, max(0, start - _LOOK_BACK), start))
    if not head and (not _HAN_MARK_BEFORE.search(text, start - 1, start) or (found["sign"] != "是" and text[start - 1] in "，,“ ")):
        return None
    return _token(TokenKind.MARKER, text, start, found.end("n"), (start, found.end()))


def _token(kind: TokenKind, text: str, start: int, end: int, outer: tuple[int, int] | None = None) -> Token:
    outer_start, outer_end = outer or (start, end)
    return Token(kind, start, end, outer_start, max(end, outer_end), text[start:end], han=text[start] in chinese.NUMERALS)
