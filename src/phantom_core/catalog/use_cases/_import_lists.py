"""The playlists of an import: those of new artists, and those that rows name."""

from collections import defaultdict
from collections.abc import Iterator

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.ids import PlaylistId, SongId
from phantom_core.catalog.importing import Kind
from phantom_core.catalog.playlist import MOST_SONGS, Playlist
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.use_cases._import_sheets import Sheet
from phantom_core.kernel import MAX_PAGE, PageRequest, UserId, spelled

__all__ = ["Lists"]


@attrs.define
class Lists:
    """What is put at the end of which playlists. What is in one stays, and is put in no more.

    Attributes:
        playlists: those that rows name, of the person who imports.
    """

    work: CatalogWork
    playlists: Sheet[Playlist] = attrs.field(factory=lambda: Sheet(Kind.PLAYLIST))
    _defaults: list[Playlist] = attrs.field(factory=list)
    _more: dict[PlaylistId, list[SongId]] = attrs.field(factory=lambda: defaultdict(list))
    _inside: dict[PlaylistId, set[SongId]] = attrs.field(factory=dict)
    _named: dict[str, PlaylistId] = attrs.field(factory=dict)

    def open_default(self, artist: Artist) -> None:
        """Make the playlist of a new artist."""
        self._defaults.append(self._new(artist.default_playlist_id, artist.name, artist=artist))

    def put_in_default(self, artist: Artist, song_id: SongId) -> None:
        """Put a new song into its artist's playlist."""
        self._more[artist.default_playlist_id].append(song_id)

    def put(self, name: str, song_id: SongId) -> bool:
        """Put a song into the playlist of a name; answers whether there was room.

        It is of the person who imports; where none does, there is none, and nothing is put.
        """
        if self.work.actor.user_id is None:
            return True
        playlist = self._of(name, self.work.actor.user_id)
        inside = self._inside[playlist.id]
        if song_id in inside:
            return True
        if playlist.song_count >= MOST_SONGS:
            return False
        inside.add(song_id)
        self._more[playlist.id].append(song_id)
        self.playlists.change(playlist, song_count=playlist.song_count + 1)
        return True

    def store(self) -> None:
        """Make it so."""
        for playlist in [*self._defaults, *self.playlists.new()]:
            songs = self._more.pop(playlist.id, [])
            self.work.playlists.add(attrs.evolve(playlist, song_count=len(songs)), songs)
        for playlist_id in sorted(self._more):
            self._append(playlist_id)

    def _append(self, playlist_id: PlaylistId) -> None:
        held = self.work.playlists.get(playlist_id)
        songs = self.work.playlists.songs_of(playlist_id)
        known = set(songs)
        more = [each for each in self._more[playlist_id] if each not in known]
        longer = [*songs, *more][: max(MOST_SONGS, len(songs))]
        if held.lives and len(longer) > len(songs):
            self.work.playlists.put(held.holding(self.work.now, len(longer)), longer)

    def _of(self, name: str, owner: UserId) -> Playlist:
        """The playlist of a name, which is made if need be."""
        key = spelled(name)
        if key not in self._named:
            playlist = self._stored(key, owner) or self._made(name, owner)
            self._named[key] = playlist.id
        return self.playlists.wanted[self._named[key]]

    def _stored(self, key: str, owner: UserId) -> Playlist | None:
        """The oldest playlist of that name."""
        named = [each for each in self._all(owner) if spelled(each.name) == key]
        if not named:
            return None
        self._inside[named[-1].id] = set(self.work.playlists.songs_of(named[-1].id))
        return self.playlists.look(named[-1])

    def _all(self, owner: UserId) -> Iterator[Playlist]:
        cursor = None
        while True:
            page = self.work.playlists.of_user(owner, PageRequest(limit=MAX_PAGE, cursor=cursor))
            yield from page.items
            cursor = page.next
            if cursor is None:
                return

    def _made(self, name: str, owner: UserId) -> Playlist:
        playlist = self._new(PlaylistId(self.work.new_id()), name, owner=owner)
        self._inside[playlist.id] = set()
        return self.playlists.make(playlist, spelled(name))

    def _new(
        self,
        playlist_id: PlaylistId,
        name: str,
        *,
        artist: Artist | None = None,
        owner: UserId | None = None,
    ) -> Playlist:
        return Playlist(
            id=playlist_id,
            name=name,
            artist_id=None if artist is None else artist.id,
            created_by=owner,
            created_at=self.work.now,
            updated_at=self.work.now,
        )
