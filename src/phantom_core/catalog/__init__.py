"""The catalogue: genres, artists, songs, playlists, tags, and what people like of it."""

from phantom_core.catalog.artist import Artist
from phantom_core.catalog.errors import (
    ArtistInUse,
    DefaultPlaylist,
    GenreInUse,
    GenreTaken,
    NoAudio,
    NothingToDraw,
    SpotifyIdTaken,
    TagTaken,
)
from phantom_core.catalog.genre import Genre
from phantom_core.catalog.ids import ArtistId, GenreId, PlaylistId, SongId, TagId
from phantom_core.catalog.playlist import MOST_SONGS, Playlist
from phantom_core.catalog.ports import (
    Artists,
    CatalogWork,
    Genres,
    Playlists,
    Songs,
    Tags,
    Tastes,
)
from phantom_core.catalog.song import LONGEST_SONG, Song
from phantom_core.catalog.tag import Tag, TagKind
from phantom_core.catalog.taste import MOST_FAVOURITES, Taste

__all__ = [
    "LONGEST_SONG",
    "MOST_FAVOURITES",
    "MOST_SONGS",
    "Artist",
    "ArtistId",
    "ArtistInUse",
    "Artists",
    "CatalogWork",
    "DefaultPlaylist",
    "Genre",
    "GenreId",
    "GenreInUse",
    "GenreTaken",
    "Genres",
    "NoAudio",
    "NothingToDraw",
    "Playlist",
    "PlaylistId",
    "Playlists",
    "Song",
    "SongId",
    "Songs",
    "SpotifyIdTaken",
    "Tag",
    "TagId",
    "TagKind",
    "TagTaken",
    "Tags",
    "Taste",
    "Tastes",
]
