"""What the catalogue's commands need of storage, and of their neighbours.

Where a method says that something is *held*, no other transaction changes it until this one ends;
a query holds nothing. Things are held in this order: genres, songs, artists, playlists; several
of a kind in the order of their ids.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId, SongId
from phantom_core.catalog.playlist import Playlist
from phantom_core.catalog.song import Song
from phantom_core.catalog.tag import Tag, TagKind
from phantom_core.catalog.taste import Taste
from phantom_core.kernel import Id, NameQuery, Page, PageRequest, UserId, Work

__all__ = [
    "Artists",
    "AudioOwners",
    "Blocks",
    "CatalogWork",
    "Genres",
    "Listeners",
    "People",
    "Playlists",
    "Songs",
    "Tags",
    "Tastes",
]


class Genres(Protocol):
    """Genres, living and remembered."""

    def add(self, genre: Genre) -> None:
        """Store a new genre.

        Raises: GenreTaken, if a living one has its name; Conflict, if its id is in use.
        """

    def get(self, genre_id: GenreId) -> Genre:
        """Find a genre, remembered ones too, and hold it. Raises: NotFound."""

    def put(self, genre: Genre) -> None:
        """Store a genre's new state. Raises: NotFound; GenreTaken."""

    def of(self, genre_ids: Collection[GenreId]) -> Mapping[GenreId, Genre]:
        """Those of the genres named that there are, remembered ones too, in no order."""

    def named(self, name: str) -> Genre | None:
        """The living genre of a name, as `spelled` compares names. Nothing is held."""

    def all(self, page: PageRequest) -> Page[Genre]:
        """Living genres by `name_key`, then by id. Raises: Invalid, for a foreign cursor."""


class Artists(Protocol):
    """Artists, living and remembered."""

    def add(self, artist: Artist) -> None:
        """Store a new artist. Raises: SpotifyIdTaken; Conflict, if its id is in use."""

    def get(self, artist_id: ArtistId) -> Artist:
        """Find an artist, remembered ones too, and hold it. Raises: NotFound."""

    def put(self, artist: Artist) -> None:
        """Store an artist's new state. Raises: NotFound; SpotifyIdTaken."""

    def of(self, artist_ids: Collection[ArtistId]) -> Mapping[ArtistId, Artist]:
        """Those of the artists named that there are, remembered ones too, in no order."""

    def named(self, name: str) -> Sequence[Artist]:
        """The living artists of a name, as `spelled` compares names, by id. Nothing is held."""

    def by_spotify_id(self, spotify_artist_id: str) -> Artist | None:
        """The artist with a Spotify id. Nothing is held."""

    def any_of(self, genre_id: GenreId) -> bool:
        """Whether a living artist is of a genre."""

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Artist]:
        """Living artists whose names fit, by `NameQuery.rank`, then `name_key`, then id.

        Raises: Invalid, for a foreign cursor.
        """

    def drawn(self, genre_id: GenreId, begin: int, limit: int) -> Sequence[Artist]:
        """Up to `limit` living artists of a genre by lot (`lot_of`), from `begin` round."""


class Songs(Protocol):
    """Songs, living and remembered."""

    def add(self, song: Song) -> None:
        """Store a new song. Raises: SpotifyIdTaken; Conflict, if its id is in use."""

    def get(self, song_id: SongId) -> Song:
        """Find a song, remembered ones too, and hold it. Raises: NotFound."""

    def put(self, song: Song) -> None:
        """Store a song's new state. Raises: NotFound; SpotifyIdTaken."""

    def of(self, song_ids: Collection[SongId]) -> Mapping[SongId, Song]:
        """Those of the songs named that there are, remembered ones too, in no order."""

    def titled(self, artist_id: ArtistId, title: str) -> Sequence[Song]:
        """An artist's living songs of a title, as `spelled` compares titles, by id."""

    def by_spotify_id(self, spotify_track_id: str) -> Song | None:
        """The song with a Spotify id. Nothing is held."""

    def with_audio(self, audio_file_id: Id, limit: int) -> Sequence[Song]:
        """Up to `limit` songs that are played from a recording, by id; they are held."""

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Song]:
        """An artist's living songs, by id. Raises: Invalid, for a foreign cursor."""

    def search(
        self, query: NameQuery, page: PageRequest, *, genre_id: GenreId | None = None
    ) -> Page[Song]:
        """Living songs whose titles fit, by `NameQuery.rank`, then `name_key`, then id.

        Words of the query may be found in the artist's name instead. `genre_id` asks for an
        artist of that genre. Raises: Invalid, for a foreign cursor.
        """

    def drawn(self, artist_id: ArtistId, begin: int, limit: int) -> Sequence[Song]:
        """Up to `limit` living songs of an artist by lot (`lot_of`), from `begin` round."""


