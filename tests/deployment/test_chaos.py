"""Whatever fails, nothing acknowledged is lost or doubled, and everybody is whole again soon.

People vote, talk, edit, hand in recordings and like each other at two servers, while servers,
workers, database, broker and object store are killed, paused, slowed, cut off and started again.
`PHANTOM_TEST_FAULTS` says how often, `PHANTOM_TEST_SEED` with which chance.
"""

import os
import random
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import anyio

from phantom_adapters.client import connect
from tests.crash.history import History
from tests.crash.test_kills import tally
from tests.deployment.faults import schedule
from tests.deployment.installation import Installation, installation
from tests.deployment.judge import (
    of_editor,
    of_listener,
    of_log,
    of_lovers,
    of_speakers,
    of_uploader,
    told,
)
from tests.deployment.world import World, settled
from tests.fire.booths import Listener
from tests.fire.evidence import log_on_postgres
from tests.fire.judge import Life, faults_of
from tests.fire.siege import histories, voting
from tests.fire.voters import Voter
from tests.s3.ceph import Ceph

FAULTS: Final = int(os.environ.get("PHANTOM_TEST_FAULTS", "24"))
SEED: Final = int(os.environ.get("PHANTOM_TEST_SEED", "2"))
PEOPLE: Final = 6
_SETTINGS: Final = {"PHANTOM_ACCESS_TTL": "86400", "PHANTOM_TEST_EAR": "slow"}

_NO_MATTER_WHEN: Final = Life(0, 0)
"""Votes that end amid faults end late; that none else does is judged where voters are fired at."""

_CALM: Final = (1.0, 3.0)
_WHOLE_WITHIN: Final = 10.0
"""What is promised; it takes a fiftieth of that where the machine has nothing else to do."""

_DONE_WITHIN: Final = 300.0
_SECONDS_EACH: Final = 5.0


async def test_nothing_is_lost_or_doubled_whatever_fails(
    tmp_path: Path, s3_server: Ceph, store_settings: Mapping[str, str]
) -> None:
    chance, history = random.Random(SEED), History()
    async with installation(tmp_path, s3_server, store_settings, **_SETTINGS) as place:
        await place.furnish()
        seconds = FAULTS * _SECONDS_EACH
        async with settled(
            place.servers, history, seed=SEED, people=PEOPLE, seconds=seconds
        ) as world:
            urls = [server.url for server in place.servers]
            async with (
                _listening(place, world) as listeners,
                voting(world.rooms, urls, history) as voters,
            ):
                befallen = await _live_through(place, world, chance)
                answering = await _answering(place)
                healed = await _whole(place, world, listeners)
            worked = await _worked_off(place)
            found = await _judged(place, world, listeners, voters)

    figures = [f"{name}: {befallen.count(name)}" for name in sorted({*befallen})]
    slowest = max(each.slowest for each in world.callers)
    figures += [f"all servers answered {answering:.1f} s after the last fault"]
    figures += [f"everybody had heard everything {healed:.1f} s after that", *tally(history)]
    figures += [f"all jobs were done {worked:.1f} s after that"]
    figures += [f"the slowest 503 took {slowest:.1f} s"]
    print(f"\nseed {SEED}, {len(befallen)} faults", *figures, sep="\n  ")  # noqa: T201
    assert history.faults == []
    assert found == []
    assert healed < _WHOLE_WITHIN
    assert history.total("ok") > 10 * FAULTS


async def _live_through(place: Installation, world: World, chance: random.Random) -> Sequence[str]:
    """Have everybody do their things while one fault after the other befalls the installation."""
    faults = schedule(place, chance, FAULTS)
    async with anyio.create_task_group() as group:
        for trade in world.trades:
            group.start_soon(trade.live)
        for fault in faults:
            await anyio.sleep(chance.uniform(*_CALM))
            await fault.befall()
        for each in world.callers:
            each.over = True
    return [fault.name for fault in faults]


@asynccontextmanager
async def _listening(place: Installation, world: World) -> AsyncIterator[Mapping[str, Listener]]:
    """Have everybody hear the chat over a socket, half of them at each server."""
    topic, listeners = f"chat:{world.chat}", {each.id: Listener() for each in world.callers}
    async with AsyncExitStack() as stack:
        streams = {}
        for at, each in enumerate(world.callers):
            address = place.servers[at % len(place.servers)].url.replace("http", "ws", 1) + "/ws"
            client = await stack.enter_async_context(connect(address, each.token, proxy=None))
            streams[each.id] = await stack.enter_async_context(client.topic(topic, since=0))
        async with anyio.create_task_group() as group:
            for name, listener in listeners.items():
                group.start_soon(listener.listen, streams[name])
            yield listeners
            group.cancel_scope.cancel()


async def _answering(place: Installation) -> float:
    """How many seconds it took until all servers answered."""
    begun = anyio.current_time()
    await place.whole()
    return anyio.current_time() - begun


async def _whole(place: Installation, world: World, listeners: Mapping[str, Listener]) -> float:
    """How many seconds it took until everybody had heard all that there is to hear."""
    begun = anyio.current_time()
    head = told(place.database_url)[f"chat:{world.chat}"][-1][0]
    with anyio.fail_after(_DONE_WITHIN):
        await _until(lambda: all(each.last == head for each in listeners.values()))
    return anyio.current_time() - begun


async def _worked_off(place: Installation) -> float:
    """How many seconds it took until no job was left that is due."""
    begun = anyio.current_time()
    with anyio.fail_after(_DONE_WITHIN):
        await _until(lambda: not place.jobs_due())
    return anyio.current_time() - begun


async def _until(holds: Callable[[], bool]) -> None:
    while not holds():  # noqa: ASYNC110 - what is waited for happens in other processes
        await anyio.sleep(0.1)


async def _judged(
    place: Installation,
    world: World,
    listeners: Mapping[str, Listener],
    voters: Sequence[Voter],
) -> Sequence[str]:
    log = told(place.database_url)
    found = [*of_log(place.database_url), *await of_speakers(world.speakers)]
    for editor in world.editors:
        found += await of_editor(editor)
    for uploader in world.uploaders:
        found += await of_uploader(uploader)
    found += await of_lovers(world.lovers)
    for listener in listeners.values():
        found += of_listener(listener, log[f"chat:{world.chat}"], 0)
    played = await histories(place.servers[0].url, world.rooms)
    rooms = log_on_postgres(place.database_url)
    for room in world.rooms:
        mine = [voter for voter in voters if voter.room is room]
        found += faults_of(room, rooms[room.id], played[room.id], mine, [_NO_MATTER_WHEN])
    return found
