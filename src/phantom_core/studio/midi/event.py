"""Events: a message at a tick.

A message is the bytes that say it, without the length that meta and system exclusive events state
before their data: a status and its data bytes; `FF`, a kind and data; `F0` or `F7` and data. What
they mean is told by `describe`, and made by `message_of`.
"""

from typing import Any, Final, NamedTuple

import attrs

from phantom_core.kernel import Invalid
from phantom_core.studio.midi.messages import describe, message_of
from phantom_core.studio.midi.rules import Faults, Whole

__all__ = ["LAST_TICK", "TICK", "Event", "Oddity"]

LAST_TICK: Final = 2**40
"""No event comes later; at 480 ticks a quarter and 120 beats a minute that is after 36 years."""

TICK: Final = Whole(0, LAST_TICK)
"""What a time may be."""


@attrs.frozen(kw_only=True)
class Oddity:
    """How an event was written, where it is not as it would be written anew.

    What no longer fits, because something before the event was changed, is passed over.

    Attributes:
        delta_bytes: to how many bytes the delta time was padded; 0 if it was not.
        length_bytes: the same, of the length of a meta or system exclusive event.
        runs: whether the status was left out, as that of an event before; None if the track's
            `running` says so.
    """

    delta_bytes: int = 0
    length_bytes: int = 0
    runs: bool | None = None


class Event(NamedTuple):
    """A message at a tick.

    Attributes:
        time: ticks since the beginning of the track; 0 to `LAST_TICK`.
        message: what is said, as the module explains.
        id: the note that it begins or ends, if that has a name.
        odd: how it was written, if in an unusual way.
    """

    time: int
    message: bytes
    id: str | None = None
    odd: Oddity | None = None

    @classmethod
    def of(cls, kind: str, time: int, **fields: Any) -> "Event":
        """Make an event of what it is called in JSON: `of("tempo", 0, microsecondsPerQuarter=1)`.

        Raises: Invalid, with every fault.
        """
        faults = Faults()
        faults.check("time", TICK, time)
        message = message_of({"type": kind, **fields}, "", faults)
        if faults or message is None:
            raise Invalid(*faults)
        return cls(time, message)

    @property
    def fields(self) -> dict[str, Any]:
        """What the message says: its `type`, and the fields of that type, as in JSON."""
        return describe(self.message)

    @property
    def type(self) -> str:
        """What kind of message it is, by its name in JSON."""
        return str(self.fields["type"])
