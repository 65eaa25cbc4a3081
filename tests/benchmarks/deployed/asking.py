"""Callers that ask over plain connections, so that asking costs little."""

import asyncio
import re
import time
from collections.abc import Sequence
from typing import Final

import attrs

from tests.benchmarks.deployed.errands import Errand

__all__ = ["Answers", "ask_a_few", "ask_at_pace", "ask_on"]

_LENGTH: Final = re.compile(rb"content-length: (\d+)")
_FEW: Final = 4


@attrs.define
class Answers:
    """What was answered.

    Attributes:
        count: how much of it counts.
        delays: how many seconds each answer took.
    """

    count: int = 0
    delays: list[float] = attrs.field(factory=list)


@attrs.frozen
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, errand: Errand, answers: Answers) -> None:
        begun = time.perf_counter()
        self.writer.write(errand.ask())
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await self.reader.readexactly(int(length[1])) if length else b""
        answers.delays.append(time.perf_counter() - begun)
        answers.count += errand.hear(int(head[9:12]), body)


async def _connect(port: int) -> _Connection:
    return _Connection(*await asyncio.open_connection("127.0.0.1", port))


async def ask_a_few(errands: Sequence[Errand], ports: Sequence[int]) -> None:
    """Have each ask a few times, whatever that takes."""
    answers = Answers()

    async def one(number: int, errand: Errand) -> None:
        connection = await _connect(ports[number % len(ports)])
        for _ in range(_FEW):
            await connection.ask(errand, answers)
        connection.writer.close()

    await asyncio.gather(*(one(*each) for each in enumerate(errands)))


async def ask_on(errands: Sequence[Errand], ports: Sequence[int], seconds: float) -> Answers:
    """Have each ask again as soon as it is answered; they are spread over the ports."""
    answers = Answers()
    end = time.perf_counter() + seconds

    async def one(number: int, errand: Errand) -> None:
        connection = await _connect(ports[number % len(ports)])
        while time.perf_counter() < end:
            await connection.ask(errand, answers)
        connection.writer.close()

    await asyncio.gather(*(one(*each) for each in enumerate(errands)))
    return answers


async def ask_at_pace(
    errands: Sequence[Errand], ports: Sequence[int], rate: float, seconds: float
) -> Answers:
    """Have all together ask `rate` times a second, evenly; whoever is late asks at once."""
    answers = Answers()
    pause = len(errands) / rate
    begun = time.perf_counter()

    async def one(number: int, errand: Errand) -> None:
        connection = await _connect(ports[number % len(ports)])
        due = begun + pause * number / len(errands)
        while due < begun + seconds:
            await asyncio.sleep(max(0, due - time.perf_counter()))
            await connection.ask(errand, answers)
            due += pause
        connection.writer.close()

    await asyncio.gather(*(one(*each) for each in enumerate(errands)))
    return answers
