"""A worker that is killed while it listens leads to one report all the same."""

import os
import random
from pathlib import Path

import anyio
import httpx

from phantom_app.demo.cast import CAST
from phantom_app.demo.synthesis import wave_file
from tests.crash.history import History
from tests.crash.judge import judge
from tests.crash.people import Person, Recording
from tests.crash.server import Program, Server

SEED = int(os.environ.get("PHANTOM_TEST_SEED", "2"))
KILLS = 4  # one less than a job has attempts
_LONGEST_WAIT = 900.0


async def test_a_worker_that_is_killed_again_and_again_leads_to_one_report_each(
    tmp_path: Path,
) -> None:
    chance, ada = random.Random(SEED), Person(0, SEED, History())
    server = Server(tmp_path / "data", "--no-worker", PHANTOM_TEST_EAR="real")
    worker = Program(tmp_path / "data", "worker", PHANTOM_TEST_EAR="real")
    server.start()
    worker.start()
    try:
        await server.ready()
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            await ada.come_in(client)
            pieces = [each.piece for player in CAST for each in player.recordings[:1]]
            first, *others = [ada.record(wave_file(piece)) for piece in pieces]
            await heard(client, ada, [first])
            for recording in others:
                await ada.hand_in(client, recording)
            for _ in range(KILLS):
                worker.kill()
                worker.start()
                await anyio.sleep(chance.uniform(2.0, 8.0))
            await heard(client, ada, others)
    finally:
        worker.kill()
        server.kill()

    assert await judge(server.data_dir, [ada]) == []
    assert ada.history.faults == []


async def heard(client: httpx.AsyncClient, owner: Person, recordings: list[Recording]) -> None:
    """Hand recordings in that are not yet, and wait until a worker has listened to them."""
    with anyio.fail_after(_LONGEST_WAIT):
        for recording in recordings:
            if recording.id is None:
                await owner.hand_in(client, recording)
            while await owner.status_of(client, recording) != "done":  # noqa: ASYNC110
                await anyio.sleep(0.2)
