"""A song, by an artist."""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.catalog.entry import SPOTIFY_ID, WEB_ADDRESS, Entry
from phantom_core.catalog.ids import ArtistId, SongId
from phantom_core.kernel import Id, Milliseconds, Rule, between, line, ruled

__all__ = ["ALBUM_NAME", "LONGEST_SONG", "SONG_TITLE", "Song"]

SONG_TITLE: Final[Rule] = line(1, 200)
"""What a song may be called."""

ALBUM_NAME: Final[Rule] = line(1, 200)
"""What an album may be called."""

LONGEST_SONG: Final = Milliseconds(24 * 60 * 60 * 1000)
"""No song is longer: a day."""


@attrs.frozen(kw_only=True)
class Song(Entry):
    """A song.

    Attributes:
        duration_ms: 1 to `LONGEST_SONG`.
        spotify_track_id: unique among songs.
        audio_file_id: a recording of it that can be played.
    """

    kind: ClassVar[str] = "song"
    id: SongId
    title: str = ruled(SONG_TITLE)
    artist_id: ArtistId
    duration_ms: Milliseconds = ruled(between(1, LONGEST_SONG))
    album_name: str | None = ruled(ALBUM_NAME, default=None)
    album_cover_url: str | None = ruled(WEB_ADDRESS, default=None)
    preview_url: str | None = ruled(WEB_ADDRESS, default=None)
    spotify_track_id: str | None = ruled(SPOTIFY_ID, default=None)
    audio_file_id: Id | None = None

    @property
    def playable(self) -> bool:
        """Whether it can be played from here."""
        return self.audio_file_id is not None

    def deleted(self, now: datetime) -> "Song":
        """Only remembered from now on; what was its alone is free again."""
        return self.changed(now, deleted_at=now, spotify_track_id=None, audio_file_id=None)
