"""Telling somebody who comes in what they missed."""

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.reader import Reader
from phantom_core.kernel import SYSTEM, Doer, StoredEvent, Unavailable, UnknownEvent
from phantom_core.live import EVERYBODY, Ends, Joined, ReadAfter

__all__ = ["catch_up", "is_ended"]


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
    while True:
        for event in events:
            if isinstance(event.event, UnknownEvent):
                channel.resync(outbox, seq)
                return None
            channel.tell_one(outbox, channel.writer.event(event))
            seq = event.seq
            if seq > joined.head.seq and is_ended(reader, event, ends):
                return seq
            if not outbox.clear:
                await outbox.drained()
        if channel.admit(outbox, seq, signals):
            return None
        events = await phantom.ask(ReadAfter(topic=channel.topic, seq=seq), actor=SYSTEM)
        if not events:
            raise Unavailable("The log is behind what was announced.")


def is_ended(reader: Reader, event: StoredEvent, ends: Ends) -> bool:
    """Whether an event ends a reader's right to listen to its topic."""
    ended = ends(event)
    return ended is EVERYBODY or reader.actor.person in ended
