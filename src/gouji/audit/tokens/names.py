"""Numbers that are no quantities: list markers, labels, ordinals, names, codes, addresses, versions, telephone numbers."""

from __future__ import annotations

import re

from gouji.audit.tokens import measures
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind
from gouji.audit.tokens.words import KNOWN_NAMES
from gouji.audit.tokens.words import NAME_TAILS
from gouji.audit.tokens.words import SLOGANS
from gouji.numbers import chinese

_BRACKET_MARKER = re.compile(r"[(（](?P<n>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）](?=[ ]*[^\W_]|[ ]*[“《\"'])")
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(](?P<n>(?:19|20)[0-9]{2})[〕\]）)] ?第? ?[0-9]{1,5} ?号")
_REFERENCE = re.compile(r"\[(?P<n>[0-9]{1,3}(?:[-,][0-9]{1,3})*)\]")
_WORD = re.compile(
    r"<[A-Za-z/!][^<>\n]{0,300}>"
    r"|(?:https?|ftp)://[^\s一-鿿，。；、（）“”]{1,500}|www\.[^\s一-鿿，。；、（）“”]{1,500}"
    r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,64}"
    r"|(?:GB|ISO|IEC|IEEE|DB|JY|RFC|LD|GA|HJ|YY|No|NO|[A-Z]{1,4}/[A-Z]{1,2})(?:/[A-Z]{1,2})?[. ]{0,2}[0-9][0-9.]{0,12}(?:[-—][0-9]{4})?"
    r"|[A-Za-z_][A-Za-z0-9_]*(?:[-./+:&=?#%][A-Za-z0-9_]+)*"
)
_COUNTED_WORD = re.compile(r"[A-Za-z]{2,}(?=[0-9])")
_STANDARD = re.compile(r"(?:GB|ISO|IEC|IEEE|DB|JY|RFC|COVID|SARS|CN|QQ|WIN|Win|Word|Excel|Office|Python|Web|IPv?|USB|HTML|MP|PM|CO|H)$")
_CHAIN = re.compile(r"[0-9]{1,5}(?:[-.][0-9]{1,5}){2,8}(?![0-9%])")
_PLUS = re.compile(r"[0-9]{1,3}(?:[+＋][0-9A-Za-z]{1,4})+(?![0-9%])")
_PHONE = re.compile(r"(?:0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]{1,5})?|[48]00-[0-9]{3,4}-?[0-9]{3,4}|1[3-9][0-9]{9})(?![0-9])")
_ADDRESS = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,64}")
_LONG = re.compile(r"[0-9]{11,}[0-9Xx]?(?![0-9.])|0[0-9]+(?![0-9.,])")
_LETTERS = re.compile(r"[0-9]{1,4}(?:[2-6]G|D|K|V|[A-Z])(?![A-Za-z0-9%])")
_NETWORK = re.compile(r"[2-6]G(?![A-Za-z0-9])(?! ?(?:内存|存储|带宽|空间|流量|出口|容量))")
_CODE = re.compile(r"[0-9]{1,4}[A-Za-z]{1,6}[0-9A-Za-z-]{0,20}")
_UNIT_LETTERS = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[KMGTP][Bb]?ps|[KMGTP]B?|[KMGT]b/s|m[23]?|km2?|[cmnμ]m|[mk]?g|k?Wh?|kVA|[kM]?V|[KMG]?Hz|h|min|m?s|L|ml|mL|A|W|t|d)(?![A-Za-z0-9])")
_POST_CODE = re.compile(r"(?:邮编|邮政编码|电话|传真|手机|账号|卡号|证号|学号|代码|编号|编码|QQ|微信)[：: ]{0,3}$")
_VERSION = re.compile(r"(?:版本|[vV])[：: ]?$")
_LINE_START = re.compile(r"(?:^|(?<=[\n\r\f]))[ \t#*>]*$")
_SECTION = re.compile(r"[0-9]{1,2}\.[1-9][0-9]?(?![0-9.%])(?= {0,8}[一-鿿A-Za-z“《（(])(?! {0,2}(?:个|名|人|项|万|亿|元|倍|米|平|公|分|小|学时|亩|吨|年|天|次|百分|[kmMGTt]))")
_LINE_MARKER = re.compile(r"[0-9]{1,2}(?:[.](?![0-9])|、(?![0-9])|[)）])")
_MARK_BEFORE = re.compile(r"[。；;：:！!？?“”\"'（(\t] {0,4}$")
_LABEL_BEFORE = re.compile(r"(?:图|(?<![代列发外仪报填手电钟])表|附件|附表|附图|附录|案例|专栏|图表|链接|公式|例|式|序号|课题|单元|模块|任务|问题|步骤|阶段|Section|Table|Figure) ?[（(]?$")
_LABEL_LIST = re.compile(r"[0-9]{1,3}-[0-9]{1,3} ?[、，,和与及至] ?$")
_LABEL_PAIR = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(?![0-9.])")
_SHOWN = re.compile(r"[0-9]{1,3}-[0-9]{1,3}(?= ?所示)")
_LABEL = re.compile(r"[0-9]{1,3}(?:[-.—][0-9]{1,3}){0,3}(?![0-9])")
_PAGE_BEFORE = re.compile(r"(?:\.{3,}|…{1,}|·{3,})[ \t]*$|(?:^|(?<=[\n\r\f]))[ \t]*[-—][ ]?$")
_PAGE = re.compile(r"[0-9]{1,4}(?=[ ]*(?:[-—][ ]*)?(?:$|[\r\n\f]))")
_ORDINAL_BEFORE = re.compile(r"第[ ]?$")
_ORDINAL = re.compile(r"(?:[0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,6})")
_TOP = re.compile(r"(?<![之以目年月日此])前[ ]?$")
_RANKS = re.compile(r"(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})(?= ?(?:名(?!学|教|师)|位(?!学|教)|强|列))")
_QUOTED = re.compile(r"[“\"‘「]$")
_HAN_MARKER = re.compile(r"[一二三四五六七八九十]{1,3}(?:、|是(?!否|个)|，)|[一二三四五六七八九十]{1,3}[)）]")
_HAN_NAME = re.compile(r"[一二三四五]级|[一二三]等(?=奖|功|品)|一类|二类|一期(?!\d)|二期|一本|二本|[一二三]产|[一二三四五六七八九十]年[级制]|[一二三四]甲|三甲")
_TAGGED = re.compile(r"(?:[二三四]维|[三五]育|[一二三四五六七八九十]+号)")


