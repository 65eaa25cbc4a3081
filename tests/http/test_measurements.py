"""What is read off a running server: numbers of its parts, and no word of anybody's."""

import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import anyio.lowlevel
import httpx
import pytest

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_adapters.web.circuit import Circuit
from phantom_app.broker import Broker
from phantom_app.measuring import Measuring, of_circuits
from phantom_app.measuring_server import serve_measurements
from phantom_app.settings import BadSetting, read_settings
from phantom_core.kernel import Unavailable
from phantom_core.phantom import Phantom
from tests.http.world import World, build, build_with
from tests.socket.site import Site, live

pytestmark = pytest.mark.one_server("what is measured is of each process")


@pytest.fixture
def environment() -> dict[str, str]:
    return {"PHANTOM_RATE_LIMITS": "default,log-in=2/60,frames=3/60"}


async def measured(world: World) -> dict[str, float]:
    """The series, by name and labels."""
    text = (await world.http.get("/metrics")).text
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {series: float(value) for series, _, value in lines}


async def test_refusals_are_counted_by_allowance(world: World) -> None:
    body = {"login": "nobody", "password": "is not right here"}
    for _ in range(5):
        await world.http.post("/api/auth/login", json=body)

    assert (await measured(world))['phantom_rate_limited_total{allowance="log-in"}'] == 3


async def test_the_queue_is_counted_by_what_is_to_be_done(world: World) -> None:
    await world.someone("ada")
    found = await measured(world)

    series = 'phantom_jobs{job="identity.send-verification",state="waiting"}'
    assert found[series] == 1
    assert series.replace("jobs", "jobs_late_seconds") in found


async def test_lanes_and_the_process_are_measured(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'phantom.db'}")
    world, client = build(storage, ManualClock(), tmp_path)
    async with client:
        found = await measured(world)
    await storage.close()

    assert found['phantom_database_sessions{lane="reader"}'] == 4
    assert found['phantom_database_sessions{lane="writer"}'] == 1
    assert found['phantom_database_calls{lane="writer"}'] == 0
    assert found["phantom_database_away"] == 0
    assert found["process_open_fds"] > 0
    assert found["phantom_memory_blocks"] > 0


@pytest.mark.parametrize(("standing", "away"), [("ok", 0), ("away", 1), ("none", None)])
async def test_whether_the_broker_is_there_is_told_where_there_is_one(
    tmp_path: Path, standing: str, away: int | None
) -> None:
    clock, broker = ManualClock(), Broker(standing=lambda: standing)
    world, client = build_with(MemoryStorage(clock=clock), clock, tmp_path, {}, broker=broker)
    async with client:
        assert (await measured(world)).get("phantom_broker_away") == away


def test_a_breaker_stands_in_one_way() -> None:
    circuit = Circuit("The mail server", lambda: 0.0, failures=1)
    circuit.fail()
    (family,) = of_circuits({"mail": circuit})

    found = {(each.labels["system"], each.labels["state"]): each.value for each in family.samples}
    assert found == {("mail", "closed"): 0, ("mail", "open"): 1, ("mail", "half-open"): 0}


async def test_while_the_store_is_away_the_rest_is_told(world: World) -> None:
    await world.someone("ada")
    await world.services.phantom._storage.close()
    found = await measured(world)

    assert "phantom_sockets" in found
    assert not [series for series in found if series.startswith("phantom_jobs{")]


async def test_the_store_is_not_asked_by_everybody_who_asks(tmp_path: Path) -> None:
    class Asked(Phantom):
        times = 0

        async def ask(self, query: object, *, actor: object) -> object:  # type: ignore[override]
            Asked.times += 1
            raise Unavailable(f"{query} by {actor}")

    world, _ = build(MemoryStorage(clock=ManualClock()), ManualClock(), tmp_path)
    measuring = Measuring(world.services.metrics, Asked(MemoryStorage()), clock=lambda: 1.0)
    await measuring.text()
    await measuring.text()

    assert Asked.times == 1


class TestTheSocket:
    @pytest.fixture
    async def site(self, world: World) -> AsyncIterator[Site]:
        async with live(world) as site:
            yield site

    async def test_connections_deliveries_and_refusals_are_counted_without_ids(
        self, site: Site
    ) -> None:
        ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
        socket_ = await site.admitted(ada)
        assert (await bob.send("PUT", f"/api/users/{ada.id}/follow")).status_code == 204
        await socket_.next()
        for number in range(5):
            socket_.send({"id": f"{number}", "type": "ping", "data": {"t0": 1}})
        while not (await socket_.next()).get("problem"):
            pass
        found = await measured(site.world)

        assert found["phantom_sockets"] == 1
        assert found["phantom_topics"] == 1
        assert found['phantom_deliveries_total{topic="user"}'] >= 1
        assert found['phantom_rate_limited_total{allowance="frames"}'] >= 1
        assert not re.search("[0-9A-HJKMNP-TV-Z]{26}", str(found))


async def told_ports(caplog: pytest.LogCaptureFixture, count: int) -> list[int]:
    """The ports that processes have said they are measured at."""
    with anyio.fail_after(60):
        while len(found := re.findall(r"measured at http://127.0.0.1:(\d+)", caplog.text)) < count:
            await anyio.lowlevel.checkpoint()
    return [int(port) for port in found]


async def test_each_process_has_an_address_of_its_own(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "phantom")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        first = int(taken.getsockname()[1])
        settings = read_settings({"PHANTOM_METRICS_ADDRESS": f"127.0.0.1:{first}"})
        async with anyio.create_task_group() as tasks:
            for _ in range(2):
                tasks.start_soon(serve_measurements, settings, world.services.measuring)
            ports = await told_ports(caplog, 2)
            async with httpx.AsyncClient(timeout=60) as client:
                address = "http://127.0.0.1:{}{}".format
                answers = [await client.get(address(port, "/metrics")) for port in ports]
                other = await client.get(address(ports[0], "/other"))
            tasks.cancel_scope.cancel()

    assert first < min(ports)
    assert len({first, *ports}) == 3
    for answer in answers:
        assert answer.headers["content-type"].startswith("text/plain")
        assert "phantom_sockets" in answer.text
    assert other.status_code == 404


async def test_an_address_that_is_not_here_is_said(world: World) -> None:
    settings = read_settings({"PHANTOM_METRICS_ADDRESS": "192.0.2.1:9400"})
    with pytest.raises(BadSetting, match="PHANTOM_METRICS_ADDRESS"):
        await serve_measurements(settings, world.services.measuring)


@pytest.mark.parametrize("value", ["9400", "localhost", "localhost:0", "localhost:65536", ":1"])
def test_an_address_is_a_host_and_a_port(value: str) -> None:
    with pytest.raises(BadSetting, match="HOST:PORT"):
        read_settings({"PHANTOM_METRICS_ADDRESS": value})
