"""What every store of genres promises."""

from functools import partial

import pytest

from phantom_adapters.contracts.catalog_examples import (
    LATER,
    all_pages,
    genre,
    genre_id,
    read,
    write,
)
from phantom_core.catalog import CatalogWork, Genre, GenreTaken
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["GenresContract"]


class GenresContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def _add(self, storage: Storage, *genres: Genre) -> None:
        for each in genres:
            await write(storage, partial(_add_genre, each))

    async def test_a_genre_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        rap = genre(1, "Rap ☀")
        await self._add(storage, rap)
        changed = rap.changed(LATER, name="Hip-Hop")
        await write(storage, lambda work: work.genres.put(changed))

        assert await write(storage, lambda work: work.genres.get(rap.id)) == changed

    async def test_what_is_not_there_is_refused(self, storage: Storage) -> None:
        with pytest.raises(NotFound, match="There is no genre"):
            await write(storage, lambda work: work.genres.get(genre_id(1)))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.genres.put(genre(1)))

    async def test_a_name_is_taken_in_whatever_case_until_its_genre_is_deleted(
        self, storage: Storage
    ) -> None:
        await self._add(storage, genre(1, "Électro Pop"), genre(2, "Soul"))

        with pytest.raises(GenreTaken):
            await self._add(storage, genre(3, "electro  POP"))
        with pytest.raises(GenreTaken):
            await write(storage, lambda work: work.genres.put(genre(2, "ELECTRO POP")))
        gone = genre(1, "Électro Pop", deleted_at=LATER)
        await write(storage, lambda work: work.genres.put(gone))
        await self._add(storage, genre(3, "Electro Pop"))

    async def test_an_id_is_used_once(self, storage: Storage) -> None:
        await self._add(storage, genre(1, "One"))

        with pytest.raises(Conflict):
            await self._add(storage, genre(1, "Two"))

    async def test_genres_are_found_by_name_while_they_live(self, storage: Storage) -> None:
        rap, soul = genre(1, "Rap"), genre(2, "Soul")
        await self._add(storage, rap, soul)
        await write(storage, lambda work: work.genres.put(soul.changed(LATER, deleted_at=LATER)))

        assert await read(storage, lambda work: work.genres.named(" RÂP ")) == rap
        assert await read(storage, lambda work: work.genres.named("soul")) is None
        assert await read(storage, lambda work: work.genres.named("ra")) is None

    async def test_genres_are_named_by_their_ids_deleted_ones_too(self, storage: Storage) -> None:
        rap, soul = genre(1, "Rap"), genre(2, "Soul", deleted_at=LATER)
        await self._add(storage, rap, soul)
        ids = [rap.id, soul.id, genre_id(3), rap.id]

        assert await read(storage, lambda work: work.genres.of(ids)) == {
            rap.id: rap,
            soul.id: soul,
        }
        assert await read(storage, lambda work: work.genres.of([])) == {}

    async def test_the_living_are_listed_by_name_in_pages(self, storage: Storage) -> None:
        genres = [genre(1, "soul"), genre(2, "Rap"), genre(3, "Ärger"), genre(4, "Zydeco")]
        await self._add(storage, *genres, genre(5, "Gone", deleted_at=LATER))
        for limit in (1, 2, 4):
            found = await all_pages(storage, lambda work, page: work.genres.all(page), limit=limit)

            assert [each.name for each in found] == ["Ärger", "Rap", "soul", "Zydeco"]

    @pytest.mark.parametrize("keys", [("songs", "x", genre_id(1)), ("genres", "x", "no id")])
    async def test_a_cursor_of_another_list_is_refused(
        self, storage: Storage, keys: tuple[str, ...]
    ) -> None:
        page = PageRequest(cursor=cursor_after(*keys))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.genres.all(page))


def _add_genre(new: Genre, work: CatalogWork) -> None:
    work.genres.add(new)