class Playlists(Protocol):
    """Playlists, living and remembered, and the songs in them."""

    def add(self, playlist: Playlist, song_ids: Sequence[SongId]) -> None:
        """Store a new playlist with its songs. Raises: Conflict, if its id is in use."""

    def get(self, playlist_id: PlaylistId) -> Playlist:
        """Find a playlist, remembered ones too, and hold it. Raises: NotFound."""

    def put(self, playlist: Playlist, song_ids: Sequence[SongId] | None = None) -> None:
        """Store a playlist's new state; its songs too, if they are named. Raises: NotFound."""

    def songs_of(self, playlist_id: PlaylistId) -> Sequence[SongId]:
        """The songs of a playlist in their order, remembered ones too. Raises: NotFound."""

    def of_user(self, user_id: UserId, page: PageRequest) -> Page[Playlist]:
        """Somebody's living playlists, newest first. Raises: Invalid, for a foreign cursor."""

    def of_artist(self, artist_id: ArtistId, page: PageRequest) -> Page[Playlist]:
        """Living playlists about an artist, by id. Raises: Invalid, for a foreign cursor."""


class Tags(Protocol):
    """Tags."""

    def add(self, tag: Tag) -> Tag:
        """Store a new tag, unless one of its kind has its name; answer the one that is there.

        Raises: Conflict, if its id is in use.
        """

    def all(self, page: PageRequest, *, kind: TagKind | None = None) -> Page[Tag]:
        """Tags, of a kind or all, by `name_key`, then by id. Raises: Invalid, for a cursor."""


class Tastes(Protocol):
    """What users like best; everybody has a taste, if an empty one."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Taste]:
        """The taste of each of these users, empty ones too. Nothing is held."""

    def hold(self, user_id: UserId) -> Taste:
        """A user's taste, held; for commands alone."""

    def put(self, taste: Taste) -> None:
        """Store a taste that is held."""


class AudioOwners(Protocol):
    """Whose a recording is."""

    def owner_of(self, audio_id: Id, *, seen_by: UserId) -> UserId | None:
        """Who owns a recording, which is held; `None` if there is none that `seen_by` may know."""


class Listeners(Protocol):
    """Who listens together."""

    def beside(self, user_id: UserId, room_id: Id) -> Sequence[UserId]:
        """Who is in a room with somebody, themself among them; nobody, if they are not in it.

        Of many, those who came first, up to 200.
        """


class People(Protocol):
    """Who is here."""

    def active(self, user_id: UserId) -> bool:
        """Whether there is such a user, and their account is active. Nothing is held."""


class Blocks(Protocol):
    """Who does not see whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""


class CatalogWork(Work, Protocol):
    """The unit of work of the catalogue."""

    genres: Genres
    artists: Artists
    songs: Songs
    playlists: Playlists
    tags: Tags
    tastes: Tastes
    listeners: Listeners

    @property
    def audio_owners(self) -> AudioOwners:
        """Whose a recording is; identity's own, which fits."""

    @property
    def people(self) -> People:
        """Who is here; identity's own too."""

    @property
    def blocks(self) -> Blocks:
        """Who does not see whom; identity's own too."""
