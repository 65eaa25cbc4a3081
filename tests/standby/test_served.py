"""Two whole servers that read on a standby: what was done or heard of is always found."""

import re
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql.storage import SqlStorage
from phantom_app.composition import composed
from phantom_app.settings import read_settings
from tests.cli.program import started
from tests.http.world import Someone
from tests.postgres_server import PostgresServer
from tests.socket.two_sites import Sites, opened
from tests.standby.stage import SOON, beside, held_up

HELD_UP = ("by a standby that keeps up", "by one that is held up")


@pytest.fixture
async def sites(
    primary: PostgresServer, standby: PostgresServer, database: str, tmp_path: Path
) -> AsyncIterator[Sites]:
    options = {"standby": standby.url(database), "standby_patience": 1, "patience": 20}
    url, clock = primary.url(database), ManualClock()
    async with AsyncExitStack() as stack:
        here = await opened(url, None, clock, tmp_path / "here", stack, **options)
        there = await opened(url, None, clock, tmp_path / "there", stack, **options)
        yield Sites(here, there)


@pytest.fixture(params=HELD_UP)
def answering(request: pytest.FixtureRequest, standby: PostgresServer) -> Any:
    """How the standby is while questions are asked."""

    @contextmanager
    def answering() -> Iterator[None]:
        if request.param == HELD_UP[0]:
            yield
        else:
            with held_up(standby):
                yield

    return answering


def read_there(sites: Sites) -> int:
    """How many questions standbys have answered."""
    found = 0
    for site in (sites.here, sites.there):
        services = site.world.services
        storage = services.phantom._storage
        assert isinstance(storage, SqlStorage)
        found += beside(storage).asked - beside(storage).passed_over
    return found


async def test_whoever_made_something_finds_it_on_the_other_server_at_once(
    sites: Sites, answering: Any
) -> None:
    ada = await sites.here.world.someone("ada")
    elsewhere = sites.elsewhere(ada)
    with answering():
        for number in range(5):
            made = await ada.send("POST", "/api/projects", {"name": f"Song {number}"})
            found = await elsewhere.send("GET", f"/api/projects/{made.json()['id']}")
            listed = await elsewhere.send("GET", "/api/projects")

            assert found.status_code == 200, found.text
            assert len(listed.json()["items"]) == number + 1


async def test_whoever_hears_of_something_finds_it_at_once(sites: Sites, answering: Any) -> None:
    ada, bob = [await sites.here.world.someone(name) for name in ("ada", "bob")]
    body = {"kind": "group", "memberIds": [bob.id], "title": "Band"}
    chat = (await ada.send("POST", "/api/messages/rooms", body)).json()["id"]
    path = f"/api/messages/rooms/{chat}/messages"
    client = await sites.there.admitted(sites.elsewhere(bob))
    client.send({"id": "j", "type": "session.join", "topic": f"chat:{chat}"})
    with answering(), anyio.fail_after(2 * SOON):
        for number in range(5):
            text = f"number {number}"
            await ada.send("POST", path, {"content": text})
            while text not in str(await client.next()):
                pass
            for reader in (bob, sites.elsewhere(bob)):
                found = await reader.send("GET", path)

                assert text in found.text


async def test_who_asks_is_answered_by_the_standby_and_told_so(sites: Sites) -> None:
    ada = await sites.here.world.someone("ada")
    before = read_there(sites)
    with anyio.fail_after(SOON):
        while read_there(sites) < before + 5:
            await ada.send("GET", "/api/users/me")
    ready = await ada.send("GET", "/health/ready")
    measured = (await ada.send("GET", "/metrics")).text

    assert ready.json()["checks"]["standby"] == "ok"
    answered = re.search(r'phantom_standby_reads_total\{by="standby"\} ([0-9.]+)', measured)
    assert answered is not None
    assert float(answered[1]) >= 5
    assert "phantom_standby_waited_seconds_total" in measured
    assert "phantom_standby_behind_bytes 0.0" in measured


async def test_a_server_whose_standby_is_away_is_as_ready_as_ever(
    sites: Sites, standby: PostgresServer
) -> None:
    ada = await sites.here.world.someone("ada")
    standby.stop()
    try:
        for _ in range(10):
            assert (await ada.send("GET", "/api/users/me")).status_code == 200
        ready = await ada.send("GET", "/health/ready")
    finally:
        standby.start()

    assert ready.status_code == 200
    assert ready.json()["checks"]["standby"] == "passed over"


async def test_a_program_is_told_of_its_standby_by_a_setting(
    primary: PostgresServer, standby: PostgresServer, database: str, tmp_path: Path
) -> None:
    settings = {
        "PHANTOM_DATABASE_URL": primary.url(database),
        "PHANTOM_STANDBY_URL": standby.url(database),
        "PHANTOM_STANDBY_PATIENCE": "10000",
        "PHANTOM_DATABASE_PATIENCE": "20",
        "PHANTOM_DATA_DIR": str(tmp_path / "data"),
    }
    with started("serve", "--port", "0", settings=settings) as program:
        assert program.stdout is not None
        address = re.search(r"http://\S+", program.stdout.readline())
        assert address is not None
        async with httpx.AsyncClient(base_url=address[0], timeout=SOON) as http:
            body = {"email": "a@example.org", "username": "ada", "password": "long enough, I hope"}
            ada = Someone(http, (await http.post("/api/auth/register", json=body)).json())
            assert (await ada.send("GET", "/api/users/me")).status_code == 200
            ready = await http.get("/health/ready")
            measured = (await http.get("/metrics")).text

    assert ready.json()["checks"]["standby"] == "ok"
    assert 'phantom_circuit{state="closed",system="standby"} 1.0' in measured
    assert 'phantom_standby_reads_total{by="standby"} 0.0' not in measured
    assert 'phantom_standby_reads_total{by="standby"}' in measured


async def test_only_who_serves_people_opens_their_standby(
    primary: PostgresServer, standby: PostgresServer, database: str, tmp_path: Path
) -> None:
    environment = {
        "PHANTOM_DATABASE_URL": primary.url(database),
        "PHANTOM_STANDBY_URL": standby.url(database),
    }
    settings, threads = read_settings(environment, data_dir=str(tmp_path)), dict[bool, set[str]]()
    for serving in (False, True):
        async with composed(settings, serving=serving):
            threads[serving] = {thread.name for thread in threading.enumerate()}

    assert "phantom-standby-1" not in threads[False]
    assert "phantom-standby-1" in threads[True]
