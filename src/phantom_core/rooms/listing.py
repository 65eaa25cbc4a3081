"""Which rooms somebody looks for."""

import attrs

from phantom_core.rooms.names import ArtistId, GenreId

__all__ = ["RoomFilter"]


@attrs.frozen(kw_only=True)
class RoomFilter:
    """What is asked of a list of rooms.

    Attributes:
        key: the beginning of a name, or of a word in it, folded; empty for any.
        liked_artists: whose rooms come first.
        liked_genres: whose rooms come next.
    """

    artist_id: ArtistId | None = None
    genre_id: GenreId | None = None
    key: str = ""
    liked_artists: tuple[ArtistId, ...] = ()
    liked_genres: tuple[GenreId, ...] = ()
