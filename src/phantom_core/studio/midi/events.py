"""The events of a track, in columns: a track has hundreds of thousands, and most are plain."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from operator import gt
from typing import Final, overload

import attrs

from phantom_core.kernel import Fault, Invalid
from phantom_core.studio.midi.event import LAST_TICK, Event, Oddity
from phantom_core.studio.midi.messages import no_messages

__all__ = ["NOTE_BEGINS", "NOTE_ENDS", "Events"]

NOTE_BEGINS: Final = b"\xf9"
"""Stands in a frame where a note begins. No file has such a status."""

NOTE_ENDS: Final = b"\xfd"
"""Stands in a frame where a note ends; the velocity of its release follows, if it has one."""

_EDGES: Final = (NOTE_BEGINS, NOTE_ENDS)
_event: Final = partial(tuple.__new__, Event)  # half the price of calling `Event`


@attrs.frozen(kw_only=True, repr=False)
class Events(Sequence[Event]):
    """Events, in the order of a file, which is that of time; each attribute is a column of them.

    `of` makes them of any events; whoever fills the columns knows what is in them.
    """

    times: tuple[int, ...] = ()
    messages: tuple[bytes, ...] = ()
    ids: tuple[str | None, ...] = ()
    odds: tuple[Oddity | None, ...] = ()

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Events":
        """Put events into columns. Raises: Invalid, if one is no message or they go backwards."""
        rows = list(events)
        times = [event.time for event in rows]
        messages = [event.message for event in rows]
        if any(map(gt, times, times[1:])) or (times and (times[0] < 0 or times[-1] > LAST_TICK)):
            raise Invalid(Fault("events", f"must go from 0 to {LAST_TICK}, and never backwards"))
        if any(each[:1] not in _EDGES for each in no_messages(set(messages))):
            raise Invalid(Fault("events", "must be messages"))
        return cls(
            times=tuple(times),
            messages=tuple(messages),
            ids=tuple([event.id for event in rows]),
            odds=tuple([event.odd for event in rows]),
        )

    @property
    def last(self) -> int:
        """The tick of the last; 0 where there are none."""
        return self.times[-1] if self.times else 0

    def __len__(self) -> int:
        """How many there are."""
        return len(self.times)

    def __iter__(self) -> Iterator[Event]:
        """Each of them."""
        return map(_event, zip(self.times, self.messages, self.ids, self.odds, strict=True))

    @overload
    def __getitem__(self, place: int) -> Event: ...
    @overload
    def __getitem__(self, place: slice) -> "Events": ...
    def __getitem__(self, place: int | slice) -> "Event | Events":
        """The one at a place, or several."""
        times, messages, ids, odds = self.times, self.messages, self.ids, self.odds
        if isinstance(place, int):
            return Event(times[place], messages[place], ids[place], odds[place])
        return Events(
            times=times[place], messages=messages[place], ids=ids[place], odds=odds[place]
        )

    def __repr__(self) -> str:
        """How many there are; all of them would be too much."""
        return f"<{len(self)} events>"
