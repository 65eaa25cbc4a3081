"""What waits to be sent to one reader: nothing, as long as the reader keeps up."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from functools import partial
from itertools import count
from typing import Final, Protocol

from phantom_adapters.transport.frames import Frame, joined

__all__ = ["LOOKS", "Outbox", "Wire"]

_LOG: Final = logging.getLogger(__name__)
_MOST_AT_ONCE: Final = 64 * 1024

LOOKS: Final = 7
"""How often a reader is looked at before it counts as stalled."""


class Wire(Protocol):
    """The way to one reader, as the server offers it."""

    def send(self, frame: Frame) -> Awaitable[None] | None:
        """Send a message. `None` says that the server has taken it; else await what is left.

        Raises: any exception, if the reader is gone.
        """

    def unsent(self) -> int:
        """How many bytes the reader's machine has not taken yet; 0 if that is not known."""


class Outbox:
    """Sends to one reader, in order, without ever waiting for it.

    While nothing waits, a message goes straight to the server. When the server pushes back, a
    task takes over: what comes in the meantime waits here, and is sent as arrays. What waits
    is bounded by `limit` bytes, except for answers, which the reader has asked for.

    A reader that takes no byte for `patience` seconds while something waits is stalled.
    """

    def __init__(
        self, wire: Wire, *, limit: int, patience: float, on_stall: Callable[[], None]
    ) -> None:
        self._wire = wire
        self._limit = limit
        self._patience = patience
        self._on_stall = on_stall
        self._waiting: OrderedDict[Hashable, Frame] = OrderedDict()
        self._size = 0
        self._numbers = count()
        self._sent = 0
        self._writer: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle
        self._closed = False

    @property
    def clear(self) -> bool:
        """Whether nothing waits."""
        return self._writer is None

    @property
    def size(self) -> int:
        """How many bytes wait."""
        return self._size

    def send(self, frame: Frame) -> None:
        """Send an answer, or queue it, whatever else waits."""
        if self._closed:
            return
        if self._writer is None:
            self._send(frame)
        else:
            self._queue(next(self._numbers), frame)

    def offer(self, frame: Frame) -> bool:
        """Send a message, or queue it if there is room for it; say whether all is well.

        A message with a key takes the place of the one that waits under that key. A signal
        without a key is given up when there is no room; nothing else is given up silently.
        """
        if self._writer is None or self._closed:
            self.send(frame)
            return True
        key: Hashable = next(self._numbers) if frame.key is None else frame.key
        self._forget(key)
        if self._size + frame.size <= self._limit:
            self._queue(key, frame)
            return True
        return frame.key is None and not frame.durable

    async def drained(self) -> None:
        """Wait until nothing waits any more."""
        while self._writer is not None:
            await asyncio.wait([self._writer])

    def close(self) -> None:
        """Send nothing more, and forget what waits."""
        self._closed = True
        self._forget_all()
        if self._writer is not None:
            self._writer.cancel()
            self._rest()

    def _send(self, frame: Frame) -> None:
        try:
            rest = self._wire.send(frame)
        except Exception as error:  # noqa: BLE001 - one reader's end is no other reader's affair
            self._lose(error)
        else:
            if rest is not None:
                self._writer = asyncio.create_task(self._write(rest))
                self._watch(LOOKS)

    async def _write(self, rest: Awaitable[None] | None) -> None:
        try:
            while rest is not None or self._waiting:
                if rest is not None:
                    await rest
                    self._sent += 1
                rest = self._wire.send(self._take()) if self._waiting else None
        except Exception as error:  # noqa: BLE001 - as above
            self._lose(error)
        finally:
            self._rest()

    def _rest(self) -> None:
        self._writer = None
        self._timer.cancel()

    def _watch(self, looks: int) -> None:
        """Look `looks` more times, as long as no byte moves, before calling the reader stalled."""
        standing = self._sent, self._wire.unsent()
        look = partial(self._look, looks, *standing)
        self._timer = asyncio.get_running_loop().call_later(self._patience / LOOKS, look)

    def _look(self, looks: int, sent: int, unsent: int) -> None:
        moved = self._sent > sent or self._wire.unsent() < unsent
        looks = LOOKS if moved else looks - 1
        if looks:
            self._watch(looks)
        else:
            self._on_stall()

    def _queue(self, key: Hashable, frame: Frame) -> None:
        self._waiting[key] = frame
        self._size += frame.size

    def _forget(self, key: Hashable) -> None:
        frame = self._waiting.pop(key, None)
        self._size -= 0 if frame is None else frame.size

    def _take(self) -> Frame:
        """Take what has waited longest, as much as is sent at once."""
        taken, size = [], 0
        while self._waiting and size < _MOST_AT_ONCE:
            _, frame = self._waiting.popitem(last=False)
            taken.append(frame)
            size += frame.size
        self._size -= size
        return joined(taken)

    def _lose(self, error: Exception) -> None:
        _LOG.debug("A reader is gone: %r", error)
        self._closed = True
        self._forget_all()

    def _forget_all(self) -> None:
        self._waiting.clear()
        self._size = 0
