"""The broker that the settings name."""

import asyncio
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import anyio
import pytest

from phantom_adapters.contracts.seats import ADA
from phantom_adapters.limits.absence import Absence
from phantom_app.broker import open_broker
from phantom_app.settings import BadSetting, Settings, read_settings
from phantom_core.kernel import EPOCH, Topic
from phantom_core.limits import Allowance
from phantom_core.live import Parcel, Signal
from tests.proxy import proxy_before
from tests.valkey_server import ValkeyServer

_SIGNAL = Signal(topic=Topic("user:x"), name="test", at=EPOCH, by=None, data={})


def settings(url: str, folder: Path) -> Settings:
    return read_settings({"PHANTOM_BROKER_URL": url}, data_dir=str(folder))


def trials() -> list[str]:
    """What asks now whether the broker is back."""
    names = [getattr(task.get_coro(), "__qualname__", "") for task in asyncio.all_tasks()]
    return [name for name in names if name == Absence._try.__qualname__]


async def test_two_processes_on_one_broker_hear_each_other(
    broker: ValkeyServer, tmp_path: Path
) -> None:
    heard = list[Parcel]()
    async with AsyncExitStack() as stack:
        near, far = [await open_broker(settings(broker.url(), tmp_path), stack) for _ in range(2)]
        far.transport.subscribe(heard.extend)
        with anyio.fail_after(60):
            while not heard:
                near.transport.publish([_SIGNAL])
                await anyio.sleep(0.05)
            while near.standing() != "ok":  # noqa: ASYNC110 - the broker tells
                await anyio.sleep(0.05)

    assert set(map(repr, heard)) == {repr(_SIGNAL)}


async def test_databases_of_one_broker_are_brokers_of_their_own(
    broker: ValkeyServer, tmp_path: Path
) -> None:
    heard = list[Parcel]()
    async with AsyncExitStack() as stack:
        near, other, far = [
            await open_broker(settings(broker.url(database), tmp_path), stack)
            for database in (0, 1, 0)
        ]
        other.transport.subscribe(heard.extend)
        told = list[Parcel]()
        far.transport.subscribe(told.extend)
        with anyio.fail_after(60):
            while not told or other.standing() != "ok":
                near.transport.publish([_SIGNAL])
                await anyio.sleep(0.05)

    assert heard == []


async def test_whoever_tries_whether_it_is_back_has_stopped_when_it_is_closed(
    broker: ValkeyServer, tmp_path: Path
) -> None:
    allowance = Allowance(name="a", count=9, per=timedelta(minutes=1))
    with proxy_before(("127.0.0.1", broker.port)) as network:
        url = f"redis://:{broker.password}@127.0.0.1:{network.port}/0"
        async with AsyncExitStack() as stack:
            opened = await open_broker(settings(url, tmp_path), stack)
            assert opened.spent is not None
            assert opened.seats is not None
            network.refuse()
            await opened.spent.take(allowance, "ada")
            await opened.seats.take(ADA)
            network.heal()
            network.slow_down(0.3)
            with anyio.fail_after(60):
                while len(trials()) < 2:
                    await opened.spent.take(allowance, "ada")
                    await opened.seats.take(ADA)
                    await anyio.sleep(0.05)
            network.slow_down(0)

        assert trials() == []


async def test_a_broker_that_lets_nobody_in_is_told_at_the_start(
    broker: ValkeyServer, tmp_path: Path
) -> None:
    wrong = broker.url().replace(broker.password, "hunter2")
    async with AsyncExitStack() as stack:
        with pytest.raises(BadSetting, match="PHANTOM_BROKER_URL: the broker does not let us in"):
            await open_broker(settings(wrong, tmp_path), stack)


async def test_a_server_may_start_before_its_broker(broker: ValkeyServer, tmp_path: Path) -> None:
    broker.kill()
    async with AsyncExitStack() as stack:
        opened = await open_broker(settings(broker.url(), tmp_path), stack)
        before = opened.standing()
        broker.start()
        with anyio.fail_after(60):
            while opened.standing() != "ok":  # noqa: ASYNC110 - the broker tells
                await anyio.sleep(0.05)

    assert before == "away"


async def test_without_a_broker_there_is_none(tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        opened = await open_broker(read_settings({}, data_dir=str(tmp_path)), stack)

    assert opened.standing() == "none"
    assert opened.spent is None
