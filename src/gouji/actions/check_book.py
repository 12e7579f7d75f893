"""Check a book: every rule, narrowed afterwards to what was asked for."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from gouji.book import Book
from gouji.messages import GoujiError
from gouji.messages import translate as _
from gouji.reckon import CheckReport
from gouji.reckon import Reckoner
from gouji.reckon import check
from gouji.reckon.evidence import ABSENT
from gouji.reckon.evidence import ALTERED
from gouji.reckon.stated import AGREES
from gouji.reckon.stated import FOLLOWS
from gouji.reckon.totals import ADDS_UP


def check_book(book: Book, severities: Collection[str] = (), rules: Sequence[str] = ()) -> CheckReport:
    """The report of a check, findings narrowed to severities (错误, 警告, 提示) and rule numbers (`*` stands for anything); all where empty.

    What held is counted over all rules. Raises GoujiError X06 for a number that no rule of the book has.
    """
    _refuse_unknown(book, rules)
    report = check(Reckoner(book))
    wanted = [rule.upper() for rule in rules] or ["*"]
    return replace(
        report,
        findings=tuple(item for item in report.findings if _matches(item.rule, wanted) and (not severities or item.severity in severities)),
        not_assessable=tuple(item for item in report.not_assessable if _matches(item.rule, wanted)),
    )


def _matches(number: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(number.upper(), pattern) for pattern in patterns)


def _refuse_unknown(book: Book, rules: Sequence[str]) -> None:
    known = [FOLLOWS, AGREES, ABSENT, ALTERED, ADDS_UP, *(rule.number for rule in book.catalogue.rules)]
    for rule in rules:
        if not any(_matches(number, [rule.upper()]) for number in known):
            near = difflib.get_close_matches(rule.upper(), known, n=3, cutoff=0.5)
            hint = _("最接近的是 {names}。").format(names="、".join(near)) if near else _("gouji definitions list 可列出现有的规则。")
            raise GoujiError.of("X06", name=rule, hint=hint)
