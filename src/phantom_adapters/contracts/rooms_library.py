"""What every library promises that rooms play from."""

from typing import Any, Final

import pytest

from phantom_adapters.contracts.catalog_examples import (
    MOMENT,
    artist,
    artist_id,
    genre,
    genre_id,
    playlist,
    playlist_id,
    song,
    song_id,
    write,
)
from phantom_adapters.contracts.recording_examples import Repository, audio_file_id
from phantom_core.catalog import CatalogWork
from phantom_core.kernel import Storage
from phantom_core.rooms.song import RoomSong

__all__ = ["LibraryContract"]

_SONGS: Final = (song_id(2), song_id(1), song_id(2), song_id(3))


def _fill(work: CatalogWork) -> None:
    """Store a genre, an artist, three songs and a playlist; and of each one that is gone."""
    work.genres.add(genre(1))
    work.artists.add(artist(1, "Beyoncé"))
    work.artists.add(artist(2).deleted(MOMENT))
    work.songs.add(song(1, "Halo", album_name="Sasha", preview_url="https://example.org/halo"))
    work.songs.add(song(2, "Déjà vu", duration_ms=1, audio_file_id=audio_file_id(1)))
    work.songs.add(song(3).deleted(MOMENT))
    work.playlists.add(playlist(1, artist_id=artist_id(1)), _SONGS)
    work.playlists.add(playlist(2), ())
    work.playlists.add(playlist(3, deleted_at=MOMENT), _SONGS)


class LibraryContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def library(self, storage: Storage) -> Any:
        """What is under test."""
        await write(storage, _fill)
        return Repository(storage, "room_library")

    async def test_songs_are_told_with_their_artists(self, library: Any) -> None:
        found = await library.songs([song_id(1), song_id(2)])

        assert found[song_id(1)] == RoomSong(
            id=song_id(1),
            title="Halo",
            artist_id=artist_id(1),
            artist_name="Beyoncé",
            duration_ms=song(1).duration_ms,
            album_name="Sasha",
            preview_url="https://example.org/halo",
        )
        assert (found[song_id(2)].title, found[song_id(2)].streamable) == ("Déjà vu", True)

    async def test_songs_that_are_gone_are_missing(self, library: Any) -> None:
        assert {*await library.songs([song_id(1), song_id(3), song_id(9)])} == {song_id(1)}
        assert await library.songs([]) == {}

    async def test_a_playlist_has_its_order(self, library: Any) -> None:
        assert [*await library.order(playlist_id(1))] == [*_SONGS]
        assert [*await library.order(playlist_id(2))] == []
        assert [*await library.order(playlist_id(9))] == []

    async def test_a_room_goes_on_playing_a_playlist_that_can_be_chosen_no_more(
        self, library: Any
    ) -> None:
        assert [*await library.order(playlist_id(3))] == [*_SONGS]
        assert not await library.has_playlist(playlist_id(3))

    async def test_there_is_a_playlist_or_there_is_none(self, library: Any) -> None:
        assert await library.has_playlist(playlist_id(1))
        assert await library.has_playlist(playlist_id(2))
        assert not await library.has_playlist(playlist_id(9))

    async def test_artists_have_a_playlist_and_a_genre_unless_they_are_gone(
        self, library: Any
    ) -> None:
        assert await library.default_playlist(artist_id(1)) == artist(1).default_playlist_id
        assert await library.genre_of(artist_id(1)) == genre_id(1)
        for number in (2, 9):
            assert await library.default_playlist(artist_id(number)) is None
            assert await library.genre_of(artist_id(number)) is None
