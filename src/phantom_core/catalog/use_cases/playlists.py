"""Playlists: looking at them, and what people do with their own."""

import attrs

from phantom_core.catalog import policy
from phantom_core.catalog.events import PlaylistAdded, PlaylistChanged, PlaylistDeleted
from phantom_core.catalog.ids import ArtistId, PlaylistId, SongId
from phantom_core.catalog.playlist import SONG_LIST, Playlist
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.track import Tracklist
from phantom_core.catalog.use_cases._finding import check_named, living_tracks, named_artist
from phantom_core.kernel import Access, Checked, Command, Page, PageRequest, Query, UserId, ruled

__all__ = [
    "ChangePlaylist",
    "CreatePlaylist",
    "DeletePlaylist",
    "GetPlaylist",
    "ListPlaylists",
    "ListPlaylistsOf",
    "SetPlaylistSongs",
]


@attrs.frozen(kw_only=True)
class ListPlaylists(Query[Page[Playlist]]):
    """List one's own playlists, newest first; or everybody's about an artist, the default first.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    artist_id: ArtistId | None = None
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Playlist]:
        """Answer a page."""
        if self.artist_id is None:
            return work.playlists.of_user(work.actor.person, self.page)
        return work.playlists.of_artist(self.artist_id, self.page)


@attrs.frozen(kw_only=True)
class ListPlaylistsOf(Query[Page[Playlist]]):
    """List the playlists that somebody has made, newest first.

    Whom the actor does not see has none to show.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    user_id: UserId
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Playlist]:
        """Answer a page."""
        me = work.actor.person
        apart = me != self.user_id and work.blocks.between(me, self.user_id)
        if apart or not work.people.active(self.user_id):
            return Page(())
        return work.playlists.of_user(self.user_id, self.page)


@attrs.frozen(kw_only=True)
class GetPlaylist(Query[Tracklist]):
    """Look at a playlist and its songs, whoever has made it. Raises: NotFound."""

    access = Access.PERSON
    playlist_id: PlaylistId

    def run(self, work: CatalogWork) -> Tracklist:
        """Answer it; songs that were deleted are left out."""
        playlist = work.playlists.get(self.playlist_id)
        policy.may_read(playlist).enforce()
        return _shown(work, playlist)


@attrs.frozen(kw_only=True)
class CreatePlaylist(Checked, Command[Tracklist]):
    """Make a playlist of one's own.

    Attributes:
        artist_id: whom it is about, if one artist.

    Raises: Invalid, with the place of each song that there is not.
    """

    access = Access.PERSON
    name: str
    artist_id: ArtistId | None = None
    song_ids: tuple[SongId, ...] = ruled(SONG_LIST, default=())

    def run(self, work: CatalogWork) -> Tracklist:
        """Answer it."""
        check_named("song_ids", self.song_ids, work.songs.of(self.song_ids))
        if self.artist_id is not None:
            named_artist(work, self.artist_id)
        playlist = Playlist(
            id=PlaylistId(work.new_id()),
            name=self.name,
            artist_id=self.artist_id,
            created_by=work.actor.person,
            song_count=len(self.song_ids),
            created_at=work.now,
            updated_at=work.now,
        )
        work.playlists.add(playlist, self.song_ids)
        work.record(PlaylistAdded(user_id=work.actor.person, playlist=playlist))
        return _shown(work, playlist)


@attrs.frozen(kw_only=True)
class ChangePlaylist(Command[Tracklist]):
    """Call a playlist something else.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Forbidden, to all but its maker and admins; Outdated.
    """

    access = Access.PERSON
    playlist_id: PlaylistId
    name: str
    version: int | None = None

    def run(self, work: CatalogWork) -> Tracklist:
        """Answer the playlist as it is now."""
        playlist = _changeable(work, self.playlist_id, self.version)
        changed = playlist.changed(work.now, name=self.name)
        if changed != playlist:
            work.playlists.put(changed)
            _tell_change(work, changed)
        return _shown(work, changed)


@attrs.frozen(kw_only=True)
class SetPlaylistSongs(Checked, Command[Tracklist]):
    """Put other songs in a playlist, in this order, in place of those that are in it.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid, with the place of each song that there is not; NotFound; Forbidden, to all
        but its maker and admins; Outdated.
    """

    access = Access.PERSON
    playlist_id: PlaylistId
    song_ids: tuple[SongId, ...] = ruled(SONG_LIST)
    version: int | None = None

    def run(self, work: CatalogWork) -> Tracklist:
        """Answer the playlist as it is now."""
        playlist = _changeable(work, self.playlist_id, self.version)
        check_named("song_ids", self.song_ids, work.songs.of(self.song_ids))
        if self.song_ids != tuple(work.playlists.songs_of(playlist.id)):
            playlist = playlist.holding(work.now, len(self.song_ids))
            work.playlists.put(playlist, self.song_ids)
            _tell_change(work, playlist)
        return _shown(work, playlist)


@attrs.frozen(kw_only=True)
class DeletePlaylist(Command[None]):
    """Delete a playlist. A room that plays it goes on.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Forbidden, to all but its maker and admins; DefaultPlaylist; Outdated.
    """

    access = Access.PERSON
    playlist_id: PlaylistId
    version: int | None = None

    def run(self, work: CatalogWork) -> None:
        """Let it go."""
        playlist = work.playlists.get(self.playlist_id)
        policy.may_delete(work.actor, playlist).enforce()
        playlist.based_on(self.version)
        work.playlists.put(playlist.changed(work.now, deleted_at=work.now))
        if playlist.created_by is not None:
            gone = PlaylistDeleted(user_id=playlist.created_by, playlist_id=playlist.id)
            work.record(gone)


def _changeable(work: CatalogWork, playlist_id: PlaylistId, version: int | None) -> Playlist:
    """A playlist that the actor may change, held. Raises: NotFound, Forbidden, Outdated."""
    playlist = work.playlists.get(playlist_id)
    policy.may_change(work.actor, playlist).enforce()
    return playlist.based_on(version)


def _tell_change(work: CatalogWork, playlist: Playlist) -> None:
    if playlist.created_by is not None:
        work.record(PlaylistChanged(user_id=playlist.created_by, playlist=playlist))


def _shown(work: CatalogWork, playlist: Playlist) -> Tracklist:
    songs = work.playlists.songs_of(playlist.id)
    return Tracklist(playlist=playlist, tracks=living_tracks(work, songs))
