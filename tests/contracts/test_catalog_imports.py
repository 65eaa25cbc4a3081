"""Imports come to the same on every storage."""

import random

import anyio
import pytest

from phantom_core.catalog.importing import ImportedTrack, Kind
from phantom_core.kernel import Storage
from tests.use_cases.catalog_import.shop import Shop, track


@pytest.fixture
def shop(storage: Storage) -> Shop:
    return Shop.on(storage)


def _chart(seed: int, rows: int) -> list[ImportedTrack]:
    """Rows that speak of the same few things in many ways."""
    draw = random.Random(seed)
    return [
        track(
            title=f"Söng {draw.randrange(30)}",
            artist=f"Artist {draw.randrange(6)}",
            genre=draw.choice([None, "Rock", "Soul"]),
            album=draw.choice([None, "First", "Second"]),
            duration_ms=draw.choice([None, 1000, 2000]),
            image_url=draw.choice([None, "https://i.example"]),
            playlist=draw.choice([None, "Mine", "Yours"]),
        )
        for _ in range(rows)
    ]


@pytest.mark.parametrize("seed", range(3))
async def test_importing_twice_changes_nothing(shop: Shop, seed: int) -> None:
    chart = _chart(seed, 300)
    await shop.import_(*chart)
    # A song without a duration may stand before the row that has one.
    await shop.import_(*chart)
    before = await shop.stock()
    report = await shop.import_(*chart)

    assert await shop.stock() == before
    assert all(tally.added == tally.updated == 0 for tally in report.tallies.values())
    assert report.tallies[Kind.ARTIST].unchanged == 6


async def test_two_who_import_the_same_at_once_make_everything_once(shop: Shop) -> None:
    chart = [
        track(title=f"Song {number}", artist=f"Artist {number % 7}", genre=f"Genre {number % 3}")
        for number in range(120)
    ]
    async with anyio.create_task_group() as tasks:
        for _ in range(3):
            tasks.start_soon(shop.import_, *chart)
    stock = await shop.stock()

    assert [len(stock.genres), len(stock.artists), len(stock.songs)] == [3, 7, 120]
    assert sorted(len(titles) for titles in stock.defaults) == [17, 17, 17, 17, 17, 17, 18]
