"""Which rooms somebody looks for, and in which order they are found."""

import re
from enum import IntEnum
from typing import Final

import attrs

from phantom_core.kernel.ids import Id
from phantom_core.kernel.rules import search_key
from phantom_core.rooms.names import ArtistId, GenreId
from phantom_core.rooms.room import Room

__all__ = [
    "LONGEST_TERM",
    "FoundPlace",
    "Relevance",
    "RoomFilter",
    "name_terms",
    "query_key",
]

LONGEST_TERM: Final = 64
"""Terms and queries are cut to so many characters; folding may lengthen a name eighteen times."""

_MOST_WORDS: Final = 16
_WORD_STARTS: Final = re.compile(r"(?<=[\W_])(?=[^\W_])")


class Relevance(IntEnum):
    """How near a room is to somebody's taste; more is nearer."""

    OTHER = 0
    GENRE = 1
    ARTIST = 2


FoundPlace = tuple[Relevance, int, Id]
"""Where a room stands among those found: by relevance, people present, id; the greatest first."""


def query_key(query: str) -> str:
    """What a query is compared by."""
    return search_key(query)[:LONGEST_TERM].rstrip()


def name_terms(name: str) -> frozenset[str]:
    """All that a query may begin which finds a room of this name: it, and its ends by words."""
    key = search_key(name)
    starts = [0, *[found.start() for found in _WORD_STARTS.finditer(key)][: _MOST_WORDS - 1]]
    terms = (key[start : start + LONGEST_TERM].rstrip() for start in starts)
    return frozenset(term for term in terms if term)


@attrs.frozen(kw_only=True)
class RoomFilter:
    """What is asked of a list of rooms.

    Attributes:
        key: the beginning of a name, or of what follows in it from some word on, as `query_key`
            makes it; empty for any.
        liked_artists: whose rooms come first.
        liked_genres: whose rooms come next.
    """

    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    key: str = ""
    liked_artists: tuple[ArtistId, ...] = ()
    liked_genres: tuple[GenreId, ...] = ()

    def place(self, room: Room) -> FoundPlace | None:
        """Where a room stands in the list; `None` if it is not in it."""
        fits = (
            room.is_public
            and room.is_active
            and self.artist_id in {None, room.artist_id}
            and self.genre_id in {None, room.genre_id}
            and self._is_named(room.name)
        )
        return (self._relevance(room), room.people_present, room.id) if fits else None

    def _is_named(self, name: str) -> bool:
        return not self.key or any(term.startswith(self.key) for term in name_terms(name))

    def _relevance(self, room: Room) -> Relevance:
        if room.artist_id in self.liked_artists:
            return Relevance.ARTIST
        return Relevance.GENRE if room.genre_id in self.liked_genres else Relevance.OTHER
