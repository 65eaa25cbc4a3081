"""Turns: a few at a time, and of those who must wait, no more than can be served soon."""

from typing import Final

import anyio

from phantom_core.kernel import Unavailable

__all__ = ["MOST_WAITING", "Turns", "refuse_if_many"]

MOST_WAITING: Final = 100
"""How many may wait for what takes some hundredths of a second each."""

_SOON: Final = 2.0


def refuse_if_many(waiting: int, most: int, what: str) -> None:
    """Refuse whoever would wait behind too many. Raises: Unavailable."""
    if waiting >= most:
        raise Unavailable(f"Too many are waiting for {what}.", retry_after=_SOON)


class Turns:
    """Who may run on a thread: `at_once` of them, with at most so many waiting."""

    def __init__(self, what: str, *, at_once: int, waiting: int) -> None:
        """Give out turns for `what`, as people are told of it."""
        self._what = what
        self._limiter = anyio.CapacityLimiter(at_once)
        self._most = waiting

    def next(self) -> anyio.CapacityLimiter:
        """What gives the next turn, when it is there. Raises: Unavailable, if too many wait."""
        refuse_if_many(self._limiter.statistics().tasks_waiting, self._most, self._what)
        return self._limiter
