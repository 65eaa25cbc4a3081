"""Rooms do what the model says, whatever befalls them, on whatever they are stored.

- The same is allowed, and the same happens at the same times.
- One vote for each person, none after it is closed, one winner, which any who has the seed finds.
- Each happening is one version of the room, and what it tells of people is true.
- Memory, SQLite and PostgreSQL keep equal histories, with two processes at work.
"""

import asyncio
from collections.abc import Iterator
from itertools import chain, product
from pathlib import Path
from typing import Final

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from tests.agreement.worlds import plain
from tests.property.rooms_checking import check
from tests.property.rooms_world import PEOPLE, Life, World

LONG: Final = settings.get_current_profile_name() == "long"
PIECES, IN_MEMORY, STORED = (20, 2500, 100) if LONG else (1, 150, 20)
EVERYBODY: Final = range(len(PEOPLE))
DEEDS: Final = [
    *[[(what, u, 0)] for what in ("join", "leave", "drop", "back", "skip") for u in EVERYBODY],
    *[[("vote", u, song)] for u in EVERYBODY for song in range(5)],
    *[[("kick", u, other)] for u in EVERYBODY for other in EVERYBODY if u != other],
    *[[("waive", u, flag)] for u in EVERYBODY for flag in (0, 1)],
    *[[("seek", u, to)] for u in (0, 1) for to in (0, 81_000, 10**9)],
    *[[(what, u, 0)] for what in ("play", "pause") for u in (0, 1)],
    *[[("expel", u, 0)] for u in EVERYBODY],
    *[[(what, 0, 0)] for what in ("tick", "ticks", "crash", "drop", "join")],
    *[[(what, u, 0) for u in EVERYBODY] for what in ("leave", "leave", "join", "drop")],
    [("vote", u, u + 1) for u in EVERYBODY],
]
DELAYS: Final = [0, 0, 1, 100, 1000, 19_999, 20_000, 30_000, 70_000, 70_000, 290_000]

# Each is drawn at one go, which takes the least time.
ROOMS: Final = [*product((False, True), (0, 0, 1, 2))]
BEFALLS: Final = [
    [(delay * (number == 0), *deed) for number, deed in enumerate(deeds)]
    for delay in DELAYS
    for deeds in DEEDS
]
LIVES: Final = st.tuples(
    st.sampled_from(ROOMS),
    st.lists(st.sampled_from(BEFALLS), max_size=8).map(lambda drawn: [*chain(*drawn)]),
)


async def in_memory() -> World:
    """A world in memory, served by two."""
    clock = ManualClock()
    storage = MemoryStorage(clock=clock)
    return await World.open(clock, storage, storage)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Where the worlds live; each run of a `Runner` takes longer than most lives."""
    with asyncio.Runner() as runner:
        yield runner.get_loop()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("piece", range(PIECES))
def test_rooms_do_what_the_model_does(piece: int, loop: asyncio.AbstractEventLoop) -> None:
    worlds: list[World] = []

    @seed(piece)
    @settings(max_examples=IN_MEMORY)
    @given(LIVES)
    def lives(life: Life) -> None:
        # Where many rooms have been, memory takes longer to find one.
        if not worlds or worlds[-1].rooms >= 100:
            worlds[:] = [loop.run_until_complete(in_memory())]
        check(life, loop.run_until_complete(worlds[-1].live(life)))

    lives()


@pytest.mark.timeout(900)
def test_every_storage_keeps_the_same_history(
    postgres_url: str, tmp_path: Path, loop: asyncio.AbstractEventLoop
) -> None:
    worlds = [loop.run_until_complete(in_memory())]
    for url in (f"sqlite:///{tmp_path}/rooms.db", postgres_url):
        clock = ManualClock()
        both = [open_storage(url, clock=clock) for _ in range(2)]
        worlds.append(loop.run_until_complete(World.open(clock, *both)))

    @seed(0)
    @settings(max_examples=STORED, phases=[Phase.generate])
    @given(LIVES)
    def lives(life: Life) -> None:
        model, *others = [loop.run_until_complete(world.live(life)) for world in worlds]
        check(life, model)
        for other in others:
            assert plain(other) == plain(model)

    lives()
