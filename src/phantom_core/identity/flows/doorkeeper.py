"""Telling who makes a request, for all that come at once."""

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
_LATE: Final = 1.0

_Told = asyncio.Future[Actor | None]


class Doorkeeper:
    """Tells who acts in a session; asked at every request.

    Requests that come while a query is on its way are batched: the next query is for all of them.
    So a busy server asks little, and on an idle one nobody waits for company. No answer is from
    before its request came. A query that is late, as on a connection that has fallen silent,
    holds up only the requests that it is for.

    Args:
        phantom: answers the queries.
        longest: how many requests may wait; more are refused.
        late: after how many seconds the next query no longer waits for the one before.
    """

    def __init__(self, phantom: Doer, *, longest: int = _LONGEST, late: float = _LATE) -> None:
        self._phantom = phantom
        self._longest = longest
        self._late = late
        self._here = 0
        self._waiting: dict[_Told, SessionId] = {}
        self._asking: asyncio.Task[None] | None = None

    async def actor_in(self, session_id: SessionId) -> Actor | None:
        """Who acts in a session, as they stand now; `None` if it is over. Raises: Unavailable."""
        if self._here >= self._longest:
            raise Unavailable("Too many requests are waiting to be authenticated.")
        told: _Told = asyncio.get_running_loop().create_future()
        self._here += 1
        self._waiting[told] = session_id
        if self._asking is None or self._asking.done():
            self._begin()
        try:
            return await told
        finally:
            self._here -= 1
            self._waiting.pop(told, None)

    def _begin(self) -> None:
        """Ask for those who wait, though another query may be on its way."""
        # The query is for many, and so no part of the request, or the trace, of any one of them.
        self._asking = asyncio.create_task(self._ask_on(), context=Context())

    async def _ask_on(self) -> None:
        """Ask until nobody waits, or another does; broken off, it leaves nobody waiting."""
        me, loop = asyncio.current_task(), asyncio.get_running_loop()
        asked: Mapping[_Told, SessionId] = {}
        try:
            while self._waiting and self._asking is me:
                asked = {told: self._waiting[told] for told in islice(self._waiting, _AT_ONCE)}
                for told in asked:
                    del self._waiting[told]
                late = loop.call_later(self._late, self._begin)
                try:
                    await self._answer(asked)
                finally:
                    late.cancel()
        except BaseException:
            for told in [*asked, *self._waiting]:
                told.cancel()
            self._waiting.clear()
            raise

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
