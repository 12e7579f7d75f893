"""What libyaml says is wrong with a YAML file, in the words of the person who wrote it, at the line that has to be mended."""

from __future__ import annotations

import re
from pathlib import Path

from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _

_WIDE_COLON = re.compile(r"""\s*(?:- +)?[^\s:#"'\[{：][^:"'：]*：""")
_BY_A_WIDE_COLON = ("could not find expected ':'", "mapping values are not allowed")
_FROM_THE_BEGINNING = ("could not find expected ':'", "found unexpected end of stream", "expected ',' or")


def syntax_problem(path: Path, text: str, error: Exception) -> Problem:
    """C04 for an error of libyaml or of our own (its `problem`, marks) in the text of a file.

    A full-width colon after a name is no colon to YAML: the name goes on until the next line cannot be part of it, so the mistake is looked for
    in the line complained about, in the one where the reader began to read it, and in the one above.
    """
    reason = str(getattr(error, "problem", None) or type(error).__name__)
    mark, begin = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:
        return Problem("C04", Place(str(path)), {"reason": _reason(reason, "")})
    lines = text.splitlines()
    above = next((number for number in range(min(mark.line, len(lines)) - 1, -1, -1) if lines[number].strip()), 0)
    suspects = (mark.line, begin.line if begin is not None else above, above) if any(words in reason for words in _BY_A_WIDE_COLON) else ()
    for number in suspects:
        if number < len(lines) and (found := _WIDE_COLON.match(lines[number])):
            return Problem("C04", Place(str(path), number + 1, found.end()), {"reason": _("冒号用了全角“：”，应为半角“:”，后面加一个空格")})
    place = begin if begin is not None and any(words in reason for words in _FROM_THE_BEGINNING) else mark
    line = lines[place.line] if place.line < len(lines) else ""
    return Problem("C04", Place(str(path), place.line + 1, place.column + 1), {"reason": _reason(reason, line)})


def _reason(reason: str, line: str) -> str:
    """The problem in the current language; as it is where it is none that people make."""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return _("缩进用了制表符（Tab 键），只能用空格")
    if "expected ',' or" in reason and "，" in line:
        return _("方括号或花括号里的逗号用了全角“，”，应为半角“,”")
    known = {
        "could not find expected ':'": _("这一行缺少冒号；名称后要写半角“:”和一个空格"),
        "mapping values are not allowed": _("这里不能有冒号：上一行与这一行没有对齐，或文字里有冒号而没有加引号"),
        "found a tab character": _("缩进用了制表符（Tab 键），只能用空格"), "cannot start any token": _("值不能以这个符号开头，请给整个值加上引号"),
        "found unexpected end of stream": _("从这里开始的引号没有配对"), "expected ',' or ']'": _("从这里开始的方括号没有配对，或各项之间缺少逗号"),
        "expected ',' or '}'": _("从这里开始的花括号没有配对，或各项之间缺少逗号"), "expected '-' indicator": _("列表里的这一行没有对齐，或开头缺少“- ”"),
        "did not find expected key": _("这一行的缩进与上面各行没有对齐"), "unknown escape character": _("双引号里不能这样用反斜杠“\\”，请改用单引号"),
        "undefined alias": _("值不能以“*”开头，请给整个值加上引号"), "alphabetic or numeric character": _("值不能以“&”或“*”开头，请给整个值加上引号"),
        "directive": _("一行不能以“%”开头"), "found another document": _("文件里不能有第二个“---”"), "expected node content": _("这里多了一个括号或逗号"),
        "comment or line break": _("“|”或“>”后面不能再有文字，文字从下一行写起"),
    }
    return next((words for part, words in known.items() if part in reason), reason)
