"""What is handed in: book + reckoning → the issued forms and reports, as Word, Excel and HTML.

Belongs here: narratives, tables, charts, score sheets and explanations of a form, put together and written. Not here: file formats, formulas.
What stands in a report is Chinese, as the issued forms are, whatever the language of messages; progress, problems and explanations on the
terminal are translated.
"""

from gouji.reports.build import Report
from gouji.reports.build import build_report
from gouji.reports.explain import explain_record
from gouji.reports.explain import explain_text
from gouji.reports.typed import Typed
from gouji.reports.writing import FORMATS
from gouji.reports.writing import file_name
from gouji.reports.writing import write_report

__all__ = ["FORMATS", "Report", "Typed", "build_report", "explain_record", "explain_text", "file_name", "write_report"]
