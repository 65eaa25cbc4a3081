"""Playlists over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, insert, select, update

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import playlist_songs, playlists
from phantom_adapters.sql.transaction import Transaction
from phantom_core.catalog import ArtistId, Playlist, PlaylistId, Playlists, SongId
from phantom_core.catalog.listing import (
    ARTIST_PLAYLISTS,
    FIRST_ID,
    LAST_ID,
    OWN_PLAYLISTS,
    after_id,
    id_cursor,
)
from phantom_core.kernel import NotFound, Page, PageRequest, UserId

__all__ = ["SqlPlaylists"]

_NOUN: Final = "playlist"
_PLAYLISTS: Final = Rows(playlists, Playlist, noun=_NOUN)
_LIVING: Final = playlists.c.deleted_at.is_(None)
_OF_USER: Final = Statement(
    _PLAYLISTS.select.where(
        playlists.c.created_by == bindparam("user_id"),
        playlists.c.id < bindparam("before"),
        _LIVING,
    )
    .order_by(playlists.c.id.desc())
    .limit(bindparam("limit"))
)
_OF_ARTIST: Final = Statement(
    _PLAYLISTS.select.where(
        playlists.c.artist_id == bindparam("artist_id"),
        playlists.c.id > bindparam("after"),
        _LIVING,
    )
    .order_by(playlists.c.id)
    .limit(bindparam("limit"))
)
_THIS: Final = playlist_songs.c.playlist_id == bindparam("playlist_id")
_SONGS: Final = Statement(select(playlist_songs.c.song_ids).where(_THIS))
_ADD_SONGS: Final = Statement(
    insert(playlist_songs).values({each.name: bindparam(each.name) for each in playlist_songs.c})
)
_PUT_SONGS: Final = Statement(
    update(playlist_songs).where(_THIS).values(song_ids=bindparam("song_ids"))
)


class SqlPlaylists(Playlists):
    """Playlists in a table, and their songs in another, so that lists are read without them."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, playlist: Playlist, song_ids: Sequence[SongId]) -> None:
        """Store a new playlist with its songs."""
        _PLAYLISTS.add(self._tx, playlist)
        self._tx.run(_ADD_SONGS, playlist_id=playlist.id, song_ids=tuple(song_ids))

    def get(self, playlist_id: PlaylistId) -> Playlist:
        """Find a playlist, and hold it."""
        return _PLAYLISTS.get(self._tx, playlist_id)

    def put(self, playlist: Playlist, song_ids: Sequence[SongId] | None = None) -> None:
        """Store a playlist's new state; its songs too, if they are named."""
        _PLAYLISTS.put(self._tx, playlist)
        if song_ids is not None:
            self._tx.run(_PUT_SONGS, playlist_id=playlist.id, song_ids=tuple(song_ids))

    def songs_of(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist in their order."""
        row = self._tx.row(_SONGS, playlist_id=playlist_id)
        if row is None:
            raise NotFound(_NOUN, playlist_id)
        songs: Sequence[SongId] = row[0]
        return songs

    def of_user(self, user_id: UserId, page: PageRequest) -> Page[Playlist]:
        """Somebody's living playlists, newest first."""
        before = after_id(page, OWN_PLAYLISTS) or LAST_ID
        rows = _PLAYLISTS.all(
            self._tx, _OF_USER, user_id=user_id, before=before, limit=page.limit + 1
        )
        return Page.of(rows, page.limit, lambda each: id_cursor(OWN_PLAYLISTS, each.id))

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Playlist]:
        """Living playlists about an artist."""
        after = after_id(page, ARTIST_PLAYLISTS) or FIRST_ID
        rows = _PLAYLISTS.all(
            self._tx, _OF_ARTIST, artist_id=artist_id, after=after, limit=page.limit + 1
        )
        return Page.of(rows, page.limit, lambda each: id_cursor(ARTIST_PLAYLISTS, each.id))
