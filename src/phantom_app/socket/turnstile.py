"""Coming in by turns: when a server has gone, all who were there come to the others at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio

from phantom_core.kernel import Unavailable

__all__ = ["Turnstile"]

_LATER: Final = 5.0


class Turnstile:
    """Lets a few come in at a time; all others wait in line, first come, first served.

    Who comes in has the store asked a few things. If a thousand did so at once, they would fill
    the line before the store, and be refused there beside those who are in already. In this line
    they cost nothing but a connection, and the store is as busy as it can be all the same.
    """

    def __init__(self, *, at_once: int, patience: float) -> None:
        """Let so many come in at a time, each of whom has waited `patience` seconds at most."""
        self._turns = anyio.Semaphore(at_once)
        self._patience = patience

    @property
    def waiting(self) -> int:
        """How many stand in line."""
        return self._turns.statistics().tasks_waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and have it. Raises: Unavailable, if it does not come in time."""
        try:
            with anyio.fail_after(self._patience):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Unavailable(
                "Too many connections are signing in at once.", retry_after=_LATER
            ) from error
        try:
            yield
        finally:
            self._turns.release()
