"""Which rooms somebody looks for, and in which order they are found."""

from enum import IntEnum
from typing import Final

import attrs

from phantom_core.kernel.ids import Id
from phantom_core.kernel.name_search import NameQuery, NameRank
from phantom_core.rooms.names import ArtistId, GenreId
from phantom_core.rooms.room import Room

__all__ = ["FoundPlace", "Relevance", "RoomFilter"]

_ANY: Final = NameQuery.of("")


class Relevance(IntEnum):
    """How near a room is to somebody's taste; more is nearer."""

    OTHER = 0
    GENRE = 1
    ARTIST = 2


FoundPlace = tuple[Relevance, int, Id]
"""Where a room stands among those found: by relevance, people present, id; the greatest first."""


@attrs.frozen(kw_only=True)
class RoomFilter:
    """What is asked of a list of rooms.

    Attributes:
        query: each of its words begins a word of the room's name; without any, every name fits.
        liked_artists: whose rooms come first.
        liked_genres: whose rooms come next.
    """

    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    query: NameQuery = _ANY
    liked_artists: tuple[ArtistId, ...] = ()
    liked_genres: tuple[GenreId, ...] = ()

    def place(self, room: Room) -> FoundPlace | None:
        """Where a room stands in the list; `None` if it is not in it."""
        fits = (
            room.is_public
            and room.is_active
            and self.artist_id in {None, room.artist_id}
            and self.genre_id in {None, room.genre_id}
            and self.query.rank(room.name) not in {None, NameRank.INSIDE}
        )
        return (self._relevance(room), room.people_present, room.id) if fits else None

    def _relevance(self, room: Room) -> Relevance:
        if room.artist_id in self.liked_artists:
            return Relevance.ARTIST
        return Relevance.GENRE if room.genre_id in self.liked_genres else Relevance.OTHER
