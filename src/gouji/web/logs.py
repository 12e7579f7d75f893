"""Log lines as JSON: what, where, how long; no names, figures or addresses of pages with them in it."""

from __future__ import annotations

import json
import logging
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
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
