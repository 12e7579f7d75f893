"""An audit given to people and programs: marks in the user's own file, a page, a workbook, the terminal, SARIF.

Belongs here: how findings are shown. `view_of` prepares an audit once, all outputs show the same.
"""

from gouji.audit.delivery.notes import MARKED_FORMATS
from gouji.audit.delivery.notes import write_marked
from gouji.audit.delivery.page import write_page
from gouji.audit.delivery.sarif import sarif_log
from gouji.audit.delivery.sheet import write_sheets
from gouji.audit.delivery.terminal import counts_words
from gouji.audit.delivery.terminal import summary
from gouji.audit.delivery.view import View
from gouji.audit.delivery.view import view_of

__all__ = ["MARKED_FORMATS", "View", "counts_words", "sarif_log", "summary", "view_of", "write_marked", "write_page", "write_sheets"]
