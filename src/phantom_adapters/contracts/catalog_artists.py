"""What every store of artists promises."""

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
    write,
)
from phantom_core.catalog import Artist, CatalogWork, Genre, GenreId, SpotifyIdTaken
from phantom_core.catalog.drawing import LOTS, lot_of
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NameQuery,
    NotFound,
    PageRequest,
    Storage,
    cursor_after,
)

__all__ = ["ArtistsContract"]

_DRAKES = ("Nick Drake", "Mandrake", "Drake Bell", "Drake", "Beyoncé Knowles", "AC/DC", "!!!")


class ArtistsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def storage_of_drakes(self, storage: Storage) -> Storage:
        """One with artists, most of them of the first genre, and one deleted."""
        artists = [artist(number, name) for number, name in enumerate(_DRAKES, 1)]
        gone = artist(50, "Drake", deleted_at=LATER)
        await self._add(storage, *artists, gone, artist(51, "Drake Milligan", genre_id=genre_id(2)))
        return storage

    @pytest.fixture(autouse=True)
    async def two_genres(self, storage: Storage) -> None:
        """What artists are of."""
        for number in (1, 2):
            await write(storage, partial(_add_genre, genre(number)))

    async def _add(self, storage: Storage, *artists: Artist) -> None:
        for each in artists:
            await write(storage, partial(_add_artist, each))

    async def _found(
        self, storage: Storage, query: str, *, genre_id: GenreId | None = None, limit: int = 50
    ) -> list[str]:
        asked = NameQuery.of(query)
        found = await all_pages(
            storage,
            lambda work, page: work.artists.search(asked, page, genre_id=genre_id),
            limit=limit,
        )
        return [each.name for each in found]

    async def test_an_artist_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        drake = artist(1, "Drake", spotify_artist_id="3TVXt", image_url="https://example.org/x")
        await self._add(storage, drake)
        changed = drake.changed(LATER, name="Drizzy", image_url=None)
        await write(storage, lambda work: work.artists.put(changed))

        assert await write(storage, lambda work: work.artists.get(drake.id)) == changed
        assert await self._found(storage, "drake") == []
        assert await self._found(storage, "drizzy") == ["Drizzy"]

    async def test_what_is_not_there_is_refused(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match="There is no artist"):
            await write(storage, lambda work: work.artists.get(artist_id(1)))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.artists.put(artist(1)))

    async def test_an_id_is_used_once_and_a_spotify_id_too(self, storage: Storage) -> None:
        await self._add(storage, artist(1, spotify_artist_id="x"), artist(2))

        with pytest.raises(Conflict):
            await self._add(storage, artist(1))
        with pytest.raises(SpotifyIdTaken):
            await self._add(storage, artist(3, spotify_artist_id="x"))
        with pytest.raises(SpotifyIdTaken):
            await write(storage, lambda work: work.artists.put(artist(2, spotify_artist_id="x")))

    async def test_artists_are_found_by_their_whole_names_and_spotify_ids(
        self, storage: Storage
    ) -> None:
        one, other = artist(1, "Nina  Simone"), artist(2, "nina simone", spotify_artist_id="x")
        await self._add(storage, other, one, artist(3, "Nina"))

        assert await read(storage, lambda work: work.artists.named("NINA SIMONE")) == [one, other]
        assert await read(storage, lambda work: work.artists.by_spotify_id("x")) == other
        assert await read(storage, lambda work: work.artists.by_spotify_id("X")) is None

    async def test_artists_are_named_by_their_ids_deleted_ones_too(self, storage: Storage) -> None:
        one, gone = artist(1), artist(2, deleted_at=LATER)
        await self._add(storage, one, gone)
        ids = [one.id, gone.id, artist_id(3)]

        assert await read(storage, lambda work: work.artists.of(ids)) == {
            one.id: one,
            gone.id: gone,
        }

    async def test_it_is_known_whether_a_living_artist_is_of_a_genre(
        self, storage: Storage
    ) -> None:
        await self._add(storage, artist(1), artist(2, genre_id=genre_id(2), deleted_at=LATER))
        asked = [genre_id(1), genre_id(2), genre_id(3)]
        told = await read(storage, lambda work: [work.artists.any_of(each) for each in asked])

        assert told == [True, False, False]

    async def test_exact_names_come_first_then_beginnings_then_words_then_the_inside(
        self, storage_of_drakes: Storage
    ) -> None:
        assert await self._found(storage_of_drakes, "drake") == [
            "Drake",
            "Drake Bell",
            "Drake Milligan",
            "Nick Drake",
            "Mandrake",
        ]
        for limit in (1, 2, 3, 4, 5):
            whole = await self._found(storage_of_drakes, "drake", limit=limit)
            assert whole == await self._found(storage_of_drakes, "drake")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("BEYONCE", ["Beyoncé Knowles"]),
            (" beyonce\u0301  know", ["Beyoncé Knowles"]),
            ("knowles beyonce", ["Beyoncé Knowles"]),
            ("dc", ["AC/DC"]),
            ("bell dra", ["Drake Bell"]),
            ("rake el", ["Drake Bell"]),
            ("!!", ["!!!"]),
            ("%", []),
            ("_", []),
            ("\\", []),
            ("\U0010ffff", []),
            ("drake nobody", []),
        ],
    )
    async def test_words_are_found_in_any_order_and_signs_stand_for_themselves(
        self, storage_of_drakes: Storage, query: str, found: list[str]
    ) -> None:
        assert await self._found(storage_of_drakes, query) == found

    async def test_an_empty_query_finds_all_by_name(self, storage_of_drakes: Storage) -> None:
        found = await self._found(storage_of_drakes, " ", limit=3)

        assert found == sorted([*_DRAKES, "Drake Milligan"], key=str.casefold)

    async def test_a_genre_narrows_what_is_found(self, storage_of_drakes: Storage) -> None:
        for query in ("", "drake", "rak"):
            found = await self._found(storage_of_drakes, query, genre_id=genre_id(2), limit=1)
            assert found == ["Drake Milligan"]

    @pytest.mark.parametrize("rank", [-1, 0, 1, 2, 3, 4, 2**62])
    @pytest.mark.parametrize("query", ["", "drake"])
    async def test_a_cursor_of_another_query_is_a_place_like_any_other(
        self, storage_of_drakes: Storage, query: str, rank: int
    ) -> None:
        page = PageRequest(cursor=cursor_after("artists", rank, "drake", artist_id(4)))
        rest = await read(
            storage_of_drakes, lambda work: work.artists.search(NameQuery.of(query), page)
        )
        whole = await self._found(storage_of_drakes, query)

        assert [each.name for each in rest.items] == whole[len(whole) - len(rest.items) :]

    @pytest.mark.parametrize("keys", [("songs", 1, "x", artist_id(1)), ("artists", 1, "x", "no")])
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, keys: tuple[str, ...]
    ) -> None:
        page = PageRequest(cursor=cursor_after(*keys))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.artists.search(NameQuery.of("x"), page))

    async def test_some_are_drawn_by_lot_from_any_number_round(self, storage: Storage) -> None:
        artists = [artist(number) for number in range(1, 8)]
        others = [artist(8, genre_id=genre_id(2)), artist(9, deleted_at=LATER)]
        await self._add(storage, *artists, *others)
        by_lot = sorted(artists, key=lambda each: lot_of(each.id))
        begin = lot_of(by_lot[4].id)

        def drawn(work: CatalogWork) -> list[list[Artist]]:
            asked = [(begin, 2), (begin, 5), (0, 100), (LOTS - 1, 1)]
            return [list(work.artists.drawn(genre_id(1), *each)) for each in asked]

        assert await read(storage, drawn) == [
            by_lot[4:6],
            [*by_lot[4:], *by_lot[:2]],
            by_lot,
            by_lot[:1],
        ]


def _add_genre(new: Genre, work: CatalogWork) -> None:
    work.genres.add(new)


def _add_artist(new: Artist, work: CatalogWork) -> None:
    work.artists.add(new)
