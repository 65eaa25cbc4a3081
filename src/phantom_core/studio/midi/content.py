"""What a Standard MIDI File holds, as values: enough to write the same bytes again.

Each value says what the file means. How it was written is kept only where it is not how it would be
written anew, and counts only as long as what it speaks of is unchanged.
"""

from typing import Final, Literal

import attrs

from phantom_core.kernel import Checked, Fault, Invalid, between, ruled
from phantom_core.studio.midi.event import LAST_TICK
from phantom_core.studio.midi.events import Events

__all__ = [
    "MOST_TICKS",
    "Content",
    "Division",
    "Misstated",
    "Opaque",
    "Place",
    "Smpte",
    "Track",
    "Unread",
]

MOST_TICKS: Final = 0x7FFF
"""No quarter note has more ticks."""


@attrs.frozen(kw_only=True)
class Smpte(Checked):
    """Ticks that are parts of a second, whatever the tempo.

    Attributes:
        frames_per_second: 24, 25, 29 (which means 29.97) or 30; any that a byte can state.
        ticks_per_frame: 1 to 255.
    """

    frames_per_second: int = ruled(between(1, 128))
    ticks_per_frame: int = ruled(between(1, 255))


Division = int | Smpte
"""What a tick is: a whole number of them is a quarter note (1 to `MOST_TICKS`), or `Smpte`."""


@attrs.frozen(kw_only=True)
class Misstated:
    """A number that the file states wrongly.

    Attributes:
        written: what it says.
        actual: what is there; with anything else there, the right number is written.
    """

    written: int
    actual: int

    def unless_changed(self, now: int) -> int:
        """What to write where `now` are there."""
        return self.written if now == self.actual else now


@attrs.frozen(kw_only=True)
class Unread:
    """Bytes at the end of a track that are no events.

    Attributes:
        reason: why not.
    """

    reason: str
    data: bytes = attrs.field(repr=False)


Place = int | Literal["file", "start", "header"]
"""Where opaque bytes stand: instead of all else, before the header, at the end of the header chunk,
or behind so many tracks."""


@attrs.frozen(kw_only=True)
class Opaque:
    """Bytes that are kept as they are.

    Attributes:
        reason: why nothing more can be said of them.
    """

    place: Place
    reason: str
    data: bytes = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Track:
    """A track.

    Attributes:
        events: in the order of the file, which is that of time, without what `name` and `end` say.
        name: the text of a `trackName` that is the first event, at tick 0; None if there is none.
        end: the tick of the end of the track; None if the file leaves it out.
        running: whether a status is left out that is the same as that of the event before it.
        length: what the file says the track is long in bytes, if that is wrong.
        unread: what follows the events.
    """

    events: Events = attrs.field(factory=Events)
    name: str | None = None
    end: int | None = attrs.field()
    running: bool = False
    length: Misstated | None = None
    unread: Unread | None = None

    @end.default
    def _behind_the_events(self) -> int:
        return self.events.last

    def __attrs_post_init__(self) -> None:
        """Demand an end that is one. Raises: Invalid."""
        if self.end is not None and not self.events.last <= self.end <= LAST_TICK:
            raise Invalid(Fault("end", f"must be from the last event to {LAST_TICK}"))

    def retold(self, events: Events) -> "Track":
        """The same track with other events; it ends behind them, if it has an end."""
        end = None if self.end is None else max(self.end, events.last)
        return attrs.evolve(self, events=events, end=end)


@attrs.frozen(kw_only=True)
class Content:
    """All that a file holds.

    Attributes:
        format: 0, one track; 1, tracks that sound together; 2, tracks that are pieces of their own.
        track_count: what the header says of how many tracks there are, if that is wrong.
        opaque: what is no track. With a piece whose place is `file`, it is all that there is, and
            `format` and `division` are only what a new file would have.
    """

    format: int = attrs.field(default=1, validator=attrs.validators.in_((0, 1, 2)))
    division: Division = 480
    tracks: tuple[Track, ...] = ()
    track_count: Misstated | None = None
    opaque: tuple[Opaque, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Demand ticks that last, and nothing beside a whole file. Raises: Invalid."""
        if isinstance(self.division, int) and not 1 <= self.division <= MOST_TICKS:
            raise Invalid(Fault("division", f"must be from 1 to {MOST_TICKS}"))
        if self.whole is not None and (self.tracks or len(self.opaque) > 1):
            raise Invalid(Fault("opaque", "a file that is opaque as a whole has nothing else"))

    @property
    def whole(self) -> Opaque | None:
        """The file itself, if nothing can be said of it."""
        return next((piece for piece in self.opaque if piece.place == "file"), None)
