"""The whole server, as its users meet it."""

from collections.abc import AsyncIterator

import pytest

from tests.http.places import choose_places, place, world
from tests.http.world import World
from tests.socket.site import Site, live
from tests.socket.two_sites import sites

__all__ = ["environment", "place", "site", "sites", "world"]


@pytest.fixture
def environment() -> dict[str, str]:
    """Settings of the server; a test with wishes of its own overrides it."""
    return {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each test on memory."""
    choose_places(metafunc, "memory")


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    """A world that delivers what is live."""
    async with live(world) as site:
        yield site
