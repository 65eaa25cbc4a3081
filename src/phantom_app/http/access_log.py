"""One line for each request and frame, where the settings want them.

Routes are told by their templates, so that nothing of an address or its query is written:
signatures stand there, and what people search for.
"""

import logging
from typing import Final

from phantom_app.doing import Doing
from phantom_app.logs import ACCESS

__all__ = ["log_frame", "log_request"]

_LOG: Final = logging.getLogger(ACCESS)


def log_request(method: str, route: str, status: int, seconds: float, now: Doing) -> None:
    """Write a request down."""
    facts = {"method": method, "route": route, "status": status}
    _write(f"{method} {route} {status}", seconds, now, facts)


def log_frame(kind: str, outcome: str, seconds: float, now: Doing) -> None:
    """Write a frame of the socket down; its outcome is `done`, or the rule that it broke."""
    _write(f"frame {kind} {outcome}", seconds, now, {"frame": kind, "outcome": outcome})


def _write(what: str, seconds: float, now: Doing, facts: dict[str, object]) -> None:
    if not _LOG.isEnabledFor(logging.INFO):
        return
    milliseconds = round(1000 * seconds, 1)
    told = {"facts": {**facts, "ms": milliseconds}}
    came_to = f": {', '.join(now.operations)}" if now.operations else ""
    _LOG.info("%s in %g ms%s", what, milliseconds, came_to, extra=told)
