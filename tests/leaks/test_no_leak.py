"""Nobody sees whom they must not see, whatever has been done in whatever order."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

import anyio
import httpx
import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.identity import GrantAdmin
from phantom_core.kernel import SYSTEM
from phantom_core.phantom import Phantom
from tests.docs.conversations import served
from tests.http.world import PASSWORD, Someone, build
from tests.leaks.machine import NoLeak, Server

_LONG: Final = settings.get_current_profile_name() == "long"

_Opened = Callable[[], AbstractAsyncContextManager[Server]]


@pytest.mark.timeout(1800)
def test_whoever_must_not_be_seen_is_nowhere(tmp_path: Path) -> None:
    @asynccontextmanager
    async def in_memory() -> AsyncIterator[Server]:
        clock = ManualClock()
        world, client = build(MemoryStorage(clock=clock), clock, tmp_path)
        async with client:

            async def work() -> None:
                clock.advance(seconds=3)
                await world.work()

            yield Server(client, await world.admin(), work)

    _run(in_memory, examples=12 if _LONG else 2, steps=40 if _LONG else 6)


@pytest.mark.timeout(1800)
def test_a_server_of_its_own_hides_them_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANTOM_RATE_LIMITS", "off")

    @asynccontextmanager
    async def in_a_process() -> AsyncIterator[Server]:
        folder = Path(mkdtemp(dir=tmp_path))
        with served(folder) as address:
            async with httpx.AsyncClient(base_url=f"http://{address}", timeout=60) as client:
                yield Server(client, await _in_office(client, folder), partial(anyio.sleep, 0.05))

    _run(in_a_process, examples=2 if _LONG else 1, steps=25 if _LONG else 3)


async def _in_office(client: httpx.AsyncClient, folder: Path) -> Someone:
    known = {"email": "root@example.org", "username": "root", "password": PASSWORD}
    root = Someone(client, (await client.post("/api/auth/register", json=known)).json())
    storage = open_storage(f"sqlite:///{folder / 'phantom.db'}")
    await Phantom(storage).do(GrantAdmin(username="root"), actor=SYSTEM)
    await storage.close()
    return root


def _run(opened: _Opened, *, examples: int, steps: int) -> None:
    machine = type("NoLeakThere", (NoLeak,), {"opened": staticmethod(opened)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, phases=[Phase.generate]
        ),
    )
