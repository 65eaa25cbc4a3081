"""Artists: finding them, and what admins do with them."""

from collections.abc import Mapping, Sequence

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.entry import distinct
from phantom_core.catalog.errors import ArtistInUse
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.track import Track
from phantom_core.catalog.use_cases._default_playlist import add_default_playlist, follow_name
from phantom_core.catalog.use_cases._finding import living, named_genre
from phantom_core.kernel import (
    MAX_PAGE,
    Access,
    Checked,
    Command,
    NameQuery,
    Page,
    PageRequest,
    Query,
    line,
    ruled,
)
from phantom_core.kernel.unchanged import UNCHANGED, Unchanged, given

__all__ = [
    "AddArtist",
    "ChangeArtist",
    "DeleteArtist",
    "FindArtists",
    "GetArtist",
    "GetArtists",
    "ListArtistSongs",
]


@attrs.frozen(kw_only=True)
class FindArtists(Checked, Query[Page[Artist]]):
    """Find artists by name: exactly, by its beginning, by words, by what is inside.

    Case, accents and punctuation are nothing. An empty query lists all by name.

    Attributes:
        genre_id: of which genre, if of one.

    Raises: Invalid.
    """

    access = Access.PERSON
    query: str = ruled(line(0, 100), default="")
    genre_id: GenreId | None = None
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Artist]:
        """Answer those that fit best first."""
        return work.artists.search(NameQuery.of(self.query), self.page, genre_id=self.genre_id)


@attrs.frozen(kw_only=True)
class GetArtist(Query[Artist]):
    """Look at an artist, also at one that is deleted. Raises: NotFound."""

    access = Access.PERSON
    artist_id: ArtistId

    def run(self, work: CatalogWork) -> Artist:
        """Answer it."""
        return work.artists.get(self.artist_id)


@attrs.frozen(kw_only=True)
class GetArtists(Checked, Query[Sequence[Artist]]):
    """Look at several artists; those that are deleted, or that there are not, are left out.

    Raises: Invalid.
    """

    access = Access.PERSON
    artist_ids: tuple[ArtistId, ...] = ruled(distinct(MAX_PAGE))

    def run(self, work: CatalogWork) -> Sequence[Artist]:
        """Answer them in the order in which they were named."""
        found = work.artists.of(self.artist_ids)
        return [found[each] for each in self.artist_ids if each in found and found[each].lives]


@attrs.frozen(kw_only=True)
class ListArtistSongs(Query[Page[Track]]):
    """List an artist's songs, in the order in which they came. Raises: NotFound, Invalid."""

    access = Access.PERSON
    artist_id: ArtistId
    page: PageRequest = PageRequest()

    def run(self, work: CatalogWork) -> Page[Track]:
        """Answer a page."""
        artist = work.artists.get(self.artist_id)
        songs = work.songs.of_artist(artist.id, self.page)
        return songs.map(lambda song: Track(song=song, artist=artist))


@attrs.frozen(kw_only=True)
class AddArtist(Command[Artist]):
    """Add an artist, with a default playlist, which is empty. Raises: Invalid; SpotifyIdTaken."""

    access = Access.ADMIN
    name: str
    genre_id: GenreId
    spotify_artist_id: str | None = None
    image_url: str | None = None

    def run(self, work: CatalogWork) -> Artist:
        """Answer it."""
        artist = Artist(
            id=ArtistId(work.new_id()),
            name=self.name,
            genre_id=named_genre(work, self.genre_id).id,
            default_playlist_id=PlaylistId(work.new_id()),
            spotify_artist_id=self.spotify_artist_id,
            image_url=self.image_url,
            created_at=work.now,
            updated_at=work.now,
        )
        work.artists.add(artist)
        add_default_playlist(work, artist)
        return artist


@attrs.frozen(kw_only=True)
class ChangeArtist(Command[Artist]):
    """Say something else of an artist; what is not named stays.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated; SpotifyIdTaken.
    """

    access = Access.ADMIN
    artist_id: ArtistId
    name: str | Unchanged = UNCHANGED
    genre_id: GenreId | Unchanged = UNCHANGED
    spotify_artist_id: str | Unchanged | None = UNCHANGED
    image_url: str | Unchanged | None = UNCHANGED
    version: int | None = None

    def run(self, work: CatalogWork) -> Artist:
        """Answer the artist as it is now."""
        if self.genre_id is not UNCHANGED:
            named_genre(work, self.genre_id)
        artist = living(work.artists.get(self.artist_id), self.artist_id).based_on(self.version)
        changed = artist.changed(work.now, **self._changes())
        work.artists.put(changed)
        follow_name(work, artist, changed)
        return changed

    def _changes(self) -> Mapping[str, object]:
        return given(
            name=self.name,
            genre_id=self.genre_id,
            spotify_artist_id=self.spotify_artist_id,
            image_url=self.image_url,
        )


@attrs.frozen(kw_only=True)
class DeleteArtist(Command[None]):
    """Delete an artist by whom there is no song, and the default playlist.

    Who likes them best goes on liking them.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Outdated; ArtistInUse.
    """

    access = Access.ADMIN
    artist_id: ArtistId
    version: int | None = None

    def run(self, work: CatalogWork) -> None:
        """Let them go."""
        artist = living(work.artists.get(self.artist_id), self.artist_id).based_on(self.version)
        if work.songs.of_artist(artist.id, PageRequest(limit=1)).items:
            raise ArtistInUse
        playlist = work.playlists.get(artist.default_playlist_id)
        work.artists.put(artist.deleted(work.now))
        work.playlists.put(playlist.changed(work.now, deleted_at=work.now))
