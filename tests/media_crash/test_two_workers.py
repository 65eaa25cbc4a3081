"""Two workers that are killed at random over two hundred jobs do every job once.

`PHANTOM_TEST_SEED` says with which chance.
"""

import os
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path

import anyio
import httpx

from tests.crash.history import History
from tests.crash.judge import House, judge
from tests.crash.server import Program, Server
from tests.media_crash.owners import Owner

SEED = int(os.environ.get("PHANTOM_TEST_SEED", "5"))
JOBS = 200
_LONGEST = 600.0


async def test_every_job_is_done_once_by_two_workers_that_are_killed(tmp_path: Path) -> None:
    chance, ada = random.Random(SEED), Owner(0, SEED, History())
    server = Server(tmp_path / "data", "--no-worker")
    workers = [
        Program(server.data_dir, "worker", PHANTOM_TEST_EAR="slow", PHANTOM_WORKERS="2")
        for _ in range(2)
    ]
    server.start()
    kills, before = 0, 0
    try:
        await server.ready()
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            await ada.come_in(client)
            for _ in range(JOBS):
                await ada.hand_in(client, ada.record(ada.sound()))
        for worker in workers:
            worker.start()
        house = House.open(server.data_dir, later=timedelta())
        with anyio.fail_after(_LONGEST):
            while still_to_do(house):
                # Where it takes them longer to come than to be killed, nothing would ever be done.
                while begun_so_far(house) == before and still_to_do(house):  # noqa: ASYNC110 - others do it
                    await anyio.sleep(0.1)
                await anyio.sleep(chance.uniform(0.5, 4.0))
                before = begun_so_far(house)
                victim = chance.choice(workers)
                kills += victim.kill()
                victim.start()
        begun = house.rows("SELECT begun, state FROM jobs WHERE form LIKE 'audio.analyse/%'")
        reports = house.rows("SELECT COUNT(*), COUNT(DISTINCT audio_file_id) FROM audio_reports")
        await house.storage.close()
    finally:
        for program in (*workers, server):
            program.kill()

    again = sum(count - 1 for count, _ in begun)
    print(f"\nseed {SEED}, {kills} kills, {again} jobs begun again")  # noqa: T201
    assert await judge(server.data_dir, [ada]) == []
    assert ada.history.faults == []
    assert Counter(state for _, state in begun) == {"done": JOBS}
    assert reports == [(JOBS, JOBS)]
    assert again > 0, "no worker was killed in the middle of a job"


def still_to_do(house: House) -> int:
    """How many recordings wait for their report."""
    sql = "SELECT COUNT(*) FROM audio_files WHERE analysis_status NOT IN ('done', 'failed')"
    return int(house.rows(sql)[0][0])


def begun_so_far(house: House) -> int:
    """How often a recording has begun to be listened to."""
    sql = "SELECT COALESCE(SUM(begun), 0) FROM jobs WHERE form LIKE 'audio.analyse/%'"
    return int(house.rows(sql)[0][0])
