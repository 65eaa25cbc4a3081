"""A set of music: tracks in an order, put together by those who look after the place."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NewType

import attrs

from phantom_core.kernel import (
    Checked,
    Fault,
    Id,
    Invalid,
    Rule,
    Visibility,
    expect_version,
    line,
    prose,
    ruled,
)
from phantom_core.media.sets.errors import TooManyTracks

__all__ = ["DESCRIPTION", "MOST_TRACKS", "TITLE", "MusicSet", "SetId", "TrackId"]

SetId = NewType("SetId", Id)
"""The id of a set."""

TrackId = NewType("TrackId", Id)
"""The id of a track; of its upload as well, before it is ready."""

MOST_TRACKS: Final = 1000
"""The most tracks that a set may have."""

TITLE: Final[Rule] = line(1, 200)
"""What the title of a set or a track may be."""

DESCRIPTION: Final[Rule] = prose(4000)
"""What may be said of a set."""


@attrs.frozen(kw_only=True)
class MusicSet(Checked):
    """A set.

    Attributes:
        track_ids: its tracks, in their order; those on their way and those that failed too.
        version: counts the changes of the set and of its tracks, from 1.
    """

    id: SetId
    title: str = ruled(TITLE)
    description: str | None = ruled(DESCRIPTION, default=None)
    visibility: Visibility = Visibility.PRIVATE
    track_ids: tuple[TrackId, ...] = ()
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def based_on(self, version: int | None) -> "MusicSet":
        """This one, if `version` is the newest or not named. Raises: Outdated."""
        expect_version("set", current=self.version, expected=version)
        return self

    def changed(self, now: datetime, **changes: Any) -> "MusicSet":
        """The next version; this one, if nothing is otherwise. Raises: Invalid."""
        changed = attrs.evolve(self, **changes)
        return self if changed == self else changed.touched(now)

    def touched(self, now: datetime) -> "MusicSet":
        """The next version: something is otherwise about one of its tracks."""
        return attrs.evolve(self, updated_at=now, version=self.version + 1)

    def position_of(self, track_id: TrackId) -> int:
        """Where a track of it stands, from 1."""
        return self.track_ids.index(track_id) + 1

    def with_track(self, track_id: TrackId, now: datetime) -> "MusicSet":
        """With one track more, at the end. Raises: TooManyTracks."""
        self.expect_room()
        return self.changed(now, track_ids=(*self.track_ids, track_id))

    def without_track(self, track_id: TrackId, now: datetime) -> "MusicSet":
        """With one track less."""
        left = tuple(each for each in self.track_ids if each != track_id)
        return self.changed(now, track_ids=left)

    def expect_room(self) -> None:
        """Make sure that another track fits. Raises: TooManyTracks."""
        if len(self.track_ids) >= MOST_TRACKS:
            raise TooManyTracks(MOST_TRACKS)

    def ordered(self, track_ids: Sequence[TrackId], now: datetime) -> "MusicSet":
        """With the same tracks in another order.

        Raises: Invalid, naming each id that is not of this set, stands twice, or is missing.
        """
        faults = [*self._misplaced(track_ids), *self._missing(track_ids)]
        if faults:
            raise Invalid(*faults)
        return self.changed(now, track_ids=tuple(track_ids))

    def _misplaced(self, track_ids: Sequence[TrackId]) -> Iterator[Fault]:
        own, seen = frozenset(self.track_ids), Counter[TrackId]()
        for place, each in enumerate(track_ids):
            seen[each] += 1
            if each not in own:
                yield Fault(f"track_ids[{place}]", "is no track of this set")
            elif seen[each] > 1:
                yield Fault(f"track_ids[{place}]", "must not stand twice")

    def _missing(self, track_ids: Sequence[TrackId]) -> Iterator[Fault]:
        named = frozenset(track_ids)
        missing = [each for each in self.track_ids if each not in named]
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            left_out = f"must name every track of the set, and leaves out {missing[0]}{more}"
            yield Fault("track_ids", left_out)
