"""Calls: units of work on their way to a thread, and their outcomes on the way back."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic
from typing import Any

from phantom_core.kernel import Invocation, Topic

__all__ = ["Call", "deliver"]


class Call:
    """One unit of work that waits for a lane.

    Made on an event loop, which awaits `outcome`; run on a thread, which calls `succeed` or
    `fail`, as often as it changes its mind; told by `deliver`, once what was done is durable.

    Attributes:
        invocation: whose call it is.
        body: what is to be run.
        hot_topic: the topic that many write at once, if it is of that kind.
        since: when it was made, on the monotonic clock, in seconds.
        begun: whether a lane has begun with it.
        answering: whether a standby has all that it is to see, and runs it.
        outcome: what the caller awaits, and lets go of.
    """

    __slots__ = (
        "_error",
        "_loop",
        "_value",
        "answering",
        "begun",
        "body",
        "hot_topic",
        "invocation",
        "outcome",
        "since",
    )

    def __init__(
        self, invocation: Invocation, body: Callable[[Any], Any], hot_topic: Topic | None = None
    ) -> None:
        self.invocation = invocation
        self.body = body
        self.hot_topic = hot_topic
        self.since = monotonic()
        self.begun = False
        self.answering = False
        self._loop = asyncio.get_running_loop()
        self.outcome: asyncio.Future[Any] = self._loop.create_future()
        self._value: Any = None
        self._error: BaseException | None = None

    @property
    def abandoned(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.outcome.done()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that waits for it."""
        return self._loop

    def succeed(self, value: Any) -> None:
        """Note what it answers."""
        self._value, self._error = value, None

    def fail(self, error: BaseException) -> None:
        """Note why it failed."""
        self._error = error
        if isinstance(error, StopIteration):
            # A future refuses it, and its caller would wait for ever.
            self._error = RuntimeError("a unit of work raised StopIteration")
            self._error.__cause__ = error

    def give_up(self, error: BaseException) -> None:
        """Tell the caller to wait no longer, whatever the lane is at; from whatever thread.

        What the lane notes of it afterwards is not told any more.
        """
        with suppress(RuntimeError):  # the loop is closed, so nobody waits
            self._loop.call_soon_threadsafe(self._refuse, error)

    def _refuse(self, error: BaseException) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(error)

    def tell(self) -> None:
        """Let the caller go on; on the caller's event loop."""
        if self.outcome.done():
            self._forget()
        elif self._error is None:
            self.outcome.set_result(self._value)
        else:
            self.outcome.set_exception(self._error)

    def let_go(self) -> None:
        """The caller has the outcome, or wants none: hold nothing of it any more.

        An error holds by its traceback all who had to do with it, this call among them. Held here
        in turn, it would have a whole request wait for the collector of cyclic garbage.
        """
        self._forget()
        gone = self._loop.create_future()
        gone.cancel()
        # Not before it is cancelled: a lane that looks meanwhile would begin for nobody.
        self.outcome = gone

    def _forget(self) -> None:
        self._value = self._error = None


def deliver(calls: Iterable[Call]) -> None:
    """Tell all callers, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Call]] = defaultdict(list)
    for call in calls:
        by_loop[call.loop].append(call)
    for loop, waiting in by_loop.items():
        with suppress(RuntimeError):  # the loop is closed, so nobody waits
            loop.call_soon_threadsafe(_tell, waiting)


def _tell(calls: Iterable[Call]) -> None:
    for call in calls:
        call.tell()
