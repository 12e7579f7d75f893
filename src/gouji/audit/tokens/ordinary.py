"""Most numbers are a few digits between characters that make nothing else of them: these need not be asked about every date, label and name.

What stands here says nothing new: a number is ordinary where neither `dates` nor `names` nor a sign, ratio, fraction or thousands mark of
`measures` has anything to look at. It may be ordinary and not be seen here; never the other way round (tests/audit/test_ordinary.py).
"""

from __future__ import annotations

import re

from gouji.audit.tokens.dates import LAST_OF_RECENT
from gouji.audit.tokens.names import ENDINGS
from gouji.audit.tokens.names import QUOTES
from gouji.audit.tokens.names import SIGNS_OF_SHAPES
from gouji.audit.tokens.words import KNOWN_NAMES
from gouji.audit.tokens.words import NAME_TAILS_BEGIN

_CELL = "\t\n"  # before the number of a cell; what stands before it may still be a line of contents
_SPEAKING = frozenset("第前.,+-/ \r\f|#*>") | ENDINGS | set(LAST_OF_RECENT) | set(QUOTES)
_BEHIND = rf"(?![0-9A-z,:：/\r{re.escape(''.join(SIGNS_OF_SHAPES))}{NAME_TAILS_BEGIN}]|\n[ .])"
_WHOLE = rf"(?!(?:19|20)[0-9]{{2}}(?![0-9])|(?:{'|'.join(sorted(KNOWN_NAMES))})(?![0-9]))[1-9][0-9]{{2,8}}(?:\.[0-9]{{1,9}})?"  # no year, no 985
_SHARE = r"(?:0|[1-9][0-9]?)\.[0-9]{1,9}"
_IN_CELL = re.compile(_WHOLE + _BEHIND)
_IN_TEXT = re.compile(f"(?:{_WHOLE}|{_SHARE}){_BEHIND}")


def ordinary(text: str, start: int) -> str:
    """The ordinary number that begins at the digit; empty where it may be anything else."""
    before, pattern = text[start - 1 : start], _IN_TEXT
    if before and before in _CELL:
        before, pattern = text[max(0, start - 2) : start - 1], _IN_CELL
    if not before or before in _SPEAKING:
        return ""
    found = pattern.match(text, start)
    return found[0] if found else ""
