"""What every store of playlists promises."""

from collections.abc import Sequence
from functools import partial

import pytest

from phantom_adapters.contracts.catalog_examples import (
    ADA,
    EVE,
    LATER,
    all_pages,
    artist,
    artist_id,
    genre,
    playlist,
    playlist_id,
    read,
    song_id,
    write,
)
from phantom_core.catalog import CatalogWork, Playlist, SongId
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["PlaylistsContract"]

_MANY = [song_id(number) for number in range(1, 1000)]


class PlaylistsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def one_artist(self, storage: Storage) -> None:
        """Whom playlists are about."""

        def body(work: CatalogWork) -> None:
            work.genres.add(genre(1))
            work.artists.add(artist(1))

        await write(storage, body)

    async def _add(
        self, storage: Storage, *playlists: Playlist, songs: Sequence[SongId] = ()
    ) -> None:
        for each in playlists:
            await write(storage, partial(_add_playlist, each, songs))

    async def test_a_playlist_is_read_back_with_its_songs_in_their_order(
        self, storage: Storage
    ) -> None:
        mine = playlist(1, name="Mine ☀", artist_id=artist_id(1), song_count=999)
        songs = [*reversed(_MANY), _MANY[0]]
        await self._add(storage, mine, songs=songs)

        assert await write(storage, lambda work: work.playlists.get(mine.id)) == mine
        assert list(await read(storage, lambda work: work.playlists.songs_of(mine.id))) == songs

    async def test_what_is_not_there_is_refused(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match="There is no playlist"):
            await write(storage, lambda work: work.playlists.get(playlist_id(1)))
        with pytest.raises(NotFound, match="There is no playlist"):
            await read(storage, lambda work: work.playlists.songs_of(playlist_id(1)))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.playlists.put(playlist(1)))

    async def test_an_id_is_used_once(self, storage: Storage) -> None:
        await self._add(storage, playlist(1))

        with pytest.raises(Conflict):
            await self._add(storage, playlist(1))

    async def test_songs_stay_until_others_are_named(self, storage: Storage) -> None:
        mine = playlist(1)
        await self._add(storage, mine, songs=_MANY[:3])
        renamed = mine.changed(LATER, name="Yours")
        await write(storage, lambda work: work.playlists.put(renamed))
        kept = await read(storage, lambda work: work.playlists.songs_of(mine.id))
        emptied = renamed.changed(LATER, song_count=0)
        await write(storage, lambda work: work.playlists.put(emptied, ()))

        assert list(kept) == _MANY[:3]
        assert await write(storage, lambda work: work.playlists.get(mine.id)) == emptied
        assert list(await read(storage, lambda work: work.playlists.songs_of(mine.id))) == []

    async def test_the_living_playlists_of_a_user_are_listed_newest_first(
        self, storage: Storage
    ) -> None:
        mine = [playlist(number) for number in range(1, 6)]
        others = [
            playlist(6, created_by=EVE),
            playlist(7, created_by=None),
            playlist(8, deleted_at=LATER),
        ]
        await self._add(storage, *mine, *others)
        for limit in (1, 2, 5):
            found = await all_pages(
                storage, lambda work, page: work.playlists.of_user(ADA, page), limit=limit
            )

            assert found == mine[::-1]

    async def test_the_living_playlists_about_an_artist_are_listed(self, storage: Storage) -> None:
        about = [playlist(number, artist_id=artist_id(1)) for number in range(1, 4)]
        gone = playlist(4, artist_id=artist_id(1), deleted_at=LATER)
        await self._add(storage, *about, gone, playlist(5))
        for limit in (1, 3):
            found = await all_pages(
                storage,
                lambda work, page: work.playlists.of_artist(artist_id(1), page),
                limit=limit,
            )

            assert found == about

    @pytest.mark.parametrize("keys", [("genres", "x"), ("playlists", "no"), ("artist-playlists",)])
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, keys: tuple[str, ...]
    ) -> None:
        page = PageRequest(cursor=cursor_after(*keys))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.playlists.of_user(ADA, page))
        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.playlists.of_artist(artist_id(1), page))


def _add_playlist(new: Playlist, songs: Sequence[SongId], work: CatalogWork) -> None:
    work.playlists.add(new, songs)
