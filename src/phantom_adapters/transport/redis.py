"""The transport of several processes: a Redis-compatible broker wakes those who listen."""

import asyncio
import logging
import random
import secrets
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from phantom_adapters.codec import UnknownShape
from phantom_adapters.transport.in_process import InProcessTransport
from phantom_adapters.transport.parcels import Letter, pack, unpack
from phantom_adapters.transport.trail import NO_TRAIL, Trail
from phantom_core.live import Listener, Parcel, Resumed, Transport

__all__ = ["RedisTransport"]

_LOG: Final = logging.getLogger(__name__)
_FAILURES: Final = (RedisError, OSError, TimeoutError)
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0
_SILENCE: Final = 1.0
_PATIENCE: Final = 2
_FAREWELL: Final = 1.0
_AGAIN: Final = 0.1
_AT_ONCE: Final = 64
_LARGEST: Final = 1024 * 1024
_MOST_WAITING: Final = 16 * 1024 * 1024


class RedisTransport(Transport):
    """Hands messages to the listeners of this process, and by pub/sub to those of all others.

    The broker is a wake-up and no more. While it is away this process keeps telling its own, and
    finds in the log what others do; what was to be told of others meanwhile is lost here, and
    never sent late. Nothing waits for the broker, and what waits for its connection is bounded.
    """

    def __init__(
        self, redis: Redis, *, channel: str = "phantom:live", trail: Trail = NO_TRAIL
    ) -> None:
        """Speak on a `channel`. The client is the caller's, to be closed after this is.

        What is heard is part of what was going on where it was published, if a `trail` is followed.
        """
        self._redis = redis
        self._channel = channel
        self._trail = trail
        self._sender = secrets.token_hex(8)
        self._own = InProcessTransport()
        self._waiting: deque[bytes] = deque()
        self._waiting_size = 0
        self._news = asyncio.Event()
        self._hearing = False
        self._away = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Begin to speak and to listen; the broker need not be there."""
        self._loop = asyncio.get_running_loop()
        self._tasks = [
            asyncio.create_task(self._for_ever(self._listen)),
            asyncio.create_task(self._for_ever(self._speak)),
        ]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Send what waits, if that takes no more than a moment, and go."""
        self._loop = None
        while pending := [task for task in self._tasks if not task.done()]:
            # The client may take an order to stop for the end of its own patience.
            for task in pending:
                task.cancel()
            await asyncio.wait(pending, timeout=_AGAIN)
        with suppress(*_FAILURES):
            async with asyncio.timeout(_FAREWELL):
                while self._waiting:
                    await self._send()

    @property
    def connected(self) -> bool:
        """Whether what others publish is heard now."""
        return self._hearing

    def publish(self, messages: Sequence[Parcel]) -> None:
        """Tell all listeners here at once, and have the others told soon."""
        self._own.publish(messages)
        if not messages or self._loop is None or self._away:
            return
        try:
            letter = pack(Letter(self._sender, messages, self._trail.here()))
        except Exception:  # noqa: BLE001 - who publishes has committed, and must not hear of it
            _LOG.exception("A message cannot be written; others find in the log what it told.")
            return
        if len(letter) <= _LARGEST:
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._post, letter)

    def subscribe(self, listener: Listener) -> None:
        """Call a listener from now on."""
        self._own.subscribe(listener)

    def unsubscribe(self, listener: Listener) -> None:
        """Call a listener no more."""
        self._own.unsubscribe(listener)

    def _post(self, letter: bytes) -> None:
        if self._waiting_size + len(letter) <= _MOST_WAITING:
            self._waiting.append(letter)
            self._waiting_size += len(letter)
            self._news.set()

    async def _for_ever(self, step: Any) -> None:
        """Do something for as long as the broker lets it, and again when that has ended."""
        pause = _FIRST_PAUSE
        while self._loop is not None:
            began = asyncio.get_running_loop().time()
            try:
                await step()
            except _FAILURES as error:
                self._lose(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must end here
                _LOG.exception("Talking with the broker failed.")
                self._lose(error)
            if asyncio.get_running_loop().time() - began > _LONGEST_PAUSE:
                pause = _FIRST_PAUSE
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 - no secret
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _listen(self) -> None:
        async with self._redis.pubsub() as ears:
            await ears.subscribe(self._channel)
            while True:
                await self._hear(await self._next(ears))

    async def _next(self, ears: PubSub) -> bytes | None:
        """What comes next, if it is a message. Raises: TimeoutError, for a broker that is mute."""
        heard: Any = await ears.get_message(timeout=_SILENCE)
        if heard is None:
            await ears.ping()
            heard = await ears.get_message(timeout=_PATIENCE)
            if heard is None:
                raise TimeoutError("It says nothing.")
        return heard["data"] if heard["type"] == "message" else None

    async def _hear(self, heard: bytes | None) -> None:
        self._return()
        if heard is None:
            return
        try:
            letter = unpack(heard)
        except UnknownShape:
            _LOG.warning("Something was heard from the broker that is no message of Phantom's.")
            return
        if letter.sender != self._sender and letter.parcels:
            with self._trail.along(letter.trail):
                self._own.publish(letter.parcels)

    async def _speak(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            while self._waiting:
                await self._send()

    async def _send(self) -> None:
        letters = [self._waiting.popleft() for _ in range(min(_AT_ONCE, len(self._waiting)))]
        self._waiting_size -= sum(map(len, letters))
        try:
            await self._publish(letters)
        except _FAILURES:
            # The broker may have been started anew since this connection was last used.
            await self._publish(letters)

    async def _publish(self, letters: Sequence[bytes]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for letter in letters:
                pipeline.publish(self._channel, letter)
            await pipeline.execute()

    def _lose(self, error: Exception) -> None:
        self._hearing = False
        self._waiting.clear()
        self._waiting_size = 0
        if not self._away:
            self._away = True
            _LOG.warning("The broker is away; the log tells what others do: %s", error)

    def _return(self) -> None:
        self._hearing = True
        if self._away:
            self._away = False
            _LOG.warning("The broker is there again.")
            self._own.publish([Resumed()])
