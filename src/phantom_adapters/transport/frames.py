"""What is sent to readers: encoded once, whoever reads it."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Final

from phantom_core.kernel import UserId

__all__ = ["Frame", "joined"]

_SHORT: Final = 126
_MEDIUM: Final = 1 << 16
_FINAL_TEXT: Final = b"\x81"


class Frame:
    """One JSON object, or several to be sent as an array, in every form a server may want.

    Attributes:
        objects: the objects in UTF-8, separated by commas.
        several: whether they are sent as an array.
        seq: of an event, its number; of a signal, the number of the event before it.
        durable: whether this is an event of the log, which no reader may miss.
        key: what it is the latest word on, if an older one need not be told any more.
        speakers: the people whose it is, for those who want to hear nothing of one of them.
        instead: what those are told in its place, if anything.
    """

    several: bool = False
    speakers: Collection[UserId] = ()
    instead: "Frame | None" = None

    def __init__(
        self, objects: bytes, *, seq: int = 0, durable: bool = False, key: str | None = None
    ) -> None:
        self.objects = objects
        self.seq = seq
        self.durable = durable
        self.key = key

    @property
    def size(self) -> int:
        """How much it weighs in a queue, in bytes."""
        return len(self.objects)

    @cached_property
    def body(self) -> bytes:
        """The message in UTF-8."""
        return b"[%b]" % self.objects if self.several else self.objects

    @cached_property
    def text(self) -> str:
        """The message as text."""
        return self.body.decode()

    @cached_property
    def packed(self) -> bytes:
        """The message as a frame of RFC 6455, as a server sends it: whole, and not masked."""
        size = len(self.body)
        if size < _SHORT:
            length = bytes([size])
        elif size < _MEDIUM:
            length = b"\x7e" + size.to_bytes(2, "big")
        else:
            length = b"\x7f" + size.to_bytes(8, "big")
        return _FINAL_TEXT + length + self.body


def joined(frames: Sequence[Frame]) -> Frame:
    """One message that says all of this: one JSON array, unless it is only one thing."""
    if len(frames) == 1:
        return frames[0]
    together = Frame(b",".join([frame.objects for frame in frames]))
    together.several = True
    return together
