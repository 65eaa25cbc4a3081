"""A database that falls silent: all who wait learn of it in time, and it is found again."""

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import monotonic
from typing import Final

import anyio
import pytest
from sqlalchemy import func, select

from phantom_adapters.contracts.kernel_examples import EXAMPLES, WALL, invocation, texts, write
from phantom_adapters.sql import open_storage
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.storage import SqlStorage
from phantom_adapters.sql.watch import Watch
from phantom_core.kernel import Unavailable, UnitOfWork
from tests.proxy import Proxy, proxy_before
from tests.unit.sql.failing import say

PATIENCE: Final = 3.0
"""Longer than is the default: machines that run tests are slow."""
SLOWLY: Final = Statement(select(func.pg_sleep(1.5 * PATIENCE)))
SOON: Final = 30
"""Seconds in which whatever is awaited comes; only what hangs takes longer."""


@pytest.fixture
def proxy(postgres_url: str) -> Iterator[Proxy]:
    folder = re.search("host=(.*)", postgres_url)
    assert folder is not None
    with proxy_before(Path(folder[1], ".s.PGSQL.5432")) as proxy:
        yield proxy


@pytest.fixture
async def storage(postgres_url: str, proxy: Proxy) -> AsyncIterator[SqlStorage]:
    """A storage over TCP, and through the proxy."""
    name = postgres_url.partition("@/")[2].partition("?")[0]
    url = f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}"
    storage = open_storage(url, registry=EXAMPLES, patience=PATIENCE)
    yield storage
    proxy.heal()
    await storage.close()


def sleep(work: UnitOfWork) -> str:
    """Have the database take its time."""
    work._tx.rows(SLOWLY)  # type: ignore[attr-defined]
    return "rested"


async def refused(storage: SqlStorage, calls: int = 50) -> list[Unavailable]:
    """Call it in many ways at once, and answer the refusals of all."""
    found: list[Unavailable] = []

    async def call(number: int) -> None:
        with pytest.raises(Unavailable) as refusal:
            await (write(storage, say(str(number))) if number % 2 else texts(storage))
        found.append(refusal.value)

    with anyio.fail_after(SOON):
        async with anyio.create_task_group() as group:
            for number in range(calls):
                group.start_soon(call, number)
    return found


async def until_back(storage: SqlStorage) -> None:
    """Wait until calls are answered again."""
    with anyio.fail_after(SOON):
        while True:
            try:
                await texts(storage)
            except Unavailable:
                await anyio.sleep(0.05)
            else:
                return


async def test_a_database_that_falls_silent_keeps_nobody_waiting(
    storage: SqlStorage, proxy: Proxy
) -> None:
    await write(storage, say("before"))
    proxy.fall_silent()

    assert {error.retry_after for error in await refused(storage)} == {1.0}


async def test_while_it_is_away_nobody_waits_at_all(storage: SqlStorage, proxy: Proxy) -> None:
    await write(storage, say("before"))
    proxy.fall_silent()
    await refused(storage)
    made, begun = proxy.connections, monotonic()
    for _ in range(20):
        with anyio.move_on_after(SOON) as waiting, pytest.raises(Unavailable):
            await texts(storage)
        assert not waiting.cancelled_caught

    # Only the watch itself looks for it, a few times a second, however long this has taken.
    assert proxy.connections <= made + 2 + 4 * (monotonic() - begun)


@pytest.mark.parametrize("fault", ["fall_silent", "refuse", "cut"])
async def test_it_is_used_again_once_it_is_back(
    storage: SqlStorage, proxy: Proxy, fault: str
) -> None:
    await write(storage, say("before"))
    getattr(proxy, fault)()
    if fault != "cut":
        await refused(storage)
    proxy.heal()
    await until_back(storage)
    await write(storage, say("after"))

    said = await texts(storage)
    assert (said[0], said[-1]) == ("before", "after")


async def test_what_was_begun_in_silence_is_not_called_undone(
    storage: SqlStorage, proxy: Proxy
) -> None:
    await write(storage, say("before"))

    def fall_silent(work: UnitOfWork) -> None:
        say("perhaps")(work)
        proxy.fall_silent()

    with anyio.fail_after(SOON), pytest.raises(Unavailable, match="is not known"):
        await storage.write(invocation(), fall_silent, hot_topic=WALL)


async def test_a_database_that_merely_takes_its_time_is_left_to_it(storage: SqlStorage) -> None:
    assert await write(storage, sleep) == "rested"


async def test_a_network_that_merely_takes_its_time_is_left_to_it(
    storage: SqlStorage, proxy: Proxy
) -> None:
    await texts(storage)
    proxy.slow_down(PATIENCE / 32)
    await write(storage, say("late"))

    assert await texts(storage) == ["late"]


async def test_a_short_cut_is_not_noticed_by_anybody(storage: SqlStorage, proxy: Proxy) -> None:
    await write(storage, say("before"))
    await texts(storage)
    proxy.cut()
    await write(storage, say("after"))

    assert await texts(storage) == ["before", "after"]


class Silent:
    """A connection in the middle of a transaction, and one that asks in vain."""

    since: float | None = 1.0
    cuts = 0

    def cut(self) -> None:
        self.cuts += 1

    def ask(self) -> None:
        """Nobody answers."""

    def close(self) -> None:
        """There is nothing to let go of."""


def test_a_process_that_stood_still_takes_nobody_for_away_before_it_has_looked_again() -> None:
    busy, given_up = Silent(), list[float]()
    watch = Watch(Silent())
    watch.add(busy)
    watch._patience, watch._give_up = 1.0, lambda: given_up.append(1)
    watch._look(1.1)
    away = []
    for now in (60.0, 60.1, 60.2, 60.3):
        watch._look(now)
        away.append(watch.away)

    assert away == [False, False, False, True]
    assert (len(given_up), busy.cuts, watch.losses) == (1, 1, 1)


def test_a_connection_that_is_answered_ends_a_suspicion(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1.0]
    monkeypatch.setattr("phantom_adapters.sql.watch.monotonic", lambda: now[0])
    watch = Watch(Silent())
    watch._patience = 1.0
    watch.suspect()
    for now[0] in (1.2, 1.4, 1.6, 1.8):
        watch._look(now[0])
    watch.hear(1.7)
    for now[0] in (2.1, 2.2, 2.3, 2.4, 2.5):
        watch._look(now[0])

    assert not watch.away
