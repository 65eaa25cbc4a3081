"""A playlist: songs in an order."""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.catalog.entry import Entry, distinct
from phantom_core.catalog.ids import ArtistId, PlaylistId
from phantom_core.kernel import Rule, UserId, line, ruled

__all__ = ["MOST_SONGS", "PLAYLIST_NAME", "SONG_LIST", "Playlist"]

PLAYLIST_NAME: Final[Rule] = line(1, 200)
"""What a playlist may be called."""

MOST_SONGS: Final = 10_000
"""How many songs a playlist may have."""

SONG_LIST: Final[Rule] = distinct(MOST_SONGS)
"""What the songs of a playlist may be: each comes once."""


@attrs.frozen(kw_only=True)
class Playlist(Entry):
    """A playlist, but for the songs themselves, which are kept beside it: `Playlists.songs_of`.

    Attributes:
        artist_id: whose songs it is about, if one artist's.
        created_by: whose it is; nobody's, if it is its artist's default playlist.
        song_count: how many songs were put in. One that is deleted from the catalogue counts
            until the playlist is changed.
        version: counts the changes of the name and of the songs, from 1.
    """

    kind: ClassVar[str] = "playlist"
    id: PlaylistId
    name: str = ruled(PLAYLIST_NAME)
    artist_id: ArtistId | None = None
    created_by: UserId | None = None
    song_count: int = 0

    @property
    def is_default(self) -> bool:
        """Whether it is its artist's default playlist."""
        return self.created_by is None

    def holding(self, now: datetime, song_count: int) -> "Playlist":
        """The next version, with so many songs, which are others than before."""
        return attrs.evolve(self, song_count=song_count, updated_at=now, version=self.version + 1)
