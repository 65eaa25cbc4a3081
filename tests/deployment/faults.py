"""What can happen to an installation, for a while, by chance."""

import random
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Final

import anyio
import anyio.to_thread
import attrs

from tests.crash.server import Program
from tests.deployment.installation import Installation, send
from tests.proxy import Proxy

__all__ = ["Fault", "schedule"]

_HOLD: Final = (1.0, 4.0)
_LONGER_THAN_A_LEASE: Final = 7.0
_SLOW: Final = 0.03

Trouble = Callable[[], AbstractAsyncContextManager[None]]
"""Something that is wrong for as long as it is entered."""


@attrs.frozen
class Fault:
    """Something that goes wrong.

    Attributes:
        name: what, and where.
    """

    name: str
    seconds: float
    trouble: Trouble

    async def befall(self) -> None:
        """Let it be so for its time."""
        async with self.trouble():
            await anyio.sleep(self.seconds)


def schedule(place: Installation, chance: random.Random, count: int) -> Sequence[Fault]:
    """So many faults, each kind as often as any other, or once more."""
    kinds = _kinds(place)
    names: list[str] = []
    while len(names) < count:
        names += chance.sample([*kinds], len(kinds))
    return [Fault(name, _seconds(name, chance), kinds[name]) for name in names[:count]]


def _seconds(name: str, chance: random.Random) -> float:
    paused = name.startswith("worker") and name.endswith("paused")
    return _LONGER_THAN_A_LEASE if paused else chance.uniform(*_HOLD)


def _kinds(place: Installation) -> Mapping[str, Trouble]:
    database, broker, store = place.database, place.broker, place.store
    kinds: dict[str, Trouble] = {
        "database crashed": partial(_gone, partial(database.stop, "immediate"), database.start),
        "broker killed": partial(_gone, broker.kill, broker.start),
        "store killed": partial(_gone, store.kill_gateway, store.start_gateway),
    }
    for name, program in place.programs.items():
        kinds[f"{name} killed"] = partial(_killed, program)
        kinds[f"{name} paused"] = partial(_paused, program)
    for name, line in place.lines.items():
        kinds[f"{name} cut off"] = partial(_troubled, line, line.refuse)
        kinds[f"{name} silent"] = partial(_troubled, line, line.fall_silent)
        kinds[f"{name} slow"] = partial(_troubled, line, partial(line.slow_down, _SLOW))
        kinds[f"{name} connections broken"] = partial(_troubled, line, line.cut)
    return kinds


@asynccontextmanager
async def _killed(program: Program) -> AsyncIterator[None]:
    program.kill()
    yield
    program.start()


@asynccontextmanager
async def _paused(program: Program) -> AsyncIterator[None]:
    send(program, signal.SIGSTOP)
    yield
    send(program, signal.SIGCONT)


@asynccontextmanager
async def _troubled(line: Proxy, trouble: Callable[[], None]) -> AsyncIterator[None]:
    trouble()
    yield
    line.heal()


@asynccontextmanager
async def _gone(end: Callable[[], None], start: Callable[[], None]) -> AsyncIterator[None]:
    await anyio.to_thread.run_sync(end)
    yield
    await anyio.to_thread.run_sync(start)
