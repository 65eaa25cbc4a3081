"""Saying who calls, for all who call at once."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextvars import Context
from itertools import islice
from typing import Final

from phantom_core.identity.session import SessionId
from phantom_core.identity.use_cases.sessions import IdentifyActors
from phantom_core.kernel.actor import SYSTEM, Actor
from phantom_core.kernel.doing import Doer
from phantom_core.kernel.errors import Unavailable

__all__ = ["Doorkeeper"]

_AT_ONCE: Final = 256
_LONGEST: Final = 5_000

_Told = asyncio.Future[Actor | None]


class Doorkeeper:
    """Says in whose session a call comes; asked at every one.

    Who comes while a question is on its way shares the next one with all who have come by then.
    So a server that has much to do asks little, and one that has nothing to do lets nobody wait
    for company. No answer is from before its caller came.

    Args:
        phantom: what is asked.
        longest: how many may wait; more are refused.
    """

    def __init__(self, phantom: Doer, *, longest: int = _LONGEST) -> None:
        self._phantom = phantom
        self._longest = longest
        self._waiting: dict[_Told, SessionId] = {}
        self._asking: asyncio.Task[None] | None = None

    async def actor_in(self, session_id: SessionId) -> Actor | None:
        """Who acts in a session, as they stand now; `None` if it is over. Raises: Unavailable."""
        if len(self._waiting) >= self._longest:
            raise Unavailable("Too many are waiting to be recognised.")
        told: _Told = asyncio.get_running_loop().create_future()
        self._waiting[told] = session_id
        if self._asking is None or self._asking.done():
            # What is asked for many is not what any one of them is doing.
            self._asking = asyncio.create_task(self._ask_on(), context=Context())
        try:
            return await told
        finally:
            self._waiting.pop(told, None)

    async def _ask_on(self) -> None:
        """Ask until nobody waits; where that is broken off, nobody is left waiting."""
        try:
            while self._waiting:
                asked = dict(islice(self._waiting.items(), _AT_ONCE))
                await self._answer(asked)
                for told in asked:
                    self._waiting.pop(told, None)
        finally:
            for told in self._waiting:
                told.cancel()
            self._waiting.clear()

    async def _answer(self, asked: Mapping[_Told, SessionId]) -> None:
        query = IdentifyActors(session_ids=tuple(dict.fromkeys(asked.values())))
        try:
            actors = await self._phantom.ask(query, actor=SYSTEM)
        except Exception as error:  # noqa: BLE001 - it is the callers'
            for told in _left(asked):
                told.set_exception(_own(error))
        else:
            for told in _left(asked):
                told.set_result(actors.get(asked[told]))


def _left(asked: Iterable[_Told]) -> Iterator[_Told]:
    """Those who have not gone meanwhile."""
    return (told for told in asked if not told.done())


def _own(error: Exception) -> Exception:
    """An error of one caller's own: a shared one would gather the tracebacks of all."""
    if not isinstance(error, Unavailable):
        return error
    refusal = Unavailable(error.detail, retry_after=error.retry_after)
    refusal.__cause__ = error
    return refusal
