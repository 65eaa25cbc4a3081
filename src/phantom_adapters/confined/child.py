"""The inside of a confined process: limits first, then jobs.

It takes jobs one at a time from its standard input, under limits that it sets on itself before it
touches a file, and ends when that input does: with its parent, however the parent ended. What
native libraries print goes to standard error, never between the messages.
"""

import contextlib
import os
import queue
import resource
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, Final

import attrs

from phantom_adapters.confined.messages import Message, read_message, write_message
from phantom_adapters.confined.trade import Bounds
from phantom_core.kernel.errors import PhantomError

__all__ = ["Job", "Jobs", "Say", "serve"]

Say = Callable[[Message], None]
"""Tells the parent something while a job is done."""

Job = Callable[[Mapping[str, Any], Say], Message]
"""Does a job, given its data, and answers what came of it."""

_LARGEST_FILE: Final = 64 * 1024 * 1024
_NICENESS: Final = 5


@attrs.frozen(kw_only=True)
class Jobs:
    """What a process can do.

    Attributes:
        bounds: what it may cost.
        named: how each job is done.
        failure: makes the refusal of a file that could not be coped with, of a reason.
        written: writes a refusal as JSON, as `Trade.refusal` reads it.
    """

    bounds: Bounds
    named: Mapping[str, Job]
    failure: Callable[[str], PhantomError]
    written: Callable[[PhantomError], Mapping[str, Any]]


def serve(jobs: Jobs) -> None:
    """Serve jobs until standard input ends."""
    outlet = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _confine(jobs.bounds)
    waiting: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, waiting), daemon=True).start()

    def say(message: Message) -> None:
        write_message(outlet, message)

    say(Message("ready"))
    while True:
        _do(waiting.get(), jobs, say)


def _confine(bounds: Bounds) -> None:
    os.nice(_NICENESS)
    _lower(resource.RLIMIT_DATA, bounds.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (bound, hard))


def _receive(inlet: BinaryIO, jobs: "queue.SimpleQueue[Message]") -> None:
    """Queue jobs as they come; without a parent, end at once, whatever is being done."""
    try:
        while (message := read_message(inlet)) is not None:
            jobs.put(message)
    finally:
        os._exit(0)


def _do(job: Message, jobs: Jobs, say: Say) -> None:
    """Do one job and say how it ended."""
    try:
        _allow_processor_time(jobs.bounds.processor_seconds(job.kind))
        say(jobs.named[job.kind](job.data, say))
    except PhantomError as error:
        say(Message("failed", jobs.written(error)))
    except MemoryError:
        say(Message("failed", jobs.written(jobs.failure("it needs too much memory"))))
        os._exit(1)
    except Exception as error:  # noqa: BLE001 (whatever a file brings about is an answer)
        with contextlib.suppress(OSError):
            traceback.print_exception(error)
        stumbled = jobs.failure(f"the decoder stumbled over it ({type(error).__name__})")
        say(Message("failed", jobs.written(stumbled)))


def _allow_processor_time(seconds: float) -> None:
    """Give this job its share; the limit counts all time since the process began."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, round(usage.ru_utime + usage.ru_stime + seconds + 1))
