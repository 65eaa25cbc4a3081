"""A server on SQLite or PostgreSQL, or two and all that they share; and what is kept by them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import attrs
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql import migrate, open_storage
from tests.http.places import choose_places
from tests.http.two_servers import two_servers
from tests.http.world import World, build


@attrs.frozen
class House:
    """A world, and where its database is.

    Attributes:
        close: lets go of the database, so that all is written down.
    """

    world: World
    url: str
    folder: Path
    close: Callable[[], Awaitable[None]]


_Place = Callable[[Path], AbstractAsyncContextManager[House]]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each test on both, or on two servers alone."""
    choose_places(metafunc, "sqlite", "postgres")


@pytest.fixture
def place(request: pytest.FixtureRequest) -> _Place:
    """What the test's world lives on."""
    if request.param == "two-servers":
        return _on_two_servers(request)
    url: str = request.getfixturevalue(f"{request.param}_url")
    migrate(url)
    return _on_one(url)


@pytest.fixture
async def house(place: _Place, tmp_path: Path) -> AsyncIterator[House]:
    """A world of its own for one test."""
    async with place(tmp_path) as house, house.world.http:
        yield house


def _on_one(url: str) -> _Place:
    @asynccontextmanager
    async def live(folder: Path) -> AsyncIterator[House]:
        clock = ManualClock()
        storage = open_storage(url, clock=clock)
        try:
            yield House(build(storage, clock, folder)[0], url, folder, storage.close)
        finally:
            await storage.close()

    return live


def _on_two_servers(request: pytest.FixtureRequest) -> _Place:
    url: str = request.getfixturevalue("emptied_postgres_url")
    begun = two_servers(request)

    @asynccontextmanager
    async def live(folder: Path) -> AsyncIterator[House]:
        async with begun(folder, {}) as world:
            yield House(world, url, folder, _nothing)

    return live


async def _nothing() -> None:
    """What several share they let go of by themselves; it is no file of theirs."""
