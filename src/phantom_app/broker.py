"""What connects the processes of one Phantom, as the settings have it: a broker, or nothing."""

import time
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from ssl import SSLCertVerificationError
from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from phantom_adapters.clock import wall_clock
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.sql.fence import Fence
from phantom_adapters.transport import InProcessTransport
from phantom_adapters.transport.trail import NO_TRAIL, Trail
from phantom_app.settings import BadSetting, Settings
from phantom_core.kernel import Unavailable
from phantom_core.limits import RateLimits, Seats
from phantom_core.live import Transport

__all__ = ["Broker", "connect", "knock", "known_timelines", "open_broker"]

_SETTING: Final = "PHANTOM_BROKER_URL"
_TIMEOUT: Final = 1.0
"""Seconds that the broker may take for anything; who asks for something has less patience."""

_CONNECTIONS: Final = 32


def _none() -> str:
    return "none"


@attrs.frozen(kw_only=True)
class Broker:
    """What processes tell each other by, and count calls in.

    Attributes:
        transport: carries what is live.
        spent: counts calls for all processes; `None` where each counts alone.
        seats: counts connections to the socket for all processes; `None` as above.
        standing: says how the broker is: `ok`, `away`, or `none` where there is none.
    """

    transport: Transport = attrs.field(factory=InProcessTransport)
    spent: RateLimits | None = None
    seats: Seats | None = None
    standing: Callable[[], str] = _none


async def open_broker(
    settings: Settings,
    stack: AsyncExitStack,
    fence: Fence | None = None,
    trail: Trail = NO_TRAIL,
) -> Broker:
    """Connect with the broker that the settings name, if any; `stack` closes it.

    A broker that is away now is no hindrance: it is tried again and again. If it is there, the
    `fence` of the database has heard what others know when this returns. A `trail`
    carries traces from process to process.

    Raises: BadSetting, if the broker is there and does not let us in, or its certificate cannot be
    verified.
    """
    if settings.broker_url is None:
        return Broker()
    redis = connect(settings.broker_url)
    from phantom_adapters.limits.fallback import FallbackRateLimits
    from phantom_adapters.limits.redis import RedisRateLimits
    from phantom_adapters.limits.redis_seats import RedisSeats
    from phantom_adapters.transport.redis import RedisTransport
    from phantom_adapters.transport.redis_timelines import RedisTimelines

    stack.push_async_callback(redis.aclose)
    with suppress(Unavailable):
        await knock(redis)
    if fence is not None:
        await stack.enter_async_context(RedisTimelines(redis, fence))
    database = urlsplit(settings.broker_url).path.strip("/") or "0"
    transport = RedisTransport(redis, channel=f"phantom:{database}:live", trail=trail)
    await stack.enter_async_context(transport)
    spent = FallbackRateLimits(
        RedisRateLimits(redis), MemoryRateLimits(wall_clock), monotonic=time.monotonic
    )
    stack.push_async_callback(spent.close)
    seats = await stack.enter_async_context(RedisSeats(redis, settings.sockets_per_person))
    return Broker(
        transport=transport,
        spent=spent,
        seats=seats,
        standing=lambda: "ok" if transport.connected else "away",
    )


async def known_timelines(settings: Settings) -> dict[str, int] | None:
    """The newest timeline of each system of databases, as servers and workers have told.

    `None` without a broker that answers, and where the extra `redis` is not installed.
    """
    if settings.broker_url is None:
        return None
    try:
        opened = connect(settings.broker_url)
    except BadSetting:
        return None
    from redis.exceptions import RedisError

    from phantom_adapters.transport.redis_timelines import newest_timelines

    async with opened as redis:
        try:
            return await newest_timelines(redis)
        except (RedisError, OSError, TimeoutError):
            return None


def connect(url: str) -> Any:
    """A client of a broker, which connects when it is first used. Raises: BadSetting."""
    try:
        from redis.asyncio import BlockingConnectionPool, Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import ConnectionError as ConnectionBroken
    except ImportError as error:
        raise BadSetting(
            _SETTING, "needs the extra `redis`: pip install 'phantom[redis]'"
        ) from error
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=_CONNECTIONS,
        timeout=_TIMEOUT,
        socket_timeout=_TIMEOUT,
        socket_connect_timeout=_TIMEOUT,
        # It may have been started anew since; one that is mute would be as mute once more.
        retry=Retry(NoBackoff(), 1, supported_errors=(ConnectionBroken,)),
    )
    return Redis.from_pool(pool)


async def knock(redis: Any) -> None:
    """Ask whether the broker lets us in, and is the one that we mean.

    Raises: BadSetting, if not; Unavailable, if nobody answers.
    """
    from redis.exceptions import (
        AuthenticationError,
        AuthorizationError,
        RedisError,
        ResponseError,
    )

    try:
        await redis.ping()
    except (AuthenticationError, AuthorizationError, ResponseError) as error:
        raise BadSetting(_SETTING, f"the broker does not let us in: {error}") from error
    except (RedisError, OSError, TimeoutError) as error:
        if (doubt := _doubt(error)) is not None:
            problem = f"the broker's certificate cannot be verified: {doubt}"
            raise BadSetting(_SETTING, problem) from error
        raise Unavailable(f"The broker does not answer: {str(error) or 'timed out'}.") from error


def _doubt(error: BaseException | None) -> str | None:
    """Why a certificate could not be verified, if that is what an error came from."""
    while error is not None and not isinstance(error, SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return None if error is None else error.verify_message
