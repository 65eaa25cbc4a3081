"""The order in which a playlist is played: its own, or shuffled by a seed."""

from collections.abc import Sequence

import attrs

from phantom_core.rooms.draw import lot
from phantom_core.rooms.names import SongId
from phantom_core.rooms.playback import Playback

__all__ = ["PlayOrder", "order_of", "places_of"]


@attrs.frozen
class PlayOrder:
    """The songs of a playlist, each as often as it stands there, as they are played.

    Attributes:
        songs: in the order of playing.
    """

    songs: Sequence[SongId]

    def after(self, place: int, current: SongId | None) -> int | None:
        """The place after one; `None` after the last. The playlist may have changed meanwhile."""
        following = self.of(place, current) + 1
        return following if following < len(self.songs) else None

    def before(self, place: int, current: SongId | None) -> int | None:
        """The place before one, or that place, if it is not what plays; `None` before the first."""
        here = self.of(place, current)
        preceding = here if current is None else here - 1
        return preceding if preceding >= 0 else None

    def of(self, place: int, current: SongId | None) -> int:
        """Where a song stands that stood at a place, or that place, if it is gone."""
        if current is None or current not in self.songs:
            return min(place, len(self.songs) - 1)
        if 0 <= place < len(self.songs) and self.songs[place] == current:
            return place
        return self.songs.index(current)


def order_of(songs: Sequence[SongId], playback: Playback) -> PlayOrder:
    """The order in which a playback takes the songs of its playlist."""
    return PlayOrder([songs[place] for place in places_of(len(songs), playback)])


def places_of(count: int, playback: Playback) -> Sequence[int]:
    """Where in a playlist of so many songs those stand that are played, in the order of playing."""
    seed, first = playback.shuffle_seed, playback.shuffle_first
    if seed is None:
        return range(count)
    return sorted(range(count), key=lambda place: (place != first, lot(seed, place)))
