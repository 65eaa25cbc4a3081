"""Doing without a broker for as long as it does not answer."""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from phantom_core.kernel import Unavailable

__all__ = ["Absence", "ended"]

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)
_REST: Final = 0.5
_PATIENCE: Final = 0.5
_AGAIN: Final = 0.1
_LOOKS: Final = 5
"""How often it must have been looked in vain: a process that was held up itself looks anew."""


async def ended(task: asyncio.Task[Any]) -> None:
    """Stop a task that asks a broker something, and wait until it has stopped."""
    while not task.done():
        # The client may take an order to stop for the end of its own patience.
        task.cancel()
        await asyncio.wait([task], timeout=_AGAIN)


class Absence:
    """Asks a broker things that can be done without, and leaves it alone while it is away.

    A broker that hangs is noticed by waiting, and by nothing else. Once it has answered nobody for
    a while, all who wait go on together, and from then on nobody waits: one question each `rest` is
    put to it beside, until one is answered.
    """

    def __init__(
        self,
        what: str,
        *,
        monotonic: Callable[[], float],
        rest: float = _REST,
        patience: float = _PATIENCE,
    ) -> None:
        """Say of `what` to the log that each process does it alone; times are in seconds."""
        self._what = what
        self._monotonic = monotonic
        self._rest = rest
        self._patience = patience
        self._asked: set[asyncio.Timeout] = set()
        self._in_vain = 0
        self._timer: asyncio.TimerHandle | None = None
        self._away_until: float | None = None
        self._trial: asyncio.Task[object] | None = None

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T | None:
        """What the broker answers, or `None` while it is away. A question may count all the same.

        `question` raises Unavailable if it is not answered.
        """
        if self._away_until is None:
            return await self._put(question)
        if self._trial is None and self._monotonic() >= self._away_until:
            self._trial = asyncio.create_task(self._try(question))
        return None

    async def close(self) -> None:
        """Ask nothing any more, so that the client may be closed."""
        if self._trial is not None:
            await ended(self._trial)
        self._away_until = math.inf

    async def _put(self, question: Callable[[], Awaitable[T]]) -> T | None:
        try:
            async with asyncio.timeout(None) as patience:
                self._wait_for(patience)
                try:
                    answer = await question()
                finally:
                    self._asked.discard(patience)
        except (Unavailable, TimeoutError) as error:
            self._miss(error)
            return None
        self._in_vain = 0
        if self._away_until is not None:
            self._away_until = None
            _LOG.warning("%s together again.", self._what)
        return answer

    async def _try(self, question: Callable[[], Awaitable[T]]) -> None:
        try:
            await self._put(question)
        except Exception as error:  # noqa: BLE001 - nobody else hears of it
            _LOG.exception("%s by each process alone still.", self._what)
            self._miss(error)
        finally:
            self._trial = None

    def _wait_for(self, patience: asyncio.Timeout) -> None:
        self._asked.add(patience)
        if self._timer is None:
            self._in_vain = 0
            self._look_later()

    def _look_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._patience / _LOOKS, self._look)

    def _look(self) -> None:
        self._timer = None
        if not self._asked:
            return
        self._in_vain += 1
        if self._in_vain >= _LOOKS:
            now = asyncio.get_running_loop().time()
            asked, self._asked = self._asked, set()
            for patience in asked:
                patience.reschedule(now)
        else:
            self._look_later()

    def _miss(self, error: Exception) -> None:
        if self._away_until is None:
            reason = error.__cause__ or "The broker does not answer."
            _LOG.warning("%s by each process alone for now: %s", self._what, reason)
        self._away_until = self._monotonic() + self._rest
