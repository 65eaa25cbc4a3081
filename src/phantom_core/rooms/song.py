"""A song, as far as a room is concerned with it."""

import attrs

from phantom_core.kernel.quantities import Milliseconds
from phantom_core.rooms.names import ArtistId, SongId

__all__ = ["RoomSong"]


@attrs.frozen(kw_only=True)
class RoomSong:
    """What a room knows of a song, from when it took it up on.

    Attributes:
        duration_ms: how long it lasts; at least 1.
        streamable: whether the catalogue has a recording of it that can be played.
    """

    id: SongId
    title: str
    artist_id: ArtistId
    artist_name: str
    duration_ms: Milliseconds
    album_name: str | None = None
    album_cover_url: str | None = None
    preview_url: str | None = None
    streamable: bool = False
