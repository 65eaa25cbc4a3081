"""Processes that spend one allowance at the same time."""

import os
import subprocess
import sys
from pathlib import Path

from tests.valkey_server import ValkeyServer

_ROOT = Path(__file__).parents[2]
_ASKS = """
import asyncio, sys
from datetime import timedelta
from redis.asyncio import Redis
from phantom_adapters.limits.redis import RedisRateLimits
from phantom_core.limits import Allowance

async def ask():
    async with Redis.from_url(sys.argv[1]) as redis:
        limits = RedisRateLimits(redis)
        await limits.take(Allowance(name="warm-up", count=1, per=timedelta(hours=1)), "all")
        print("ready", flush=True)
        sys.stdin.readline()
        hundred = Allowance(name="hundred", count=100, per=timedelta(hours=10))
        verdicts = await asyncio.gather(*(limits.take(hundred, "ada") for _ in range(60)))
        print(sum(verdict.granted for verdict in verdicts))

asyncio.run(ask())
"""


def test_one_more_than_the_allowance_is_refused_across_four_processes(
    broker: ValkeyServer,
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT / "src")}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _ASKS, broker.url()],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    granted = [int(process.communicate("go\n")[0]) for process in processes]

    assert sum(granted) == 100
    assert len(granted) == 4
