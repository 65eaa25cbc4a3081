"""Lanes: threads that each own a connection, and the line in which calls wait for them."""

import asyncio
import threading
from collections.abc import Callable, Hashable, Sequence
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Final, Protocol

from phantom_adapters.sql.calls import Call, deliver
from phantom_core.kernel import Unavailable

__all__ = ["Lanes", "Line", "Runner"]

_STOP: Final = None
_LONGEST_WAIT: Final = 20.0


class Line:
    """Where calls wait for a lane.

    Calls that share something run on one lane at a time, and those of them that have come by
    the time a lane is free go together. All others go alone, first come, first served.

    Args:
        share: what a call shares with others; `None` if nothing.
        longest: how many calls may wait or run; more are refused.
        most: how many go together at the most.
    """

    def __init__(self, share: Callable[[Call], Hashable], *, longest: int, most: int = 1) -> None:
        self._share = share
        self._longest = longest
        self._most = most
        self._ready: SimpleQueue[Call | None] = SimpleQueue()
        self._behind: dict[Hashable, list[Call]] = {}
        self._here = 0
        self._closed = False
        self._lock = threading.Lock()

    @property
    def here(self) -> int:
        """How many wait or run."""
        return self._here

    def join(self, call: Call) -> None:
        """Wait in line. Raises: Unavailable, if it is too long, or closed."""
        shared = self._share(call)
        with self._lock:
            if self._closed:
                raise Unavailable("This storage is closed.")
            if self._here >= self._longest:
                raise Unavailable("Too many calls are waiting for the database.")
            self._here += 1
            if shared is not None and shared in self._behind:
                self._behind[shared].append(call)
                return
            if shared is not None:
                self._behind[shared] = []
            self._ready.put(call)

    def take(self, rest: Callable[[], None] = lambda: None) -> list[Call]:
        """Wait for calls, and take those that go together; none when all is over.

        `rest` is called first if there is nobody in line.
        """
        try:
            first = self._ready.get_nowait()
        except Empty:
            rest()
            first = self._ready.get()
        if first is _STOP:
            self._ready.put(_STOP)
            return []
        with self._lock:
            behind = self._behind.get(self._share(first), [])
            taken = [first, *behind[: self._most - 1]]
            del behind[: self._most - 1]
        return taken

    def leave(self, calls: Sequence[Call]) -> None:
        """Go, and let those behind come forward."""
        shared = self._share(calls[0])
        with self._lock:
            self._here -= len(calls)
            behind = self._behind.get(shared)
            if behind:
                self._ready.put(behind.pop(0))
            elif behind is not None:
                del self._behind[shared]
            self._end_if_over()

    def close(self) -> None:
        """Let nobody join any more; the lanes stop once the line is empty."""
        with self._lock:
            self._closed = True
            self._end_if_over()

    def _end_if_over(self) -> None:
        if self._closed and not self._here:
            self._ready.put(_STOP)


class Runner(Protocol):
    """What a lane does with calls, over a connection of its own."""

    def run(self, calls: Sequence[Call]) -> None:
        """Run calls and note their outcomes on them, once what they did is durable."""

    def rest(self) -> None:
        """Let go of what is held for the next calls: nobody is in line now."""

    def close(self) -> None:
        """Let go of the connection."""


class Lanes:
    """Threads that serve one line, each with its runner.

    Attributes:
        name: what they do.
    """

    def __init__(self, name: str, line: Line, runners: Sequence[Runner]) -> None:
        self.name = name
        self._line = line
        self._threads = [
            threading.Thread(
                target=self._serve, args=(runner,), name=f"phantom-{name}-{number}", daemon=True
            )
            for number, runner in enumerate(runners, 1)
        ]
        for thread in self._threads:
            thread.start()

    def __len__(self) -> int:
        """How many there are."""
        return len(self._threads)

    @property
    def calls(self) -> int:
        """How many calls wait or run."""
        return self._line.here

    def join(self, call: Call) -> None:
        """Hand a call over. Raises: Unavailable."""
        self._line.join(call)

    async def close(self) -> None:
        """Take no more calls, finish those that are there, and end the threads."""
        self._line.close()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _serve(self, runner: Runner) -> None:
        while calls := self._line.take(runner.rest):
            wanted = [call for call in calls if not call.abandoned]
            self._run(runner, [call for call in wanted if not _is_too_late(call)])
            deliver(wanted)
            self._line.leave(calls)
        runner.close()

    @staticmethod
    def _run(runner: Runner, calls: Sequence[Call]) -> None:
        for call in calls:
            call.begun = True
        try:
            if calls:
                runner.run(calls)
        except BaseException as error:  # noqa: BLE001 - nobody may be left waiting for ever
            for call in calls:
                call.fail(error)


def _is_too_late(call: Call) -> bool:
    """Refuse what has waited for so long that whoever asked has hardly waited too."""
    late = monotonic() > call.since + _LONGEST_WAIT
    if late:
        call.fail(Unavailable("The database is overloaded.", retry_after=_LONGEST_WAIT))
    return late
