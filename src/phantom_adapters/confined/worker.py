"""A confined process as the rest of the program sees it: jobs in, answers out, whatever happens.

The process is started when it is first needed and kept, since its libraries take seconds to load. A
job that is cancelled or overruns its time costs the process; the next job has a new one.
"""

import signal
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

import anyio
import anyio.to_thread

from phantom_adapters.confined.messages import Message
from phantom_adapters.confined.process import ConfinedProcess, Crashed
from phantom_adapters.confined.trade import Trade
from phantom_core.kernel.errors import PhantomError, Unavailable

__all__ = ["OnProgress", "Worker"]

OnProgress = Callable[[str, float], Awaitable[None]]
"""Told the stage a job is at, and the share of it that is done."""

_T = TypeVar("_T")

_START_SECONDS: Final = 60.0
_TRIES: Final = 2
_PAUSE: Final = 30.0


class Worker:
    """A process of its own in which the jobs of a trade are done, under its bounds.

    It belongs to no event loop, may be used by many tasks, and serves them in turn. It ends with
    `close`, or with this process, however that ends.
    """

    def __init__(self, trade: Trade, cache_dir: Path | None = None) -> None:
        """Prepare a worker; the process is started by the first job.

        Args:
            trade: the kind of work.
            cache_dir: where compiled code is kept between processes; none by default.
        """
        self._trade = trade
        self._cache_dir = cache_dir
        self._turn = anyio.Lock()
        self._process: ConfinedProcess | None = None
        self._ending: weakref.finalize[[], Worker] | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process, while there is one."""
        return self._process.pid if self._process else None

    async def run(
        self, job: Message, *, seconds: float, on_progress: OnProgress | None = None
    ) -> Message:
        """Have a job done; a process that crashes over it is replaced, and the job tried again.

        Raises:
            PhantomError: as the job itself does; as the trade's `failure` makes it, when the job
                took too much processor time, or the process crashed over it twice.
            Unavailable: no process could be started, or it was not done in `seconds`, which tells
                of a busy machine and not of the file.
        """
        async with self._turn:
            answer = await self._persist(job, seconds, on_progress)
        if answer.kind == "failed":
            raise self._trade.refusal(answer.data)
        return answer

    def close(self) -> None:
        """End the process, if there is one; a later job starts another."""
        self._process = None
        if self._ending is not None:
            self._ending()

    async def _persist(
        self, job: Message, seconds: float, on_progress: OnProgress | None
    ) -> Message:
        for left in reversed(range(_TRIES)):
            try:
                async with self._running() as process:
                    return await self._converse(process, job, seconds, on_progress)
            except Crashed as crash:
                if not left or crash.code == -signal.SIGXCPU:
                    raise self._failure(job, crash) from crash
        raise AssertionError

    async def _converse(
        self,
        process: ConfinedProcess,
        job: Message,
        seconds: float,
        on_progress: OnProgress | None,
    ) -> Message:
        with anyio.move_on_after(seconds):
            await _in_thread(partial(process.send, job))
            while (answer := await _in_thread(process.receive)).kind == "progress":
                if on_progress is not None:
                    await on_progress(str(answer.data["stage"]), float(answer.data["share"]))
            return answer
        late = f"The {self._trade.name} worker did not get done within {seconds:g} seconds."
        raise Unavailable(late, retry_after=_PAUSE)

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[ConfinedProcess]:
        """A process that is ready; any error, and cancelling too, ends it."""
        if self._process is not None and self._process.jobs >= self._trade.bounds.jobs_per_worker:
            self.close()
        try:
            if self._process is None:
                self._process = await self._started()
            self._process.jobs += 1
            yield self._process
        except BaseException:
            self.close()
            raise

    async def _started(self) -> ConfinedProcess:
        try:
            process = ConfinedProcess(self._trade, self._cache_dir)
        except OSError as error:
            raise Unavailable(f"The {self._trade.name} worker could not be started.") from error
        self._process = process
        self._ending = weakref.finalize(self, process.end)
        try:
            with anyio.fail_after(_START_SECONDS):
                await _in_thread(process.receive)
        except (Crashed, TimeoutError) as error:
            unavailable = Unavailable(f"The {self._trade.name} worker did not get ready.")
            unavailable.add_note(getattr(error, "last_words", ""))
            raise unavailable from error
        return process

    def _failure(self, job: Message, crash: Crashed) -> PhantomError:
        if crash.code == -signal.SIGXCPU:
            limit = self._trade.bounds.processor_seconds(job.kind)
            return self._trade.failure(f"it took more than {limit:g} seconds of processor time")
        failure = self._trade.failure(f"the decoder crashed over it (code {crash.code})")
        failure.add_note(crash.last_words)
        return failure


async def _in_thread(call: Callable[[], _T]) -> _T:
    """Run what blocks in a thread, which is left behind when the caller is cancelled.

    It ends soon after: whoever cancels also ends the process that it waits for. Workers bound the
    number of such threads; those that the whole program shares are none to wait in for long.
    """
    limiter = anyio.CapacityLimiter(1)
    return await anyio.to_thread.run_sync(call, abandon_on_cancel=True, limiter=limiter)
