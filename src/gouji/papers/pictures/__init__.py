"""Pages of a PDF as pictures, made in a process of their own: a file that breaks the reader breaks nothing else."""

from gouji.papers.pictures.render import BROKEN
from gouji.papers.pictures.render import page_count
from gouji.papers.pictures.render import render_page

__all__ = ["BROKEN", "page_count", "render_page"]
