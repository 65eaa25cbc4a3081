"""Two servers look after the same rooms, on one PostgreSQL, and never get in each other's way.

`PHANTOM_TEST_SECONDS` says for how long, `PHANTOM_TEST_SEED` with which chance.
"""

import os
import random
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Final

import anyio

from tests.crash.history import History
from tests.crash.server import Server
from tests.crash.test_kills import tally
from tests.fire.evidence import log_on_postgres
from tests.fire.siege import Ward, faults_in, histories, voting
from tests.fire.town import build
from tests.postgres_server import postgres

SECONDS = int(os.environ.get("PHANTOM_TEST_SECONDS", "30"))
SEED = int(os.environ.get("PHANTOM_TEST_SEED", "2"))
ROOMS: Final = 6
GUESTS: Final = 6

_LAST_LIFE: Final = 8.0


async def test_two_servers_on_one_database_advance_every_room_once(tmp_path: Path) -> None:
    history = History()
    with postgres(durable=True) as database:
        url = database.url(database.create_database())
        wards = [_ward(tmp_path, url) for _ in range(2)]
        try:
            rooms = await build(wards[0].server, rooms=ROOMS, guests=GUESTS)
            await wards[0].begin()
            await wards[1].start()
            async with voting(rooms, [ward.server.url for ward in wards], history) as voters:
                await _kill_now_and_then(wards)
                await history.reach(10 * SECONDS)
                await anyio.sleep(_LAST_LIFE)
                played = await histories(wards[1].server.url, rooms)
        finally:
            for ward in wards:
                ward.kill()
        log = log_on_postgres(url)
    found = faults_in(rooms, log, played, voters, wards)

    print(f"\nseed {SEED}, {SECONDS} seconds", *tally(history), sep="\n  ")  # noqa: T201
    assert history.faults == []
    assert found == []


def _ward(folder: Path, url: str) -> Ward:
    settings = {"PHANTOM_DATABASE_URL": url, "PHANTOM_ACCESS_TTL": "86400"}
    return Ward(Server(folder / "data", "--no-worker", **settings))


async def _kill_now_and_then(wards: Sequence[Ward]) -> None:
    """Kill one after the other, and start it again, for so long, and until each was twice."""
    chance, over = random.Random(SEED), anyio.current_time() + SECONDS
    for ward in cycle(wards):
        if anyio.current_time() > over and all(len(each.lives) > 1 for each in wards):
            return
        await anyio.sleep(chance.uniform(2, 6))
        ward.kill()
        await anyio.sleep(chance.uniform(0, 2))
        await ward.start()
