"""Numbers inside Chinese reports: measures, ranges, dates, ordinals, labels, names and list markers told apart, each with its place.

Belongs here: what a number says by itself and by the words that touch it. Not here: what it is about, how numbers relate.
"""

from gouji.audit.tokens.halves import tokens_of
from gouji.audit.tokens.scan import tokenize
from gouji.audit.tokens.token import Token
from gouji.audit.tokens.token import TokenKind

__all__ = ["Token", "TokenKind", "tokenize", "tokens_of"]
