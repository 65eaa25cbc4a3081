"""When to come back after a connection has ended or was refused, and when to give up."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Final

from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.http11 import Response

from phantom_adapters.client.refusals import Disconnected, TurnedAway
from phantom_core.kernel import NotAuthenticated, PhantomError, RateLimited, Unavailable

__all__ = [
    "BAD_FRAMES",
    "NOT_AUTHENTICATED",
    "NOT_WELCOME",
    "TRY_LATER",
    "Backoff",
    "end_of",
    "translated",
]

BAD_FRAMES: Final = 4400
"""The server was sent one bad frame after the other: it would be again."""

NOT_AUTHENTICATED: Final = 4401
"""No good token came in time, or its session has ended."""

NOT_WELCOME: Final = 4403
"""One may not listen where the path of the connection leads."""

TRY_LATER: Final = 1013
"""The server is in trouble, or this was once too often."""

_LATER: Final = 5.0
_OUR_FAULT: Final = range(400, 500)


class Backoff:
    """How long to wait before each attempt to connect: by chance, up to a bound that doubles.

    Chance keeps those apart who have lost their connections at once, or have been asked at once
    to come later: they do so within as long again as they were asked to wait.
    """

    def __init__(self, *, first: float = 0.5, longest: float = 30.0) -> None:
        self._first = self._bound = first
        self._longest = longest

    def pause(self, at_least: float = 0.0) -> float:
        """Seconds to wait before the next attempt."""
        bound, self._bound = self._bound, min(self._longest, 2 * self._bound)
        return at_least + random.uniform(0, max(bound, at_least))  # noqa: S311 - no secret

    def reset(self) -> None:
        """Begin anew, after a connection that has served."""
        self._bound = self._first


def end_of(closed: ConnectionClosed) -> PhantomError:
    """Why a connection has ended, as what those are told who wait for something."""
    code = None if closed.rcvd is None else closed.rcvd.code
    if code == NOT_AUTHENTICATED:
        return NotAuthenticated("The server accepted no token, or has ended the session.")
    if code == BAD_FRAMES:
        return TurnedAway("The server takes no more of this client's frames.")
    if code == NOT_WELCOME:
        return TurnedAway("You may not listen where this path leads.")
    return Disconnected(retry_after=_LATER if code == TRY_LATER else 0.0)


@contextmanager
def translated() -> Iterator[None]:
    """Tell what goes wrong on the way to a server as one of the core's kinds of errors."""
    try:
        yield
    except ConnectionClosed as closed:
        raise end_of(closed) from closed
    except InvalidStatus as refused:
        raise _turned_away(refused.response) from refused
    except (OSError, InvalidHandshake) as error:
        raise Unavailable("The server cannot be reached.", retry_after=0.0) from error


def _turned_away(response: Response) -> PhantomError:
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return RateLimited(_seconds(response))
    if status in _OUR_FAULT:
        return TurnedAway(f"The server answers {status} to the request for a connection.")
    return Unavailable(f"The server answers {status}.", retry_after=_seconds(response))


def _seconds(response: Response) -> float:
    told = response.headers.get("Retry-After", "")
    return float(told) if told.isdecimal() else 1.0
