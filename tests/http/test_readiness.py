"""Whether a server is ready: by parts, in time, seldom asked, and with no word for strangers."""

import anyio
import anyio.lowlevel
import anyio.to_thread
import psycopg
import pytest

from phantom_adapters.sql import open_storage
from phantom_adapters.sql.migrations import REVISIONS
from phantom_app.readiness import Check, Readiness
from phantom_core.kernel import Unavailable
from tests.http.world import World

SECRET = "host=db.internal user=phantom"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


async def well() -> str:
    return "ok"


async def failing() -> str:
    raise Unavailable(SECRET)


async def hanging() -> str:
    await anyio.sleep_forever()
    return "never"


async def test_every_part_that_is_not_well_is_named_and_nothing_else_is_said() -> None:
    checks: dict[str, Check] = {"database": failing, "files": hanging, "broker": well}
    readiness = Readiness(checks, longest=0.05)
    with pytest.raises(Unavailable) as refusal:
        await readiness.ask()

    said = "Not ready: database does not answer; files does not answer in time."
    assert refusal.value.detail == said


async def test_whoever_asks_within_a_second_is_told_what_is_known() -> None:
    clock, asked = Clock(), list[float]()

    async def count() -> str:
        asked.append(clock.now)
        await anyio.lowlevel.checkpoint()
        return "ok"

    readiness = Readiness({"database": count}, clock=clock)
    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(readiness.ask)
    clock.now = 1.5
    await readiness.ask()

    assert asked == [0, 1.5]


@pytest.mark.one_server("the one that stops says so, and not the others")
async def test_a_server_that_stops_is_not_ready_and_still_alive(world: World) -> None:
    world.services.readiness.drain()
    live = await world.http.get("/health/live")
    ready = await world.http.get("/health/ready")

    assert (live.status_code, ready.status_code) == (200, 503)
    assert ready.headers["retry-after"] == "1"


async def test_a_fault_of_ours_is_not_hidden() -> None:
    async def broken() -> str:
        raise ZeroDivisionError

    with pytest.raises(ExceptionGroup) as fault:
        await Readiness({"database": broken}).ask()

    assert fault.group_contains(ZeroDivisionError)


def _moved(url: str, revision: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [revision])


@pytest.mark.parametrize(
    ("revision", "outcome"), [(REVISIONS[-1], "ok"), ("9999_later", "newer"), (REVISIONS[-2], None)]
)
async def test_tables_may_be_newer_while_others_are_upgraded_and_never_older(
    postgres_url: str, revision: str, outcome: str | None
) -> None:
    storage = open_storage(postgres_url)
    await anyio.to_thread.run_sync(_moved, postgres_url, revision)
    try:
        if outcome is None:
            with pytest.raises(Unavailable):
                await storage.schema()
        else:
            assert await storage.schema() == outcome
    finally:
        await storage.close()
