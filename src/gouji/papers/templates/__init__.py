"""Looking over a user's template before it is used: names nobody knows, text a tag would swallow, missing fonts, a missing marker.

Belongs here: what is said to the author of a template. Filling it in is the work of `word` and `excel`.
"""

from gouji.papers.templates.excel import lint_excel
from gouji.papers.templates.word import lint_word

__all__ = ["lint_excel", "lint_word"]
