"""The verbs: open, check, score, report, import, record, begin a book. The only writers of books; none of them prints.

Belongs here: what a command, a page and an interface do alike. Not here: words on a screen, arithmetic, file formats.
"""

from gouji.actions.open_book import load_definitions
from gouji.actions.open_book import open_book

__all__ = ["load_definitions", "open_book"]
