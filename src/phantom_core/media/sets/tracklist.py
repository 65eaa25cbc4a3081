"""Sets and tracks as they are looked at."""

import attrs

from phantom_core.media.sets.music_set import MusicSet
from phantom_core.media.sets.track import MusicTrack, TrackTally

__all__ = ["ListedSet", "PlacedTrack", "Tracklist"]


@attrs.frozen(kw_only=True)
class ListedSet:
    """A set in a list, and how much of it can be heard."""

    music_set: MusicSet
    tally: TrackTally


@attrs.frozen(kw_only=True)
class PlacedTrack:
    """A track, and where it stands in its set, from 1."""

    track: MusicTrack
    position: int


@attrs.frozen(kw_only=True)
class Tracklist:
    """A set and those of its tracks that its reader may see, in their order."""

    music_set: MusicSet
    tracks: tuple[PlacedTrack, ...]

    @property
    def tally(self) -> TrackTally:
        """How much of it can be heard."""
        return TrackTally.of(placed.track for placed in self.tracks)
