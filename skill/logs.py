"""Logs: one JSON object a line, and never a word that anybody said."""

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import msgspec


class JsonFormatter(logging.Formatter):
    """Formats a record as one line of JSON; ``extra={"fields": {...}}`` adds fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the time in UTC."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["error"] = whereabouts(record.exc_info[1])
        return msgspec.json.encode(line).decode()


def whereabouts(error: BaseException) -> str:
    """Say what an error is and where it arose; never its message, which may quote somebody."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    return f"{type(error).__name__} at {where}"


def configure() -> None:
    """Send the skill's log to standard error as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger("skill")
    log.handlers = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
