"""Word files: blocks set into an ordinary Word template in the layout of Chinese official documents.

Belongs here: everything that speaks WordprocessingML. `write` is the door.
"""

from gouji.papers.word.writer import write

__all__ = ["write"]
