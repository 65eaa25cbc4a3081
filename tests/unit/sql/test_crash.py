"""A writer that is killed loses nothing that it has acknowledged, and leaves nothing half done."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from phantom_adapters.contracts.kernel_examples import EXAMPLES, texts, wall, write
from phantom_adapters.sql import open_storage
from tests.unit.sql.failing import say

ROOT = Path(__file__).parents[3]


async def write_for_ever(url: str) -> None:
    """Write from many tasks at once, and print what was acknowledged: this is what is killed."""
    storage = open_storage(url, registry=EXAMPLES)

    async def task(number: int) -> None:
        for count in range(100_000):
            text = f"{os.getpid()}-{number}-{count}"
            await write(storage, say(text, both=wall(1)))
            print(text, flush=True)  # noqa: T201 - the acknowledgement

    await asyncio.gather(*[task(number) for number in range(8)])


def killed_writer(url: str, after: int) -> list[str]:
    """Start a writer, kill it after so many words, and tell all that it acknowledged."""
    command = [sys.executable, "-m", "tests.unit.sql.test_crash", url]
    paths = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout
    return [line.strip() for line in lines if line.endswith("\n")]


async def test_what_was_acknowledged_before_a_kill_is_there(sqlite_url: str) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for _ in range(5):
        acknowledged += killed_writer(sqlite_url, after=chance.randint(1, 500))
    storage = open_storage(sqlite_url, registry=EXAMPLES)
    said, beside = await texts(storage), await texts(storage, wall(1))
    await storage.close()

    assert len(acknowledged) >= 5
    assert set(acknowledged) <= set(said)
    assert len(set(said)) == len(said)
    assert said == beside


if __name__ == "__main__":
    asyncio.run(write_for_ever(sys.argv[1]))
