"""Digits exchanged: 落实率 98.21% here and 98.12% there; and one digit apart under a name of six characters and more.

Two exact figures of the prose in different sentences, of one unit and at least three digits, one name the end of the other's (two
characters at least: 落实率, 毕业生落实率). Two neighbouring digits exchanged hardly happen by chance, so a short name will do and a year that only one
place states tells nothing apart; a single other digit needs the same long name and at most two values of it in the document (three are a
series). Among many values of one name some differ by an exchange by chance, too: a name of more than eight is passed over. Words and years
that make two quantities of them explain the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from gouji.audit.reading import Mention
from gouji.audit.relations.restating.comparing import bare
from gouji.audit.relations.restating.comparing import other_years
from gouji.audit.relations.restating.comparing import words_apart
from gouji.audit.topics import Topics
from gouji.audit.topics import names

DIGITS, SHORT, LONG, PAIR, SERIES, CROWD = 3, 2, 6, 2, 8, 8


def retyped(measured: Sequence[Mention], topics: Topics) -> Iterator[tuple[Mention, Mention]]:
    """(a number, the last earlier one that it looks mistyped from)."""
    figures = [mention for mention in measured if topics[mention.index].digits >= DIGITS and not _passed_over(mention)]
    called = {mention.index: _called(topics[mention.index].left) for mention in figures}
    digits = {mention.index: sorted(filter(str.isdigit, mention.token.value_text)) for mention in figures}
    values: dict[tuple[str, str], set[int]] = {}
    for mention in figures:
        values.setdefault((mention.token.unit, called[mention.index]), set()).add(topics[mention.index].same)
    seen: dict[tuple[str, str], list[Mention]] = {}
    for mention in figures:
        name, unit = called[mention.index], mention.token.unit
        count = len(values[(unit, name)])
        if len(name) < SHORT or count > SERIES:
            continue
        crowd = seen.setdefault((unit, name[-SHORT:]), [])
        found = [
            other for other in crowd[-CROWD:]
            if (name == called[other.index] or digits[mention.index] == digits[other.index])  # else neither one digit apart nor two exchanged
            and _mistyped(mention, other, topics, (name, called[other.index]))
        ]
        swaps = [other for other in found if swapped(mention.token.value_text, other.token.value_text)]
        near = swaps or (found if len(name) >= LONG and count <= PAIR else [])
        if near:
            yield mention, near[-1]
        crowd.append(mention)


@lru_cache(maxsize=1 << 12)
def _called(left: str) -> str:
    """What the words before a number call it."""
    return "".join(names(left))


def _passed_over(mention: Mention) -> bool:
    """Numbers of tables, codes, bounds, and changes: two growths are alike in name only (同比增长)."""
    return mention.cell is not None or bare(mention) or not mention.plain or mention.token.change == "by" or bool(mention.token.sign)


def _mistyped(mention: Mention, other: Mention, topics: Topics, called: tuple[str, str]) -> bool:
    """Whether two digits are exchanged under like names, or one digit is another under the same name."""
    first, second = mention.token.value_text, other.token.value_text
    if len(first) != len(second) or first == second or mention.sentence == other.sentence:
        return False
    one, two = topics[mention.index], topics[other.index]
    if swapped(first, second):
        stated = one.years is not None and two.years is not None
        alike = (called[0].endswith(called[1]) or called[1].endswith(called[0])) and not (stated and other_years(one, two))
    else:
        alike = called[0] == called[1] and sum(a != b for a, b in zip(first, second, strict=True)) == 1 and not other_years(one, two)
    return alike and not words_apart(mention, other, topics)


def swapped(first: str, second: str) -> bool:
    """Whether two printed numbers differ only by the exchange of two neighbouring digits (a point between them is skipped)."""
    one, other = ([sign for sign in text if sign.isdigit()] for text in (first, second))
    if len(first) != len(second) or first == second or [sign.isdigit() for sign in first] != [sign.isdigit() for sign in second]:
        return False
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(places) == PAIR and any(
        b - a == 1 and one[a] == other[b] and one[b] == other[a] for a, b in pairwise(places)
    )
