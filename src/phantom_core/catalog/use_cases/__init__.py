"""Everything that can be done with the catalogue."""

from phantom_core.catalog.use_cases.artists import (
    AddArtist,
    ChangeArtist,
    DeleteArtist,
    FindArtists,
    GetArtist,
    GetArtists,
    ListArtistSongs,
)
from phantom_core.catalog.use_cases.genres import AddGenre, ChangeGenre, DeleteGenre, ListGenres
from phantom_core.catalog.use_cases.importing import ImportTracks, PreviewImport
from phantom_core.catalog.use_cases.playlist_generation import (
    LARGEST_SEED,
    Generated,
    GeneratePlaylist,
)
from phantom_core.catalog.use_cases.playlists import (
    ChangePlaylist,
    CreatePlaylist,
    DeletePlaylist,
    GetPlaylist,
    ListPlaylists,
    ListPlaylistsOf,
    SetPlaylistSongs,
)
from phantom_core.catalog.use_cases.song_changes import ChangeSong
from phantom_core.catalog.use_cases.songs import (
    AddSong,
    DeleteSong,
    DropAudio,
    FindSongs,
    GetSong,
    GetSongAudio,
)
from phantom_core.catalog.use_cases.tags import AddTag, ListTags
from phantom_core.catalog.use_cases.tastes import (
    Favourites,
    GetTaste,
    SetFavouriteArtists,
    SetFavouriteGenres,
)

__all__ = [
    "LARGEST_SEED",
    "AddArtist",
    "AddGenre",
    "AddSong",
    "AddTag",
    "ChangeArtist",
    "ChangeGenre",
    "ChangePlaylist",
    "ChangeSong",
    "CreatePlaylist",
    "DeleteArtist",
    "DeleteGenre",
    "DeletePlaylist",
    "DeleteSong",
    "DropAudio",
    "Favourites",
    "FindArtists",
    "FindSongs",
    "GeneratePlaylist",
    "Generated",
    "GetArtist",
    "GetArtists",
    "GetPlaylist",
    "GetSong",
    "GetSongAudio",
    "GetTaste",
    "ImportTracks",
    "ListArtistSongs",
    "ListGenres",
    "ListPlaylists",
    "ListPlaylistsOf",
    "ListTags",
    "PreviewImport",
    "SetFavouriteArtists",
    "SetFavouriteGenres",
    "SetPlaylistSongs",
]
