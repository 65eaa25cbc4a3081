"""Going on for a while at one pace, and looking whether memory and open files stay as they are."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from typing import Final

import attrs

from tests.benchmarks.deployed.asking import Answers, ask_at_pace
from tests.benchmarks.deployed.errands import Errand
from tests.benchmarks.deployed.usage import Programs

__all__ = ["Sample", "Soak", "slope", "soak"]

_EVERY: Final = 10.0


@attrs.frozen
class Sample:
    """How much was held at a time, in minutes since the beginning: bytes, and open files."""

    minute: float
    resident: int
    files: int


@attrs.frozen
class Soak:
    """What was seen."""

    samples: Sequence[Sample]
    answers: Answers


async def soak(
    errands: Sequence[Errand],
    ports: Sequence[int],
    programs: Programs,
    *,
    rate: float,
    minutes: float,
) -> Soak:
    """Ask at a pace, and look every ten seconds."""
    samples: list[Sample] = []
    begun = time.monotonic()

    async def look() -> None:
        while True:
            await asyncio.sleep(_EVERY)
            minute = (time.monotonic() - begun) / 60
            samples.append(Sample(minute, programs.resident(), programs.files()))

    looking = asyncio.create_task(look())
    answers = await ask_at_pace(errands, ports, rate, minutes * 60)
    looking.cancel()
    return Soak(samples, answers)


def slope(samples: Sequence[Sample]) -> tuple[float, float]:
    """By how much resident bytes, and open files, grow in a minute: the line nearest to them."""
    minutes = [each.minute for each in samples]
    resident = statistics.linear_regression(minutes, [each.resident for each in samples]).slope
    files = statistics.linear_regression(minutes, [each.files for each in samples]).slope
    return resident, files
