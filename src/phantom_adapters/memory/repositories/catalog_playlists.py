"""Playlists in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.catalog_tables import CatalogTables
from phantom_core.catalog import ArtistId, Playlist, PlaylistId, Playlists, SongId
from phantom_core.catalog.listing import ARTIST_PLAYLISTS, OWN_PLAYLISTS, after_id, id_cursor
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["MemoryPlaylists"]


class MemoryPlaylists(Playlists):
    """Playlists by id, and their songs beside them."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.playlists
        self._songs = tables.playlist_songs

    def add(self, playlist: Playlist, song_ids: Sequence[SongId]) -> None:
        """Store a new playlist with its songs."""
        self._rows.add(playlist)
        self._songs.add((playlist.id, tuple(song_ids)))

    def get(self, playlist_id: PlaylistId) -> Playlist:
        """Find a playlist, or refuse."""
        return self._rows.get(playlist_id)

    def put(self, playlist: Playlist, song_ids: Sequence[SongId] | None = None) -> None:
        """Store a playlist's new state; its songs too, if they are named."""
        self._rows.put(playlist)
        if song_ids is not None:
            self._songs.put((playlist.id, tuple(song_ids)))

    def songs_of(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist in their order."""
        return self._songs.get(playlist_id)[1]

    def of_user(self, user_id: UserId, page: PageRequest) -> Page[Playlist]:
        """Somebody's living playlists, newest first."""
        before = after_id(page, OWN_PLAYLISTS)
        rest = [
            each
            for each in self._rows
            if each.created_by == user_id and each.lives and (before is None or each.id < before)
        ]
        rest.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rest, page.limit, lambda each: id_cursor(OWN_PLAYLISTS, each.id))

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Playlist]:
        """Living playlists about an artist."""
        after = after_id(page, ARTIST_PLAYLISTS)
        rest = [
            each
            for each in self._rows
            if each.artist_id == artist_id and each.lives and (after is None or each.id > after)
        ]
        rest.sort(key=attrgetter("id"))
        return Page.of(rest, page.limit, lambda each: id_cursor(ARTIST_PLAYLISTS, each.id))
