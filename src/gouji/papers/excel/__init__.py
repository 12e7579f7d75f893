"""Excel files: grids in the form's own layout, and ordinary workbooks with tags filled in.

Belongs here: everything that writes XLSX. `write` makes a workbook from blocks, `fill` fills a template.
"""

from gouji.papers.excel.fill import Values
from gouji.papers.excel.fill import fill
from gouji.papers.excel.sheet import Sheet
from gouji.papers.excel.writer import write

__all__ = ["Sheet", "Values", "fill", "write"]
