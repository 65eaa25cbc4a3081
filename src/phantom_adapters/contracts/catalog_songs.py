"""What every store of songs promises."""

from collections.abc import Sequence
from functools import partial

import pytest

from phantom_adapters.contracts.catalog_examples import (
    LATER,
    all_pages,
    artist,
    artist_id,
    genre,
    genre_id,
    read,
    song,
    song_id,
    write,
)
from phantom_core.catalog import CatalogWork, GenreId, Song, SpotifyIdTaken
from phantom_core.catalog.drawing import lot_of
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NameQuery,
    NotFound,
    PageRequest,
    Storage,
    cursor_after,
    uuid7,
)

__all__ = ["SongsContract"]

_DRAKE, _RIHANNA, _ONE = artist(1, "Drake"), artist(2, "Rihanna", genre_id=genre_id(2)), artist(3)
_RECORDING = uuid7(LATER, 7)


class SongsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def artists(self, storage: Storage) -> None:
        """Whom songs are by."""

        def body(work: CatalogWork) -> None:
            for number in (1, 2):
                work.genres.add(genre(number))
            for each in (_DRAKE, _RIHANNA, _ONE):
                work.artists.add(each)

        await write(storage, body)

    async def _add(self, storage: Storage, *songs: Song) -> None:
        for each in songs:
            await write(storage, partial(_add_song, each))

    async def _found(
        self, storage: Storage, query: str, *, genre_id: GenreId | None = None, limit: int = 50
    ) -> Sequence[str]:
        asked = NameQuery.of(query)
        found = await all_pages(
            storage,
            lambda work, page: work.songs.search(asked, page, genre_id=genre_id),
            limit=limit,
        )
        return [each.title for each in found]

    async def _add_hits(self, storage: Storage) -> None:
        await self._add(
            storage,
            song(1, "One Dance"),
            song(2, "One"),
            song(3, "Don't Stop"),
            song(4, "Umbrella (feat. Drake)", artist_id=_RIHANNA.id),
            song(5, "Drake's Lament", artist_id=_RIHANNA.id),
            song(6, "Bones", artist_id=_RIHANNA.id),
            song(7, "Gone", deleted_at=LATER),
        )

    async def test_a_song_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        dance = song(
            1,
            "One Dance",
            album_name="Views ☀",
            album_cover_url="https://example.org/cover",
            preview_url="https://example.org/preview",
            spotify_track_id="x",
            audio_file_id=_RECORDING,
        )
        await self._add(storage, dance)
        changed = dance.changed(LATER, title="Two Dances", album_name=None, artist_id=_ONE.id)
        await write(storage, lambda work: work.songs.put(changed))

        assert await write(storage, lambda work: work.songs.get(dance.id)) == changed
        assert await self._found(storage, "one dance") == []
        assert await self._found(storage, "two dances") == ["Two Dances"]

    async def test_what_is_not_there_is_refused(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match="There is no song"):
            await write(storage, lambda work: work.songs.get(song_id(1)))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.songs.put(song(1)))

    async def test_an_id_is_used_once_and_a_spotify_id_too(self, storage: Storage) -> None:
        await self._add(storage, song(1, spotify_track_id="x"), song(2))

        with pytest.raises(Conflict):
            await self._add(storage, song(1))
        with pytest.raises(SpotifyIdTaken):
            await self._add(storage, song(3, spotify_track_id="x"))
        with pytest.raises(SpotifyIdTaken):
            await write(storage, lambda work: work.songs.put(song(2, spotify_track_id="x")))

    async def test_songs_are_found_by_artist_and_title_and_by_spotify_id(
        self, storage: Storage
    ) -> None:
        one, other = song(1, "Élan"), song(2, "elan", album_name="Live", spotify_track_id="x")
        gone, cover = song(3, "Elan", deleted_at=LATER), song(4, "Elan", artist_id=_ONE.id)
        await self._add(storage, other, one, gone, cover)

        assert await read(storage, lambda work: work.songs.titled(_DRAKE.id, "ELAN")) == [
            one,
            other,
        ]
        assert await read(storage, lambda work: work.songs.by_spotify_id("x")) == other
        assert await read(storage, lambda work: work.songs.by_spotify_id("y")) is None

    async def test_songs_are_named_by_their_ids_deleted_ones_too(self, storage: Storage) -> None:
        one, gone = song(1), song(2, deleted_at=LATER)
        await self._add(storage, one, gone)
        ids = [one.id, gone.id, *map(song_id, range(3, 1003))]

        assert await read(storage, lambda work: work.songs.of(ids)) == {one.id: one, gone.id: gone}

    async def test_songs_are_found_by_the_recording_they_are_played_from(
        self, storage: Storage
    ) -> None:
        songs = [song(number, audio_file_id=_RECORDING) for number in (1, 2, 3)]
        await self._add(storage, *reversed(songs), song(4))

        assert await write(storage, lambda work: work.songs.with_audio(_RECORDING, 2)) == songs[:2]

    async def test_the_living_songs_of_an_artist_are_listed_in_pages(
        self, storage: Storage
    ) -> None:
        songs = [song(number) for number in range(1, 6)]
        others = [song(6, artist_id=_ONE.id), song(7, deleted_at=LATER)]
        await self._add(storage, *reversed(songs), *others)
        for limit in (1, 2, 5):
            found = await all_pages(
                storage, lambda work, page: work.songs.of_artist(_DRAKE.id, page), limit=limit
            )

            assert found == songs

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("one", ["One", "One Dance", "Bones"]),
            ("drake one dance", ["One Dance"]),
            ("one dance drake", ["One Dance"]),
            ("drake dan", ["One Dance"]),
            (
                "drake",
                ["Drake's Lament", "Don't Stop", "One", "One Dance", "Umbrella (feat. Drake)"],
            ),
            ("dont", ["Don't Stop"]),
            ("don\u2019t st", ["Don't Stop"]),
            ("umbrella feat drake", ["Umbrella (feat. Drake)"]),
            ("hann brella", ["Umbrella (feat. Drake)"]),
            ("rihanna dance", []),
            ("gone", []),
        ],
    )
    async def test_titles_are_found_with_words_of_their_artists(
        self, storage: Storage, query: str, found: list[str]
    ) -> None:
        await self._add_hits(storage)
        for limit in (1, 2, 50):
            assert await self._found(storage, query, limit=limit) == found

    async def test_an_empty_query_finds_all_by_title(self, storage: Storage) -> None:
        await self._add_hits(storage)

        assert await self._found(storage, "", limit=2) == [
            "Bones",
            "Don't Stop",
            "Drake's Lament",
            "One",
            "One Dance",
            "Umbrella (feat. Drake)",
        ]

    async def test_a_genre_narrows_what_is_found(self, storage: Storage) -> None:
        await self._add_hits(storage)

        assert await self._found(storage, "one", genre_id=genre_id(2)) == ["Bones"]
        assert await self._found(storage, "drake", genre_id=genre_id(2)) == [
            "Drake's Lament",
            "Umbrella (feat. Drake)",
        ]

    async def test_who_is_renamed_has_songs_found_by_the_new_name(self, storage: Storage) -> None:
        await self._add(storage, song(1, "One Dance"))
        renamed = _DRAKE.changed(LATER, name="Drizzy")
        await write(storage, lambda work: work.artists.put(renamed))

        assert await self._found(storage, "drake") == []
        assert await self._found(storage, "drizzy dance") == ["One Dance"]

    async def test_some_are_drawn_by_lot_from_any_number_round(self, storage: Storage) -> None:
        songs = [song(number) for number in range(1, 6)]
        await self._add(storage, *songs, song(6, deleted_at=LATER), song(7, artist_id=_ONE.id))
        by_lot = sorted(songs, key=lambda each: lot_of(each.id))
        begin = lot_of(by_lot[3].id)
        drawn = await read(storage, lambda work: work.songs.drawn(_DRAKE.id, begin, 3))

        assert drawn == [*by_lot[3:], by_lot[0]]

    @pytest.mark.parametrize("keys", [("artists", 1, "x", artist_id(1)), ("artist-songs", "no")])
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, keys: tuple[str, ...]
    ) -> None:
        page = PageRequest(cursor=cursor_after(*keys))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.songs.search(NameQuery.of("x"), page))
        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.songs.of_artist(_DRAKE.id, page))


def _add_song(new: Song, work: CatalogWork) -> None:
    work.songs.add(new)