def marker(text: str, start: int) -> Token | int:
    """①, ⑴, ⒈, ㈠."""
    return _token(TokenKind.MARKER, text, start, start + 1)


def bracket(text: str, start: int) -> Token | int:
    """（1） before a word, 〔2023〕12号, a reference [3]; else the bracket is left to the number in it."""
    if found := _DOCUMENT_NUMBER.match(text, start):
        return _token(TokenKind.NAME, text, found.start("n"), found.end() - 1, start, found.end())
    if found := _BRACKET_MARKER.match(text, start):
        return _token(TokenKind.MARKER, text, found.start("n"), found.end("n"), start, found.end())
    if found := _REFERENCE.match(text, start):
        return _token(TokenKind.LABEL, text, found.start("n"), found.end("n"), start, found.end())
    return start + 1


def word(text: str, start: int) -> Token | int:
    """A Latin word, address, tag or code; a NAME where it holds digits. PPT32个 is a word and a measure."""
    found = _WORD.match(text, start)
    if found is None:
        return start + 1
    if not any(character.isdigit() for character in found[0]):
        return found.end()
    if (letters := _COUNTED_WORD.match(found[0])) and not _STANDARD.match(letters[0]) and found[0][letters.end() :].isdigit():
        return start + letters.end()
    return _token(TokenKind.NAME, text, start, found.end())


def digits(text: str, start: int) -> Token | int:
    """The label, ordinal, marker or name that begins at the digit, or `start`."""
    for pattern, kind in _SHAPES:
        if found := pattern.match(text, start):
            return _token(kind, text, start, found.end())
    return _by_words_before(text, start) or _by_words_behind(text, start) or start


_SHAPES = (
    (_PHONE, TokenKind.NAME),
    (_LONG, TokenKind.NAME),
    (_PLUS, TokenKind.NAME),
    (_CHAIN, TokenKind.LABEL),
)


