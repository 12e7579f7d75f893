"""Marks in the user's own file: comments in Word, highlights in PDF, cell comments in Excel. The text itself is never changed.

Belongs here: one module per format. What is said in a mark belongs to those who ask for it.
"""

from gouji.papers.marking.docx import mark_docx
from gouji.papers.marking.mark import Mark
from gouji.papers.marking.pdf import mark_pdf
from gouji.papers.marking.xlsx import mark_cells
from gouji.papers.marking.xlsx import mark_xlsx

__all__ = ["Mark", "mark_cells", "mark_docx", "mark_pdf", "mark_xlsx"]
