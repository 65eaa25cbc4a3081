"""What people and admins may do with the catalogue, drawn by chance."""

from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import catalog as c
from phantom_core.kernel import Command, Cursor, Milliseconds, PageRequest, Query, UserId
from phantom_core.kernel.unchanged import UNCHANGED
from tests.agreement.identity_operations import NOBODY, Known, one_of

__all__ = ["BEGINNING", "commands", "learn", "queries"]

_NAMES: Final = st.sampled_from(
    ["Drake", "Drake Bell", "Nick Drake", "Mandrake", "Béla", "bela", "AC/DC", "!!!", "Don't", ""]
)
_QUERIES: Final = st.sampled_from(
    ["", "drake", "DRAKE", "bell dra", "rak", "drake drake", "béla", "dont", "!!", "%", "'", "é"]
)
_LENGTHS: Final = st.sampled_from([Milliseconds(1), Milliseconds(180_000), Milliseconds(0)])
_SPOTIFY: Final = st.sampled_from([None, None, None, "x", "y"])
_ADDRESSES: Final = st.sampled_from([None, "https://example.org/x", "nowhere"])
_VERSIONS: Final = st.sampled_from([None, None, None, 1, 2])
_KINDS: Final = st.sampled_from(c.TagKind)
_UNCHANGED: Final = st.just(UNCHANGED)


BEGINNING: Final = (
    lambda _: c.AddGenre(name="Folk"),
    lambda known: c.AddArtist(name="Drake", genre_id=known.genres[0]),
    lambda known: c.AddArtist(name="Nick Drake", genre_id=known.genres[0]),
    lambda known: _song("One Dance", known.artists[0]),
    lambda known: _song("Pink Moon", known.artists[1]),
)
"""What every run begins with, made of what has come up so far."""


def learn(known: Known, answer: Any) -> None:
    """Take the ids out of an answer."""
    match answer:
        case c.Genre():
            known.genres.append(answer.id)
        case c.Artist():
            known.artists.append(answer.id)
            known.playlists.append(answer.default_playlist_id)
        case c.Track():
            known.songs.append(answer.song.id)
        case c.Tracklist():
            known.playlists.append(answer.playlist.id)
        case c.Generated():
            learn(known, answer.tracklist)


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command of the catalogue."""
    return st.one_of(
        *_tending(known), *_liking(known), st.builds(c.AddTag, name=_NAMES, kind=_KINDS)
    )


def _tending(known: Known) -> list[st.SearchStrategy[Command[Any]]]:
    genres, artists, songs = (one_of(ids) for ids in (known.genres, known.artists, known.songs))
    recordings = st.none() | one_of(known.recordings)
    return [
        st.builds(c.AddGenre, name=_NAMES),
        st.builds(c.ChangeGenre, genre_id=genres, name=_NAMES, version=_VERSIONS),
        st.builds(c.DeleteGenre, genre_id=genres, version=_VERSIONS),
        st.builds(
            c.AddArtist,
            name=_NAMES,
            genre_id=genres,
            spotify_artist_id=_SPOTIFY,
            image_url=_ADDRESSES,
        ),
        st.builds(
            c.ChangeArtist,
            artist_id=artists,
            name=_UNCHANGED | _NAMES,
            genre_id=_UNCHANGED | genres,
            spotify_artist_id=_UNCHANGED | _SPOTIFY,
            version=_VERSIONS,
        ),
        st.builds(c.DeleteArtist, artist_id=artists, version=_VERSIONS),
        st.builds(
            c.AddSong,
            title=_NAMES,
            artist_id=artists,
            duration_ms=_LENGTHS,
            spotify_track_id=_SPOTIFY,
            audio_file_id=recordings,
        ),
        st.builds(
            c.ChangeSong,
            song_id=songs,
            title=_UNCHANGED | _NAMES,
            artist_id=_UNCHANGED | artists,
            audio_file_id=_UNCHANGED | recordings,
            version=_VERSIONS,
        ),
        st.builds(c.DeleteSong, song_id=songs, version=_VERSIONS),
        st.builds(c.DropAudio, audio_file_id=one_of(known.recordings)),
    ]


def _liking(known: Known) -> list[st.SearchStrategy[Command[Any]]]:
    playlists, artists = one_of(known.playlists), st.none() | one_of(known.artists)
    return [
        st.builds(
            c.CreatePlaylist, name=_NAMES, artist_id=artists, song_ids=_distinct(known.songs)
        ),
        st.builds(c.ChangePlaylist, playlist_id=playlists, name=_NAMES, version=_VERSIONS),
        st.builds(
            c.SetPlaylistSongs,
            playlist_id=playlists,
            song_ids=_distinct(known.songs),
            version=_VERSIONS,
        ),
        st.builds(c.DeletePlaylist, playlist_id=playlists, version=_VERSIONS),
        st.builds(
            c.GeneratePlaylist,
            artist_id=artists,
            genre_ids=_distinct(known.genres),
            song_ids=_distinct(known.songs),
            room_id=st.sampled_from([None, None, None, NOBODY]),
            length=st.integers(1, 4),
            seed=st.none() | st.integers(0, 9),
        ),
        st.builds(c.SetFavouriteGenres, ids=_distinct(known.genres)),
        st.builds(c.SetFavouriteArtists, ids=_distinct(known.artists)),
    ]


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query of the catalogue, a page at a time."""
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    genres, artists = st.none() | one_of(known.genres), one_of(known.artists)
    return st.one_of(
        st.builds(c.ListGenres, page=pages),
        *[
            st.builds(kind, query=_QUERIES, genre_id=genres, page=pages)
            for kind in (c.FindArtists, c.FindArtists, c.FindSongs, c.FindSongs)
        ],
        st.builds(c.GetArtist, artist_id=artists),
        st.builds(c.ListArtistSongs, artist_id=artists, page=pages),
        st.builds(c.GetSong, song_id=one_of(known.songs)),
        st.builds(c.GetSongAudio, song_id=one_of(known.songs)),
        st.builds(c.ListPlaylists, artist_id=st.none() | artists, page=pages),
        st.builds(c.ListPlaylistsOf, user_id=st.just(UserId(NOBODY)), page=pages),
        st.builds(c.GetPlaylist, playlist_id=one_of(known.playlists)),
        st.builds(c.ListTags, kind=st.none() | _KINDS, page=pages),
        st.just(c.GetTaste()),
    )


def _song(title: str, artist_id: c.ArtistId) -> c.AddSong:
    return c.AddSong(title=title, artist_id=artist_id, duration_ms=Milliseconds(180_000))


def _distinct(ids: list[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one_of(ids), max_size=3, unique=True).map(tuple)
