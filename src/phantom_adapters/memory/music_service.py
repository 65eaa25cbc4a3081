"""A music service in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence

import attrs

from phantom_core.catalog.importing import ImportedTrack, RefusedRow, Row, TrackRow
from phantom_core.catalog.music_service import (
    MOST_TRACKS,
    ByArtist,
    InPlaylist,
    MatchingQuery,
    Selection,
)
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.kernel import NotFound, search_key

__all__ = ["MemoryMusicService"]


class MemoryMusicService(MusicService):
    """Has the songs, and the playlists, that it is given.

    A playlist is a name and its entries; an entry of `None` is no song.
    """

    def __init__(
        self,
        tracks: Sequence[ImportedTrack],
        playlists: Mapping[str, tuple[str, Sequence[ImportedTrack | None]]],
    ) -> None:
        self._tracks = tracks
        self._playlists = playlists

    async def rows(self, selection: Selection) -> AsyncIterator[Row]:
        """The songs that are meant."""
        for number, track in enumerate(self._meant(selection)[:MOST_TRACKS], start=1):
            place = f"track {number}"
            if track is None:
                yield RefusedRow(place=place, reason="is no song")
            else:
                yield TrackRow(place=place, track=track)

    def _meant(self, selection: Selection) -> Sequence[ImportedTrack | None]:
        match selection:
            case MatchingQuery(query=query):
                return [track for track in self._tracks if _matches(track, query)]
            case InPlaylist(playlist_id=playlist_id):
                return self._listed(playlist_id)
            case ByArtist(artist_id=artist_id):
                return self._made_by(artist_id)

    def _listed(self, playlist_id: str) -> Sequence[ImportedTrack | None]:
        if playlist_id not in self._playlists:
            raise NotFound("playlist", playlist_id)
        name, entries = self._playlists[playlist_id]
        return [entry and attrs.evolve(entry, playlist=name) for entry in entries]

    def _made_by(self, artist_id: str) -> Sequence[ImportedTrack]:
        theirs = [track for track in self._tracks if track.spotify_artist_id == artist_id]
        if not theirs:
            raise NotFound("artist", artist_id)
        return list({search_key(track.title): track for track in reversed(theirs)}.values())[::-1]


def _matches(track: ImportedTrack, query: str) -> bool:
    return search_key(query) in search_key(f"{track.artist} {track.title}")
