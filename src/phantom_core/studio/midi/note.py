"""A note, apart from the events that begin and end it."""

import attrs

from phantom_core.kernel import Checked, between, ruled
from phantom_core.studio.midi.event import LAST_TICK
from phantom_core.studio.midi.rules import name_rule

__all__ = ["Note"]


@attrs.frozen(kw_only=True)
class Note(Checked):
    """A note of a MIDI content.

    Attributes:
        note_id: unique in its content.
        track: the number of its track, from 0; a track that is not there means the last one.
        channel: 0 to 15.
        pitch: 0 to 127; 60 is middle C.
        start: ticks from the beginning.
        duration: ticks, 0 and more.
        velocity: 1 to 127.
    """

    note_id: str = ruled(name_rule)
    track: int = ruled(between(0, 0xFFFF_FFFF))
    channel: int = ruled(between(0, 15))
    pitch: int = ruled(between(0, 127))
    start: int = ruled(between(0, LAST_TICK))
    duration: int = ruled(between(0, LAST_TICK))
    velocity: int = ruled(between(1, 127))

    @property
    def end(self) -> int:
        """The tick at which it ends; never beyond `LAST_TICK`."""
        return min(self.start + self.duration, LAST_TICK)
