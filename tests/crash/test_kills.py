"""A server that is killed again and again loses nothing that it has acknowledged.

`PHANTOM_TEST_KILLS` says how often it is killed, `PHANTOM_TEST_SEED` with which chance.
"""

import os
import random
from pathlib import Path

import anyio
import httpx

from tests.crash.history import History
from tests.crash.judge import judge
from tests.crash.people import Person
from tests.crash.server import Server

KILLS = int(os.environ.get("PHANTOM_TEST_KILLS", "30"))
SEED = int(os.environ.get("PHANTOM_TEST_SEED", "2"))
PEOPLE = 6

_KILLED_WHILE_STARTING = 0.1
_LONGEST_LIFE = 120.0


async def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    chance, history = random.Random(SEED), History()
    people = [Person(number, SEED, history) for number in range(PEOPLE)]
    for someone in people:
        someone.meet(people)
    server = Server(tmp_path / "data")

    for _ in range(KILLS):
        await live_until_killed(server, people, history, chance)
    found = await judge(server.data_dir, people)

    print(f"\nseed {SEED}, {KILLS} kills", *tally(history), sep="\n  ")  # noqa: T201
    assert history.faults == []
    assert found == []
    assert history.total("ok") > 10 * KILLS
    assert history.total("unknown") > 0


async def live_until_killed(
    server: Server, people: list[Person], history: History, chance: random.Random
) -> None:
    """Start the server, have everybody use it, and kill it at some moment."""
    server.start()
    try:
        if chance.random() < _KILLED_WHILE_STARTING:
            await anyio.sleep(chance.uniform(0.0, 2.0))
            return
        await server.ready()
        async with (
            httpx.AsyncClient(base_url=server.url, timeout=30) as client,
            anyio.create_task_group() as group,
        ):
            for someone in people:
                group.start_soon(someone.live, client)
            with anyio.move_on_after(_LONGEST_LIFE):
                await history.more(chance.randrange(80))
            await anyio.sleep(chance.uniform(0.0, 0.05))
            server.kill()
    finally:
        server.kill()


def tally(history: History) -> list[str]:
    """How many requests of each kind came to what."""
    kinds = sorted({kind for kind, _ in history.outcomes})
    verdicts = ("ok", "refused", "unknown")
    return [
        f"{kind:10}" + "".join(f"{history.outcomes[kind, each]:6} {each}" for each in verdicts)
        for kind in kinds
    ]
