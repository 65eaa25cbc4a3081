"""Telling somebody who comes in what they missed."""

import asyncio
from typing import Final

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.frames import Frame
from phantom_adapters.transport.outbox import Outbox
from phantom_adapters.transport.reader import Reader
from phantom_core.kernel import SYSTEM, Doer, StoredEvent, Unavailable, UnknownEvent
from phantom_core.live import EVERYBODY, AllBut, Ends, Joined, ReadAfter

__all__ = ["catch_up", "is_ended"]

_MOST_AT_ONCE: Final = 64 * 1024
_PAUSES: Final = (0.02, 0.05, 0.1, 0.2, 0.4)


class _Part:
    """As much of what somebody missed as is sent at once."""

    def __init__(self, outbox: Outbox, channel: Channel) -> None:
        self._outbox = outbox
        self._channel = channel
        self._frames: list[Frame] = []
        self._size = 0

    async def add(self, event: StoredEvent) -> None:
        """Put one more event to it, and send all if that is enough."""
        frame = self._channel.missed(event)
        self._frames.append(frame)
        self._size += frame.size
        if self._size >= _MOST_AT_ONCE:
            await self.send()

    async def send(self) -> None:
        """Send it, once all that was sent before has been taken, and begin the next."""
        if self._frames:
            await self._outbox.drained()
            self._channel.tell_some(self._outbox, self._frames)
            self._frames, self._size = [], 0


async def catch_up(
    phantom: Doer, reader: Reader, channel: Channel, joined: Joined, ends: Ends
) -> int | None:
    """Send a reader what it missed, no faster than it is read, until the channel takes over.

    What happens meanwhile may end its right to listen: then that is the last that it is told, and
    the number is answered.

    Raises: Unavailable.
    """
    outbox, signals = reader.outbox, channel.signals
    events, seq = joined.missed, joined.start
    part, pauses = _Part(outbox, channel), iter(_PAUSES)
    while True:
        for event in events:
            if isinstance(event.event, UnknownEvent) or event.seq != seq + 1:
                await part.send()
                channel.resync(outbox, seq)
                return None
            await part.add(event)
            seq = event.seq
            if seq > joined.head.seq and is_ended(reader, event, ends):
                await part.send()
                return seq
        await part.send()
        if channel.admit(outbox, seq, signals):
            return None
        events = await phantom.ask(ReadAfter(topic=channel.topic, seq=seq), actor=SYSTEM)
        if not events:
            # Who came in by a standby may have seen what the primary shows only in a moment.
            pause = next(pauses, None)
            if pause is None:
                raise Unavailable("The log is behind what was announced.")
            await asyncio.sleep(pause)


def is_ended(reader: Reader, event: StoredEvent, ends: Ends) -> bool:
    """Whether an event ends a reader's right to listen to its topic."""
    ended, person = ends(event), reader.actor.person
    if isinstance(ended, AllBut):
        return person not in ended.people
    return ended is EVERYBODY or person in ended
