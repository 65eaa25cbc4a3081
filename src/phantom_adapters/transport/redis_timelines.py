"""What servers tell each other of their databases by a broker: which one has taken over.

The broker keeps the greatest timeline of each system that anybody was connected to. Timelines only
ever grow, so there is nothing else to agree on: what is told twice, late or out of order changes
nothing, and what the broker has forgotten is told again.
"""

import asyncio
import logging
from types import TracebackType
from typing import Any, Final, Self

from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from phantom_adapters.limits.absence import ended
from phantom_adapters.sql.fence import Fence

__all__ = ["TIMELINES", "RedisTimelines", "newest_timelines"]

_LOG: Final = logging.getLogger(__name__)
_AWAY: Final = (RedisError, OSError, TimeoutError)
_EVERY: Final = 1.0

TIMELINES: Final = "phantom:timelines"
"""Where they stand: a sorted set of systems, each with its greatest timeline."""


async def newest_timelines(redis: Redis) -> dict[str, int]:
    """The greatest timeline of each system. Raises: RedisError, OSError, TimeoutError."""
    return _read(await redis.zrange(TIMELINES, 0, -1, withscores=True))


class RedisTimelines:
    """Tells the others what a fence has seen, and the fence what they have seen, every second.

    While the broker is away the fence goes by what it heard last. Enter it before the database is
    connected to: by then the fence has heard what is known.
    """

    def __init__(self, redis: Redis, fence: Fence, *, every: float = _EVERY) -> None:
        """Speak for a `fence`, at once and `every` so many seconds.

        The client is the caller's, to be closed after this.
        """
        self._redis = redis
        self._fence = fence
        self._every = every
        self._task: asyncio.Task[None] | None = None
        self._denied = False

    async def __aenter__(self) -> Self:
        """Hear what is known, if the broker is there, and begin to tell."""
        await self._exchange()
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Tell and hear nothing more."""
        if self._task is not None:
            await ended(self._task)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._every)
            await self._exchange()

    async def _exchange(self) -> None:
        """Tell and hear once; a broker that does not answer keeps nobody from a database."""
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                if seen := self._fence.seen:
                    pipeline.zadd(TIMELINES, dict(seen), gt=True)
                pipeline.zrange(TIMELINES, 0, -1, withscores=True)
                *_, newest = await pipeline.execute()
            self._fence.hear(_read(newest))
        except Exception as error:  # noqa: BLE001 - whatever it is, the database is used as it is
            self._tell(error)
        else:
            self._denied = False

    def _tell(self, error: Exception) -> None:
        """Log what is wrong with what the broker says; that it is away is told by others."""
        away = isinstance(error, _AWAY) and not isinstance(error, ResponseError)
        if not away and not self._denied:
            self._denied = True
            _LOG.warning(
                "The broker does not keep which database has taken over, so an old primary that "
                "comes back is not noticed: %s",
                error,
            )


def _read(pairs: Any) -> dict[str, int]:
    return {system.decode(): int(timeline) for system, timeline in pairs}
