"""Going on for a while at one pace, and looking whether memory and open files stay as they are."""

import asyncio
import re
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Final

import attrs
import httpx

from tests.benchmarks.deployed.asking import Answers, ask_at_pace
from tests.benchmarks.deployed.errands import Errand
from tests.benchmarks.deployed.site import programs
from tests.crash.server import Server

__all__ = ["Sample", "Soak", "slope", "soak"]

_EVERY: Final = 10.0
_BLOCKS: Final = re.compile(r"^phantom_memory_blocks (\S+)$", re.MULTILINE)


@attrs.frozen
class Sample:
    """How much was held at a time, in minutes since the beginning; of each server, in their order.

    Attributes:
        resident: bytes in memory (RSS).
        blocks: pieces of memory that Python has in use: what grows while these do not is held by
            the allocator.
        files: open files, sockets among them.
    """

    minute: float
    resident: Sequence[int]
    blocks: Sequence[float]
    files: Sequence[int]


@attrs.frozen
class Soak:
    """What was seen."""

    samples: Sequence[Sample]
    answers: Answers


async def soak(
    errands: Sequence[Errand],
    ports: Sequence[int],
    servers: Sequence[Server],
    *,
    rate: float,
    minutes: float,
) -> Soak:
    """Ask at a pace, and look every ten seconds."""
    samples: list[Sample] = []
    begun = time.monotonic()

    async def look(client: httpx.AsyncClient) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            each = [programs([server]) for server in servers]
            samples.append(
                Sample(
                    (time.monotonic() - begun) / 60,
                    [one.resident() for one in each],
                    [await _blocks(client, server) for server in servers],
                    [one.files() for one in each],
                )
            )

    # Its connections are counted too, the same at each look.
    async with httpx.AsyncClient(timeout=60) as client, asyncio.TaskGroup() as tasks:
        looking = tasks.create_task(look(client))
        answers = await ask_at_pace(errands, ports, rate, minutes * 60)
        looking.cancel()
    return Soak(samples, answers)


async def _blocks(client: httpx.AsyncClient, server: Server) -> float:
    found = _BLOCKS.search((await client.get(f"{server.url}/metrics")).text)
    assert found is not None
    return float(found[1])


def slope(samples: Sequence[Sample], told: Callable[[Sample], Sequence[float]]) -> float:
    """By how much something of all servers together grows in a minute: the line nearest to it."""
    minutes = [each.minute for each in samples]
    return statistics.linear_regression(minutes, [sum(told(each)) for each in samples]).slope
