"""Log lines as JSON: what, where, how long; no names, figures or addresses of pages with them in it.

Of an error its kind and where it happened, not its words: they may hold what somebody typed.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC
from datetime import datetime


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; what was given as `extra={"gouji": {…}}` stands beside the message."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"), "level": record.levelname.lower(),
            "logger": record.name, "message": record.getMessage(), **getattr(record, "gouji", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=False)