def _by_words_before(text: str, start: int) -> Token | None:
    low = max(0, start - 12)
    if _ORDINAL_BEFORE.search(text, low, start):
        return _ordinal(text, start)
    if _TOP.search(text, low, start) and (found := _RANKS.match(text, start)):
        return _token(TokenKind.ORDINAL, text, start, found.end())
    if (before := _LABEL_BEFORE.search(text, low, start)) and (found := _LABEL.match(text, start)) and not measures.unit_follows(text, found.end()):
        return _token(TokenKind.LABEL, text, start, found.end(), before.start())
    listed = _LABEL_LIST.search(text, low, start) and (found := _LABEL_PAIR.match(text, start)) and not measures.unit_follows(text, found.end())
    if listed or (found := _SHOWN.match(text, start)):
        assert found is not None
        return _token(TokenKind.LABEL, text, start, found.end())
    if _POST_CODE.search(text, low, start) and (found := re.compile(r"[0-9][0-9-]{2,30}").match(text, start)):
        return _token(TokenKind.NAME, text, start, found.end())
    if _PAGE_BEFORE.search(text, low, start) and (found := _PAGE.match(text, start)):
        return _token(TokenKind.LABEL, text, start, found.end())
    at_line_start = _at_line_start(text, start)
    if at_line_start and (found := _SECTION.match(text, start)):
        return _token(TokenKind.LABEL, text, start, found.end())
    if (found := _LINE_MARKER.match(text, start)) and (at_line_start or _MARK_BEFORE.search(text, low, start)):
        return _token(TokenKind.MARKER, text, start, found.end() - 1, start, found.end())
    return None


def _at_line_start(text: str, start: int) -> bool:
    return bool(_LINE_START.search(text, max(0, start - 12), start))


def _by_words_behind(text: str, start: int) -> Token | None:
    found = _CODE.match(text, start)
    if found and not (_UNIT_LETTERS.match(text, start) and not _NETWORK.match(text, start)):
        return _token(TokenKind.NAME, text, start, found.end())
    found = re.compile(r"[0-9]{1,6}").match(text, start)
    if found is None:
        return None
    quoted = _QUOTED.search(text, max(0, start - 1), start) and text[found.end() : found.end() + 1] in ("”", '"', "’", "」")
    if quoted or NAME_TAILS.match(text, found.end()):
        return _token(TokenKind.NAME, text, start, found.end())
    if found[0] in KNOWN_NAMES and "一" <= text[found.end() : found.end() + 1] <= "鿿" and not measures.unit_follows(text, found.end()):
        return _token(TokenKind.NAME, text, start, found.end())
    return None


def _ordinal(text: str, start: int) -> Token | None:
    found = _ORDINAL.match(text, start)
    return None if found is None else _token(TokenKind.ORDINAL, text, start, found.end(), text.rfind("第", 0, start))


def han(text: str, start: int) -> Token | int:
    """The same for Chinese numerals; `start` where it may be a measure, the end of the numeral where it is nothing at all."""
    low = max(0, start - 12)
    if text[start] == "首":
        return _token(TokenKind.ORDINAL, text, start, start + 1, start, start + 2) if text[start + 1 : start + 2] in ("届", "期", "批") else start + 1
    if _ORDINAL_BEFORE.search(text, low, start):
        return _ordinal(text, start) or start + 1
    if found := SLOGANS.match(text, start):
        return _token(TokenKind.NAME, text, start, found.end())
    if _TOP.search(text, low, start) and (found := _RANKS.match(text, start)):
        return _token(TokenKind.ORDINAL, text, start, found.end())
    if (found := _HAN_MARKER.match(text, start)) and (_at_line_start(text, start) or re.compile(r"[。；;：:，,！？“” ]$").search(text, low, start)) and _is_marker(text, start, found):
        return _token(TokenKind.MARKER, text, start, found.end() - 1, start, found.end())
    if (found := _HAN_NAME.match(text, start)) or (found := _TAGGED.match(text, start)):
        return _token(TokenKind.NAME, text, start, found.end())
    return start


def _is_marker(text: str, start: int, found: re.Match[str]) -> bool:
    sign = found[0][-1]
    if sign == "，":
        return False
    return sign == "是" or _at_line_start(text, start) or text[start - 1] not in "，,“ "


def _token(kind: TokenKind, text: str, start: int, end: int, outer_start: int | None = None, outer_end: int | None = None) -> Token:
    numerals = text[start] in chinese.NUMERALS
    return Token(
        kind, start, end, start if outer_start is None else min(outer_start, start), end if outer_end is None else max(outer_end, end),
        text[start:end], han=numerals,
    )
