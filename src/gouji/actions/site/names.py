"""Names and how they are found: by a part of them, by pinyin initials (jxzl → 教学质量), by whole pinyin; the best match first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

INDICATOR, ORGANISATION, FORM, REGISTER, ROUND, BOOK = "indicator", "organisation", "form", "register", "round", "book"
_RUNS = re.compile(r"([\u3400-\u9fff]+)|([a-z0-9]+)")
_ORDER = {BOOK: 0, INDICATOR: 1, FORM: 2, ORGANISATION: 3, ROUND: 4, REGISTER: 5}


@dataclass(frozen=True, slots=True)
class Named:
    """Something that has a name: its kind, what identifies it, the book it belongs to (short name and title), its name, other names."""

    kind: str
    key: str
    book: str
    title: str
    name: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A named thing ready to be found: each of its names in small letters, with pinyin initials and whole pinyin."""

    thing: Named
    spellings: tuple[tuple[str, str, str], ...]


def entry(thing: Named) -> Entry:
    """The thing with its spellings."""
    names = dict.fromkeys((thing.name, *thing.others))
    return Entry(thing, tuple((name.lower(), *_spelt(name)) for name in names if name))


def find(entries: Iterable[Entry], words: str, most: int) -> list[Named]:
    """The things that the words mean, the best first; several words must all match."""
    parts = [part.lower() for part in words.split() if part]
    if not parts:
        return []
    found: list[tuple[int, int, int, str, Named]] = []
    for each in entries:
        ranks = [_rank(each, part) for part in parts]
        if all(ranks):
            found.append((-sum(rank or 0 for rank in ranks), _ORDER[each.thing.kind], len(each.thing.name), each.thing.key, each.thing))
    found.sort(key=lambda item: item[:4])
    return [item[4] for item in found[:most]]


def _rank(each: Entry, word: str) -> int:
    """How well a word names a thing: 0 not at all."""
    best = 100 if each.thing.key.lower() == word else 0
    latin = word.isascii()
    for name, initials, whole in each.spellings:
        if name == word:
            return 100
        if word in name:
            best = max(best, 90 if name.startswith(word) or f"/{word}" in name else 80)
        elif latin and best < 70:  # noqa: PLR2004  # a name that holds the word itself ranks above any spelling
            best = max(best, _spelling_rank(initials, whole, word))
    if not best and each.thing.key.lower().startswith(word):
        best = 60
    return best


def _spelling_rank(initials: str, whole: str, word: str) -> int:
    if initials == word:
        return 70
    if initials.startswith(word):
        return 65
    if whole.startswith(word):
        return 62
    if len(word) > 1 and word in initials:
        return 50
    return 40 if len(word) > 2 and word in whole else 0  # noqa: PLR2004  # two letters stand in nearly every pinyin


def _spelt(name: str) -> tuple[str, str]:
    pieces = [_segment(piece) for piece in name.split("/")]
    return "/".join(initials for initials, _whole in pieces), "/".join(whole for _initials, whole in pieces)


@lru_cache(maxsize=50_000)
def _segment(text: str) -> tuple[str, str]:
    """Pinyin initials and whole pinyin of a text; signs are left out, letters and digits stay."""
    from pypinyin import lazy_pinyin
    initials, whole = "", ""
    for chinese, other in _RUNS.findall(text.lower()):
        syllables = lazy_pinyin(chinese) if chinese else [other]
        initials += "".join(syllable[0] for syllable in syllables) if chinese else other
        whole += "".join(syllables)
    return initials, whole
