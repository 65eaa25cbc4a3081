"""Writing what the readers of a topic are told."""

from collections.abc import Callable

import attrs

from phantom_adapters.transport.frames import Frame
from phantom_core.kernel import StoredEvent
from phantom_core.live import Message, Notice, Signal, Speakers, Withheld

__all__ = ["Encode", "Writer"]

Encode = Callable[[Message | Notice], bytes]
"""Writes what readers are told as a JSON object in UTF-8."""


@attrs.frozen
class Writer:
    """Writes the frames of one topic, each once for all its readers.

    Attributes:
        speakers: says whose words an event is, if that matters to anybody.
    """

    encode: Encode
    speakers: Speakers | None = None

    def event(self, event: StoredEvent) -> Frame:
        """An event, and what those are told in its place who want nothing of its speakers."""
        frame = Frame(self.encode(event), seq=event.seq, durable=True)
        frame.speakers = () if self.speakers is None else self.speakers(event)
        if frame.speakers:
            withheld = Withheld(topic=event.topic, seq=event.seq, at=event.at)
            frame.instead = Frame(self.encode(withheld), seq=event.seq, durable=True)
        return frame

    def signal(self, signal: Signal, seq: int) -> Frame:
        """A signal that comes after an event; those who want nothing of its person miss it."""
        key = None if signal.key is None else f"{signal.topic} {signal.key}"
        frame = Frame(self.encode(signal), seq=seq, key=key)
        frame.speakers = () if self.speakers is None or signal.by is None else (signal.by,)
        return frame

    def notice(self, notice: Notice) -> Frame:
        """What is said to a single reader."""
        return Frame(self.encode(notice))
