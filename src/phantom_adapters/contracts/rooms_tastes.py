"""What everybody promises who tells rooms what people like."""

from typing import Any

import pytest

from phantom_adapters.contracts.catalog_examples import ADA, EVE, artist_id, genre_id, write
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.catalog import CatalogWork
from phantom_core.kernel import Storage
from phantom_core.rooms.ports import Taste

__all__ = ["RoomTastesContract"]

_ARTISTS = artist_id(2), artist_id(1)
_GENRES = genre_id(3), genre_id(2)


class RoomTastesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def tastes(self, storage: Storage) -> Any:
        """What is under test; Ada has chosen."""

        def choose(work: CatalogWork) -> None:
            chosen = work.tastes.hold(ADA).changed(artist_ids=_ARTISTS, genre_ids=_GENRES)
            work.tastes.put(chosen)

        await write(storage, choose)
        return Repository(storage, "room_tastes")

    async def test_the_favourites_come_first(self, tastes: Any) -> None:
        assert await tastes.of(ADA) == Taste(artist_ids=_ARTISTS, genre_ids=_GENRES)

    async def test_who_has_chosen_nothing_likes_nothing(self, tastes: Any) -> None:
        assert await tastes.of(EVE) == Taste()
