"""Rate limits in a Redis-compatible broker: exact, however many processes ask at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from phantom_core.kernel import EPOCH, Unavailable
from phantom_core.limits import Allowance, RateLimits, Verdict

__all__ = ["RedisRateLimits"]

_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = 1_000_000
_EXACT: Final = 2**53
"""Lua counts in doubles, which are exact up to here."""

_TAKE: Final = """
local parts, one, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local tick, now = tonumber(ARGV[4]), tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  now = math.floor((tonumber(time[1]) * 1000000 + tonumber(time[2])) / tick)
end
local debt, kept = 0, redis.call('GET', KEYS[1])
if kept then
  local owed, at, each = string.match(kept, '^(%d+) (%d+) (%d+)$')
  if tonumber(each) == parts then
    debt = math.max(0, tonumber(owed) - math.max(0, now - tonumber(at)) * parts)
  end
end
local over = debt + cost * one - parts * one
if over <= 0 then
  debt = debt + cost * one
  local life = math.ceil(debt / parts * tick / 1000) + 1
  redis.call('SET', KEYS[1], string.format('%.0f %.0f %.0f', debt, now, parts), 'PX', life)
end
return {debt, over, now}
"""
"""`weigh`, in one step that nothing comes between.

What is kept is what somebody owes, in parts of a tick as `weigh` has them, and when that was so.
It is gone when it is earned back. A clock that goes back earns nothing meanwhile; an allowance
that operators have changed begins anew. Without a time, the broker's own counts: the one clock
that all processes share.
"""


class RedisRateLimits(RateLimits):
    """What each has spent of each allowance, kept by the broker until it is earned back."""

    def __init__(
        self,
        redis: Redis,
        *,
        prefix: str = "phantom:limit:",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        """Keep it under keys that begin with `prefix`; the broker tells the time without `clock`.

        The client is the caller's, to be closed after the last use.
        """
        self._prefix = prefix
        self._clock = clock
        self._script = redis.register_script(_TAKE)

    async def take(self, allowance: Allowance, who: str, *, cost: int = 1) -> Verdict:
        """Spend of somebody's allowance. Raises: Unavailable, if the broker does not answer."""
        tick = _tick(allowance)
        parts, one = allowance.count, allowance.per // (tick * _MICROSECOND)
        now = "" if self._clock is None else (self._clock() - EPOCH) // (tick * _MICROSECOND)
        key = f"{self._prefix}{allowance.name}:{who}"
        try:
            answer = await cast("Any", self._script(keys=[key], args=[parts, one, cost, tick, now]))
        except (RedisError, OSError, TimeoutError) as error:
            raise Unavailable("The broker, which counts calls, does not answer.") from error
        debt, over, at = map(int, answer)
        return Verdict(
            allowance=allowance,
            granted=over <= 0,
            remaining=max(0, (parts * one - debt) // one),
            retry_after=_time(max(over, 0), parts, tick),
            reset_after=_time(debt, parts, tick),
            spent_until=at * parts + debt,
        )


def _tick(allowance: Allowance) -> int:
    """In steps of how many microseconds time is counted, so that the sum stays exact."""
    whole = allowance.count * (allowance.per // _MICROSECOND)
    return 1 if 2 * whole < _EXACT else _SECOND


def _time(length: int, parts: int, tick: int) -> timedelta:
    """So many parts of a tick as time, rounded up."""
    return -(-length // parts) * tick * _MICROSECOND
