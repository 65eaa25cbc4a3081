"""What every store of tastes promises."""

from phantom_adapters.contracts.catalog_examples import (
    ADA,
    EVE,
    artist_id,
    genre_id,
    read,
    write,
)
from phantom_core.catalog import CatalogWork, Taste
from phantom_core.kernel import Storage

__all__ = ["TastesContract"]

_TASTE = Taste(
    user_id=ADA,
    genre_ids=(genre_id(2), genre_id(1)),
    artist_ids=tuple(artist_id(number) for number in range(200, 0, -1)),
    version=1,
)


class TastesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_taste_is_read_back_in_its_order(self, storage: Storage) -> None:
        def body(work: CatalogWork) -> None:
            work.tastes.hold(ADA)
            work.tastes.put(_TASTE)

        await write(storage, body)

        assert await write(storage, lambda work: work.tastes.hold(ADA)) == _TASTE
        assert await read(storage, lambda work: work.tastes.of([EVE, ADA])) == {
            EVE: Taste(user_id=EVE),
            ADA: _TASTE,
        }

    async def test_who_has_said_nothing_has_an_empty_taste(self, storage: Storage) -> None:
        empty = Taste(user_id=EVE)

        assert await read(storage, lambda work: work.tastes.of([EVE])) == {EVE: empty}
        assert await write(storage, lambda work: work.tastes.hold(EVE)) == empty
        assert await read(storage, lambda work: work.tastes.of([EVE])) == {EVE: empty}
        assert await read(storage, lambda work: work.tastes.of([])) == {}
