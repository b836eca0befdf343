"""The log: one JSON object per line, without any text of a page and without secrets of a URL.

Our own messages are logged unformatted, since their arguments may quote a page. Values are logged as separate fields
(`extra={"fields": …}`).
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit


class JsonFormatter(logging.Formatter):
    """Formats a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without the line feed."""
        is_ours = record.name.startswith("cleancopy")
        fields: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if is_ours else record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0]:
            fields["error"] = record.exc_info[0].__name__
            fields["traceback"] = _list_frames(record.exc_info[2])
        return json.dumps(fields, ensure_ascii=True, default=str)


def log_to_stderr() -> None:
    """Configure logging: everything goes to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def strip_url_secrets(url: str) -> str:
    """Return a URL without the parts that may be secret: user, query and fragment."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}{parts.path}"[:200]
    except ValueError:
        return "invalid URL"


def _list_frames(trace: TracebackType | None) -> list[str]:
    """List the code lines of a traceback, without the values of variables."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]
