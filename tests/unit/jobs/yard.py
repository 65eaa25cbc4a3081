"""A yard with work to do: a queue, workers, and gates to hold them up."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, ClassVar

import anyio
import attrs

from phantom_adapters.jobs import Handler, Pace, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.jobs import (
    BeatJob,
    GetJob,
)
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Command,
    Deferred,
    Forbidden,
    Id,
    Job,
    JobState,
    Lease,
    Outcome,
    Task,
    Unavailable,
    Work,
)
from phantom_core.phantom import Phantom
from phantom_core.registry import Registry

__all__ = ["PATIENTLY", "QUICKLY", "Curse", "Dig", "Fill", "Gate", "Leave", "Told", "Yard", "until"]

QUICKLY = Pace(lease=timedelta(milliseconds=30), poll=timedelta(milliseconds=5))
PATIENTLY = Pace(lease=timedelta(hours=1), poll=timedelta(hours=1))


@attrs.frozen(kw_only=True)
class Dig(Task):
    """Something slow."""

    name: ClassVar[str] = "test.dig"
    where: str = "here"


@attrs.frozen(kw_only=True)
class Curse(Task):
    """Something whose last word goes wrong."""

    name: ClassVar[str] = "test.curse"

    def given_up(self, reason: str) -> Command[Any]:
        message = f"speechless: {reason}"
        raise ValueError(message)


@attrs.frozen(kw_only=True)
class Fill(Command[None]):
    """Something quick, that may be refused."""

    access = Access.SYSTEM
    allowed: bool = True

    def run(self, work: Work) -> None:  # noqa: ARG002
        if not self.allowed:
            raise Forbidden("No filling here.")


@attrs.frozen(kw_only=True)
class Leave(Command[Id]):
    """Leaves work to others."""

    access = Access.SYSTEM
    deferred: Deferred

    def run(self, work: Work) -> Id:
        return work.enqueue(self.deferred)


class Told(Phantom):
    """A Phantom that remembers which commands it was told, and fails when it is down."""

    def __init__(self, storage: MemoryStorage) -> None:
        super().__init__(storage)
        self.told: list[type] = []
        self.beaten = anyio.Event()
        self.down = False
        self.asked_in_vain = 0
        self.broken = False

    async def do(self, command: Command[Any], **kwargs: Any) -> Outcome[Any]:
        if self.down:
            raise Unavailable("The database rests.")
        if self.broken:
            raise KeyError("a name that nobody knows")
        outcome = await super().do(command, **kwargs)
        self.told.append(type(command))
        if isinstance(command, BeatJob):
            self.beaten.set()
        return outcome

    async def ask(self, query: Any, **kwargs: Any) -> Any:
        if self.down:
            self.asked_in_vain += 1
            raise Unavailable("The database rests.")
        if self.broken:
            raise KeyError("a name that nobody knows")
        return await super().ask(query, **kwargs)


class Yard:
    """A queue, and the means to watch it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        registry = Registry.of(tasks=[Curse, Dig], commands=[Fill])
        self.storage = MemoryStorage(clock=self.clock, registry=registry)
        self.phantom = Told(self.storage)
        self.dug: list[str] = []

    async def leave(self, deferred: Deferred, phantom: Phantom | None = None) -> Id:
        return (await (phantom or self.phantom).do(Leave(deferred=deferred), actor=SYSTEM)).value

    async def job(self, job_id: Id) -> Job:
        found: Job = await self.phantom.ask(GetJob(job_id=job_id), actor=SYSTEM)
        return found

    async def state(self, job_id: Id) -> JobState:
        return (await self.job(job_id)).state

    async def dig(self, _lease: Lease, task: Dig) -> None:
        self.dug.append(task.where)

    def worker(self, dig: Handler | None = None, **kwargs: Any) -> Worker:
        handlers = kwargs.pop("handlers", {Dig: dig or self.dig})
        given = {"owner": "test", "pace": PATIENTLY, **kwargs}
        return Worker(self.phantom, handlers, **given)

    @asynccontextmanager
    async def working(self, worker: Worker) -> AsyncIterator[None]:
        async with anyio.create_task_group() as group:
            group.start_soon(worker.run)
            yield
            group.cancel_scope.cancel()


class Gate:
    """A handler that tells when it has begun, and goes on when it is opened."""

    def __init__(self) -> None:
        self.running: list[str] = []
        self.begun = anyio.Event()
        self.opened = anyio.Event()
        self.left = anyio.Event()

    async def __call__(self, _lease: Lease, task: Dig) -> None:
        self.running.append(task.where)
        self.begun.set()
        try:
            await self.opened.wait()
        finally:
            self.left.set()


async def until(condition: Callable[[], Any]) -> None:
    """Let others go on until something holds."""
    while not condition():
        await anyio.wait_all_tasks_blocked()
        await anyio.lowlevel.checkpoint()
