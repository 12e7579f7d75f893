"""HTML: a document as one self-contained page in which every figure can be clicked to show where it comes from.

Belongs here: the page, its style sheet and script, charts as SVG. Nothing in the page asks the network for anything. `write` is the door.
"""

from gouji.papers.html.page import Page
from gouji.papers.html.page import render
from gouji.papers.html.page import write

__all__ = ["Page", "render", "write"]
