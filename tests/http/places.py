"""What a world lives on: one server's memory or SQLite, or all that a large installation has.

A test that asks for a `place`, or for the `world` in it, is tried on each that its folder or its
module names, and with `pytest --on two-servers` on that alone: two servers and two workers on
PostgreSQL, Valkey and S3, each call and each connection going to the next server. With `--on
processes` these are processes of their own, and those tests alone are tried that are marked `flow`.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.kernel import Storage
from tests.http.processes import processes
from tests.http.two_servers import two_servers
from tests.http.world import Place, World, build

__all__ = ["OWN_URLS", "choose_places", "place", "world"]

OWN_URLS: Final = pytest.mark.one_server(
    "where files are in a bucket, their URLs are the bucket's, and good for their life"
)
"""Marks what is about URLs of files that Phantom signs and serves itself."""


def choose_places(metafunc: pytest.Metafunc, *places: str) -> None:
    """Try a test that asks for a place on those, or those that its module names in `PLACES`."""
    if "place" in metafunc.fixturenames:
        on = metafunc.config.getoption("--on")
        chosen = [on] if on else getattr(metafunc.module, "PLACES", places)
        metafunc.parametrize("place", chosen, indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest) -> Place:
    """What the test's world lives on."""
    return _PLACES[request.param](request)


@pytest.fixture
async def world(place: Place, tmp_path: Path, environment: dict[str, str]) -> AsyncIterator[World]:
    """A world of its own for one test."""
    async with place(tmp_path, environment) as world, world.http:
        yield world


def _memory(_: pytest.FixtureRequest) -> Place:
    return _alone(lambda clock: MemoryStorage(clock=clock))


def _sqlite(request: pytest.FixtureRequest) -> Place:
    url = request.getfixturevalue("sqlite_url")
    return _alone(lambda clock: open_storage(url, clock=clock))


def _alone(opened: Callable[[ManualClock], Storage]) -> Place:
    @asynccontextmanager
    async def live(folder: Path, environment: Mapping[str, str]) -> AsyncIterator[World]:
        clock = ManualClock()
        storage = opened(clock)
        try:
            yield build(storage, clock, folder, **environment)[0]
        finally:
            await storage.close()

    return live


_PLACES: Final = {
    "memory": _memory,
    "sqlite": _sqlite,
    "two-servers": two_servers,
    "processes": processes,
}
