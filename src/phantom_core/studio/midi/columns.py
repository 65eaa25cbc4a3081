"""Events while they are collected."""

from collections.abc import Collection

import attrs

from phantom_core.studio.midi.event import Oddity
from phantom_core.studio.midi.events import Events
from phantom_core.studio.midi.messages import END_OF_TRACK, name_of

__all__ = ["Columns"]


@attrs.define
class Columns:
    """Events that are being collected, in columns; few have an id, and fewer are odd.

    Attributes:
        ids: by the place of the event.
        odds: the same.
    """

    times: list[int] = attrs.field(factory=list)
    messages: list[bytes] = attrs.field(factory=list)
    ids: dict[int, str] = attrs.field(factory=dict)
    odds: dict[int, Oddity] = attrs.field(factory=dict)

    def take_end(self) -> int | None:
        """Take the end of the track off, if it is written as usual; answers its tick."""
        last = len(self.times) - 1
        if last < 0 or self.messages[last] != END_OF_TRACK or last in self.odds:
            return None
        del self.messages[last]
        return self.times.pop()

    def take_name(self) -> str | None:
        """Take the name of the track off, if it is in UTF-8 and written as usual at the start."""
        if not self.times or self.times[0] or 0 in self.odds:
            return None
        name = name_of(self.messages[0])
        if name is not None:
            del self.times[0], self.messages[0]
            self.ids = {place - 1: each for place, each in self.ids.items()}
            self.odds = {place - 1: odd for place, odd in self.odds.items()}
        return name

    def share(self) -> Collection[bytes]:
        """Have equal messages be one object, and answer each; there are few of them."""
        seen: dict[bytes, bytes] = {}
        self.messages = list(map(seen.setdefault, self.messages, self.messages))
        return seen

    def events(self) -> Events:
        """What was collected."""
        places = range(len(self.times))
        return Events(
            times=tuple(self.times),
            messages=tuple(self.messages),
            ids=tuple(map(self.ids.get, places)) if self.ids else (None,) * len(places),
            odds=tuple(map(self.odds.get, places)) if self.odds else (None,) * len(places),
        )
