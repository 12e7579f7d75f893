"""An audit given to people and programs: marks in the user's own file, a page, a workbook, the terminal, SARIF.

Belongs here: how findings are shown. `view_of` prepares an audit once, all outputs show the same: `summary`, `sarif_log`, and, each in its own
module because of what it loads, `page.write_page`, `sheet.write_sheets`, `marked.write_marked`.
"""

from gouji.audit.delivery.sarif import sarif_log
from gouji.audit.delivery.terminal import counts_words
from gouji.audit.delivery.terminal import summary
from gouji.audit.delivery.view import View
from gouji.audit.delivery.view import view_of

__all__ = ["View", "counts_words", "sarif_log", "summary", "view_of"]
