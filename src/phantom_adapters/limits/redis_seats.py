"""Seats in a Redis-compatible broker: exact, however many processes give them out.

A process has its seats for a term, and says every few seconds that it goes on: what a process has
that was killed is free once that was not said for a while. Whenever the broker may have something
else than the process, as after an absence, a new term begins, and everything is told once more.

Each seat has a name that no other one ever has, so that what is told twice changes nothing: a
client asks once more where a connection breaks. What was given back is told with every question,
until the broker is known to have heard of it, since questions overtake what was said before them.
"""

import asyncio
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from phantom_adapters.limits.absence import Absence, ended
from phantom_core.kernel import Unavailable, UserId
from phantom_core.limits import Seats

__all__ = ["RedisSeats"]

_LOG: Final = logging.getLogger(__name__)
_FAILURES: Final = (RedisError, OSError, TimeoutError)
_LIFE: Final = 15.0
_BEATS: Final = 3
_REST: Final = 0.5
_FAREWELL: Final = 1.0
_LONGEST_TERM: Final = 3600.0
_MEMORY: Final = 2 * _LONGEST_TERM
"""How long the broker remembers what somebody has; in that time all is told once more."""

_TAKE: Final = """
local seat, mine, most, term = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
for at = 6, #ARGV do redis.call('HDEL', KEYS[1], ARGV[at]) end
local taken, held = 0, redis.call('HGETALL', KEYS[1])
for at = 1, #held, 2 do
  if held[at] ~= seat then
    if held[at + 1] == mine or redis.call('EXISTS', term .. held[at + 1]) == 1 then
      taken = taken + 1
    else
      redis.call('HDEL', KEYS[1], held[at])
    end
  end
end
if taken >= most then return 0 end
redis.call('HSETNX', KEYS[1], seat, mine)
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return 1
"""
"""Count the other seats of terms that go on, forget the rest, and take this one if one is left.

If it is there already, it is asked for once more, or a term that began since has told of it.
"""


class RedisSeats(Seats):
    """How many seats each person has, by all processes; by this one alone while that is unknown.

    It must be entered while seats are given out.
    """

    def __init__(
        self,
        redis: Redis,
        most: int,
        *,
        prefix: str = "{phantom:seats}:",
        life: float = _LIFE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Give each person `most` seats; those of a process that is dead are free after `life`.

        The part of `prefix` in braces has a cluster keep all keys on one node: the script that
        counts somebody's seats asks which terms go on, and learns their names there only.

        Times are in seconds. The client is the caller's, to be closed after this.
        """
        self._redis = redis
        self._most = most
        self._prefix = prefix
        self._life = life
        self._absence = Absence("Sockets are counted", monotonic=monotonic)
        self._script = redis.register_script(_TAKE)
        self._own: defaultdict[UserId, dict[str, bool]] = defaultdict(dict)
        """The seats of each person, and of each whether it is theirs, or only asked for."""
        self._freed: defaultdict[UserId, set[str]] = defaultdict(set)
        """What was given back, and the broker may not have heard of."""
        self._term = secrets.token_hex(8)
        self._ends_at = self._heard_at = float("-inf")
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to tell; the broker need not be there."""
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give all seats back."""
        await self._absence.close()
        if self._task is not None:
            await ended(self._task)
        with suppress(*_FAILURES):
            async with asyncio.timeout(_FAREWELL):
                await self._redis.delete(self._key(self._term))

    async def take(self, person: UserId) -> bool:
        """Take a seat, if there is one."""
        own = self._own[person]
        if len(own) >= self._most:
            return False
        seat = secrets.token_hex(8)
        own[seat] = False
        freed = self._freed.get(person, ())
        told = (seat, self._term, self._most, self._key(""), int(_MEMORY * 1000), *freed)
        granted = None
        try:
            granted = await self._absence.ask(lambda: self._ask(person, told))
        except BaseException:
            self._forget(person, seat)
            raise
        finally:
            if granted is None:
                self._doubt()
        if granted is False:
            # A term that began meanwhile has told of it.
            self._give_back(person, seat)
            return False
        own[seat] = True
        return True

    def free(self, person: UserId) -> None:
        """Give a seat back; the others hear of it at once."""
        theirs = (seat for seat, granted in self._own[person].items() if granted)
        self._give_back(person, next(theirs))

    async def _ask(self, person: UserId, told: tuple[int | str, ...]) -> bool:
        """Ask for a seat, and say what was given back."""
        try:
            return bool(await cast("Any", self._script(keys=[self._of(person)], args=told)))
        except _FAILURES as error:
            raise Unavailable("The broker, which counts sockets, does not answer.") from error

    def _give_back(self, person: UserId, seat: str) -> None:
        self._forget(person, seat)
        self._freed[person].add(seat)
        self._news.set()

    def _forget(self, person: UserId, seat: str) -> None:
        del self._own[person][seat]
        if not self._own[person]:
            del self._own[person]

    def _doubt(self) -> None:
        """Begin a new term soon: what the broker has of this one may not be so."""
        self._ends_at = float("-inf")

    async def _run(self) -> None:
        while True:
            try:
                await self._tell()
            except Exception as error:  # noqa: BLE001 - whatever it is, it must end here
                if not isinstance(error, _FAILURES):
                    _LOG.exception("Sockets could not be counted together.")
                self._doubt()
                self._forget_old()
                await asyncio.sleep(_REST)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._life / _BEATS):
                    await self._news.wait()

    async def _tell(self) -> None:
        """Say that the term goes on, and what was given back in it; or begin a new one."""
        self._news.clear()
        told = {person: {*seats} for person, seats in self._freed.items()}
        if asyncio.get_running_loop().time() >= self._ends_at or not await self._goes_on(told):
            await self._begin()
        for person, seats in told.items():
            self._freed[person] -= seats
            if not self._freed[person]:
                del self._freed[person]
        self._heard_at = asyncio.get_running_loop().time()

    def _forget_old(self) -> None:
        """What the broker has had no word of for so long ends there by itself, with its term."""
        if asyncio.get_running_loop().time() > self._heard_at + self._life:
            self._freed.clear()

    async def _goes_on(self, freed: dict[UserId, set[str]]) -> bool:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.set(self._key(self._term), 1, px=self._milliseconds, xx=True)
            for person, seats in freed.items():
                pipeline.hdel(self._of(person), *seats)
            known, *_ = await pipeline.execute()
        return bool(known)

    async def _begin(self) -> None:
        """Begin a new term: nothing of the one before counts any more."""
        before, self._term = self._term, secrets.token_hex(8)
        self._ends_at = asyncio.get_running_loop().time() + _LONGEST_TERM
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.set(self._key(self._term), 1, px=self._milliseconds)
            for person, seats in self._own.items():
                pipeline.hset(self._of(person), mapping=dict.fromkeys(seats, self._term))
                pipeline.pexpire(self._of(person), int(_MEMORY * 1000))
            pipeline.delete(self._key(before))
            await pipeline.execute()

    @property
    def _milliseconds(self) -> int:
        return int(self._life * 1000)

    def _key(self, term: str) -> str:
        return f"{self._prefix}term:{term}"

    def _of(self, person: UserId) -> str:
        return f"{self._prefix}of:{person}"
