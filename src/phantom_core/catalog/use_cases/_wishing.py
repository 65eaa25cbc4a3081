"""What somebody who names artists, genres or songs wishes for."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import attrs

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.generation import Interest, Wish, shared
from phantom_core.catalog.ids import ArtistId, GenreId, SongId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.catalog.use_cases._finding import check_named, tracks_of
from phantom_core.kernel import Fault, Id, Invalid, UserId

K = TypeVar("K", bound=Id)


@attrs.define
class Wishing:
    """A wish as it grows; what was named first, or more clearly, stands.

    Attributes:
        name: what a playlist of it may be called.
    """

    work: CatalogWork
    wish: Wish = attrs.field(factory=Wish)
    name: str = ""

    def add_songs(self, song_ids: Sequence[SongId]) -> None:
        """Songs themselves, and others like them. Raises: Invalid."""
        found = self.work.songs.of(song_ids)
        check_named("song_ids", song_ids, found)
        tracks = tracks_of(self.work, [found[each] for each in song_ids])
        self.wish = attrs.evolve(self.wish, songs=[track.song for track in tracks])
        for track in tracks:
            self._call(f"Like {track.song.title}")
            self._add_artist(track.artist, Interest(3, f', as "{track.song.title}" is'))

    def add_artist(self, artist_id: ArtistId) -> None:
        """An artist, and others like them. Raises: Invalid."""
        artist = self.work.artists.of([artist_id]).get(artist_id)
        if artist is None or not artist.lives:
            raise Invalid(Fault("artist_id", "must be an artist"))
        self._call(f"Around {artist.name}")
        self._add_artist(artist, Interest(4, ", whom you named"))

    def add_genres(self, genre_ids: Sequence[GenreId]) -> None:
        """Genres. Raises: Invalid."""
        found = self.work.genres.of(genre_ids)
        check_named("genre_ids", genre_ids, found)
        self._call(", ".join(found[each].name for each in genre_ids))
        named = {each: Interest(2, ", which you named") for each in genre_ids}
        self.wish = attrs.evolve(self.wish, genres={**self.wish.genres, **named})

    def add_tastes(self, user_ids: Sequence[UserId], name: str) -> None:
        """What some people like, or one."""
        tastes = self.work.tastes.of(user_ids)
        liked = shared([tastes[each] for each in user_ids])
        self.wish = attrs.evolve(
            self.wish,
            artists={**self.wish.artists, **_others(liked.artists, self.wish.artists)},
            genres={**self.wish.genres, **_others(liked.genres, self.wish.genres)},
        )
        self._call(name)

    def _add_artist(self, artist: Artist, interest: Interest) -> None:
        akin = Interest(1, f", as {artist.name} is")
        self.wish = attrs.evolve(
            self.wish,
            artists={artist.id: interest, **self.wish.artists},
            genres={artist.genre_id: akin, **self.wish.genres},
        )

    def _call(self, name: str) -> None:
        self.name = self.name or name


def _others(liked: Mapping[K, Interest], known: Mapping[K, Interest]) -> dict[K, Interest]:
    return {each: interest for each, interest in liked.items() if each not in known}
