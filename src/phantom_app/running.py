"""Running what is asynchronous; commands that need no server import nothing of it with this."""

from collections.abc import Coroutine
from typing import Any, Final, TypeVar

__all__ = ["run"]

R = TypeVar("R")

_INTERRUPTED: Final = 130


def run(task: Coroutine[Any, Any, R]) -> R:
    """Run something on uvloop, to its end; an interruption ends the program without a word."""
    import uvloop

    try:
        return uvloop.run(task)
    except KeyboardInterrupt:
        raise SystemExit(_INTERRUPTED) from None
