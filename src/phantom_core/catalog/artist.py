"""An artist, by whom songs are."""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.catalog.entry import SPOTIFY_ID, WEB_ADDRESS, Entry
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId
from phantom_core.kernel import Rule, line, ruled

__all__ = ["ARTIST_NAME", "Artist"]

ARTIST_NAME: Final[Rule] = line(1, 200)
"""What an artist may be called."""


@attrs.frozen(kw_only=True)
class Artist(Entry):
    """An artist. Several may have one name.

    Attributes:
        default_playlist_id: the playlist of all their songs, made with the artist.
        spotify_artist_id: unique among artists.
    """

    kind: ClassVar[str] = "artist"
    id: ArtistId
    name: str = ruled(ARTIST_NAME)
    genre_id: GenreId
    default_playlist_id: PlaylistId
    spotify_artist_id: str | None = ruled(SPOTIFY_ID, default=None)
    image_url: str | None = ruled(WEB_ADDRESS, default=None)

    def deleted(self, now: datetime) -> "Artist":
        """Only remembered from now on; the Spotify id is free again."""
        return self.changed(now, deleted_at=now, spotify_artist_id=None)
