"""Text that any format can hold."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without the control characters that XML, and hence Word and Excel, cannot hold."""
    return _FORBIDDEN.sub("", text)
