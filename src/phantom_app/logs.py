"""Logging: lines for people on a terminal, JSON for programs; neither with a secret in it.

Each line tells what was being done: the request's id, the commands and queries that it came to, and
the id of whom it was for. Who logs may give `facts` as well: `extra={"facts": {...}}`.
"""

import json
import logging
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs

from phantom_app.doing import current
from phantom_app.redacting import Redactor
from phantom_app.settings import Settings

__all__ = ["ACCESS", "formatter", "set_up_logs", "with_causes"]

ACCESS: Final = "phantom.access"
"""The logger of requests and frames."""

_TALKATIVE: Final = ("alembic", "uvicorn")
_INDISCREET: Final = ("uvicorn.error", "websockets")
"""At `debug` these write down whole requests and frames, with the access tokens in them."""

_CONSOLE: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


class _Json(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": self._redact(record.getMessage()),
        }
        if (now := current()) is not None:
            entry |= {"request": now.request_id, "operations": now.operations, "actor": now.actor}
        for name, value in getattr(record, "facts", {}).items():
            entry[name] = self._redact(value) if isinstance(value, str) else value
        if record.exc_info:
            entry["trace"] = self._redact(self.formatException(record.exc_info))
        return json.dumps(entry, ensure_ascii=False)


class _Lines(logging.Formatter):
    """A line for people, with the request and its actor at the end."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__(_CONSOLE)
        self._redact = redact

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as logging calls it
        line = super().formatMessage(record)
        if (now := current()) is None:
            return line
        by = "" if now.actor is None else f" by {now.actor}"
        return f"{line} [{now.request_id}{by}]"

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))


def set_up_logs(settings: Settings) -> None:
    """Log to standard error, as the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(settings))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler], force=True)
    logging.getLogger(ACCESS).setLevel(logging.INFO if settings.access_log else logging.WARNING)
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
        logging.getLogger(name).setLevel(max(least, logging.root.level))


def formatter(settings: Settings) -> logging.Formatter:
    """What writes lines as the settings say."""
    redact = Redactor(_secrets(settings))
    chosen = settings.log_format
    if chosen == "json" or (chosen == "auto" and not sys.stderr.isatty()):
        return _Json(redact)
    return _Lines(redact)


def _secrets(settings: Settings) -> Iterator[str]:
    """Every secret that operators have chosen, and the passwords that stand in URLs."""
    for field in attrs.fields(Settings):
        value = getattr(settings, field.name)
        if field.repr or value is None:
            continue
        for each in (value,) if isinstance(value, str) else value:
            parts = urlsplit(each) if "://" in each else None
            if parts is None:
                yield each
            elif parts.password:
                yield from {parts.password, unquote(parts.password)}
