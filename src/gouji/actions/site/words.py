"""Words that people write with what they do (reasons, remarks, titles): one limit and one reading for all verbs."""

from __future__ import annotations

from gouji.messages import GoujiError

LONGEST = 2000
TITLE = 120


def words_in(text: str, *, wanted: bool = False, most: int = LONGEST) -> str:
    """The words without the blanks around them. Raises GoujiError: none where some are `wanted` (S13), too many (S41)."""
    words = text.strip()
    if wanted and not words:
        raise GoujiError.of("S13")
    if len(words) > most:
        raise GoujiError.of("S41", count=len(words), limit=most)
    return words
