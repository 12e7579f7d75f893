"""Reports that others wrote become one text with structure: DOCX, PDF, XLSX, HTML, Markdown and plain text, read with limits.

Belongs here: one module per format, the model, how structure is recognised in plain lines. What the numbers mean belongs to those who ask.
"""

from gouji.papers.documents.limits import Limits
from gouji.papers.documents.model import Anchors
from gouji.papers.documents.model import Block
from gouji.papers.documents.model import BlockKind
from gouji.papers.documents.model import Box
from gouji.papers.documents.model import Cell
from gouji.papers.documents.model import Document
from gouji.papers.documents.model import SourcePlace
from gouji.papers.documents.model import Table
from gouji.papers.documents.model import cell_at
from gouji.papers.documents.read import read_document

__all__ = ["Anchors", "Block", "BlockKind", "Box", "Cell", "Document", "Limits", "SourcePlace", "Table", "cell_at", "read_document"]
