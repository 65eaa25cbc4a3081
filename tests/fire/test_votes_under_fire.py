"""Votes go on, each to its one end, while their server is killed again and again.

`PHANTOM_TEST_KILLS` says how often it is killed, `PHANTOM_TEST_SEED` with which chance.
"""

import os
import random
from itertools import chain
from pathlib import Path
from typing import Final

import anyio

from tests.crash.history import History
from tests.crash.server import Server
from tests.crash.test_kills import tally
from tests.fire.evidence import log_on_sqlite
from tests.fire.siege import Ward, faults_in, histories, voting
from tests.fire.town import build

KILLS = int(os.environ.get("PHANTOM_TEST_KILLS", "30"))
SEED = int(os.environ.get("PHANTOM_TEST_SEED", "2"))
ROOMS: Final = 6
GUESTS: Final = 5

_KILLED_WHILE_STARTING: Final = 0.1
_LAST_LIFE: Final = 8.0


async def test_every_vote_has_one_winner_whenever_the_server_is_killed(tmp_path: Path) -> None:
    chance, history = random.Random(SEED), History()
    ward = Ward(Server(tmp_path / "data", "--no-worker", PHANTOM_ACCESS_TTL="86400"))
    try:
        rooms = await build(ward.server, rooms=ROOMS, guests=GUESTS)
        await ward.begin()
        async with voting(rooms, [ward.server.url], history) as voters:
            for _ in range(KILLS):
                await kill_at_some_moment(ward, chance)
            await history.reach(10 * KILLS)
            while votes_closed(ward) <= KILLS:  # noqa: ASYNC110 - a server closes them
                await anyio.sleep(0.5)
            await anyio.sleep(_LAST_LIFE)
            played = await histories(ward.server.url, rooms)
    finally:
        ward.kill()
    log = log_on_sqlite(ward.server.data_dir / "phantom.db")
    found = faults_in(rooms, log, played, voters, [ward])

    heading = f"\nseed {SEED}, {KILLS} kills, {votes_closed(ward)} votes closed"
    print(heading, *tally(history), sep="\n  ")  # noqa: T201
    assert history.faults == []
    assert found == []
    assert history.total("unknown") > 0


def votes_closed(ward: Ward) -> int:
    """How many votes have come to their end so far."""
    log = log_on_sqlite(ward.server.data_dir / "phantom.db")
    return sum(told.name == "vote.closed" for told in chain.from_iterable(log.values()))


async def kill_at_some_moment(ward: Ward, chance: random.Random) -> None:
    """Let the server live for a while, kill it, and start it, perhaps not the first time."""
    await anyio.sleep(chance.uniform(0.2, 2.0))
    ward.kill()
    while chance.random() < _KILLED_WHILE_STARTING:
        ward.server.start()
        await anyio.sleep(chance.uniform(0.0, 2.0))
        ward.kill()
    await ward.start()
