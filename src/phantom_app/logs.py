"""Logging: lines for people on a terminal, JSON for programs."""

import json
import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from phantom_app.settings import Settings

__all__ = ["set_up_logs", "with_causes"]

_TALKATIVE: Final = ("alembic", "uvicorn")
_INDISCREET: Final = ("uvicorn.error", "websockets")
"""At `debug` these write down whole requests and frames, with the access tokens in them."""

_CONSOLE: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def set_up_logs(settings: Settings) -> None:
    """Log to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(settings.log_format))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    if settings.log_level == "debug":
        _quieten(_INDISCREET, logging.INFO)
    else:
        _quieten(_TALKATIVE, logging.WARNING)


def with_causes(error: BaseException) -> str:
    """What an error says, and what its causes add, in one line: for operators, not for callers."""
    said: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        words = " ".join(str(cause).split())
        if not any(words in earlier for earlier in said):
            said.append(words)
        cause = cause.__cause__
    return " <- ".join(filter(None, said))


def _quieten(names: Sequence[str], least: int) -> None:
    for name in names:
        logging.getLogger(name).setLevel(least)


def _formatter(chosen: str) -> logging.Formatter:
    if chosen == "json" or (chosen == "auto" and not sys.stderr.isatty()):
        return _Json()
    return logging.Formatter(_CONSOLE)
