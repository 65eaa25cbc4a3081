"""Looking for what is due, in time: deadlines are stored, and this only decides when to look.

Every server looks, and all may find the same: what is then done must be right however late it is
done, and however often.
"""

import logging
from collections.abc import Callable
from typing import Any, Final

import anyio
from anyio.abc import TaskGroup

from phantom_core.kernel import SYSTEM, Command, Committed, Id, PhantomError, Query, Unavailable
from phantom_core.live import Due
from phantom_core.phantom import Phantom

__all__ = ["Waker"]

_log: Final = logging.getLogger(__name__)
_SHORTEST: Final = 0.02
_LONGEST_REST: Final = 30.0


class Waker:
    """Does a command for each thing that is due, a few at a time.

    It looks when the next deadline comes, when a commit of this process may have set another, and
    every `longest` seconds at the least, for those of other processes. A thing whose command fails
    is left alone for a while, the longer the oftener, and holds up no other.
    """

    def __init__(
        self,
        phantom: Phantom,
        due: Query[Due],
        command: Callable[[Id], Command[Any]],
        *,
        kind: str,
        longest: float = 0.25,
        hands: int = 8,
    ) -> None:
        """Make ready.

        Args:
            phantom: where things are due.
            due: asks what is due.
            command: does what is due with a thing.
            kind: the kind of topic whose events may set deadlines.
            longest: seconds between two looks, at the most.
            hands: how many commands are done at a time.
        """
        self._phantom = phantom
        self._due = due
        self._command = command
        self._prefix = f"{kind}:"
        self._longest = longest
        self._hands = anyio.CapacityLimiter(hands)
        self._in_hand: set[Id] = set()
        self._rests: dict[Id, float] = {}
        self._wake = anyio.Event()
        self._blind = False

    async def run(self) -> None:
        """Look for ever."""
        self._phantom.observe(self._notice)
        async with anyio.create_task_group() as tasks:
            while True:
                self._wake = anyio.Event()
                wait = await self._look(tasks)
                await anyio.sleep(_SHORTEST)
                with anyio.move_on_after(wait - _SHORTEST):
                    await self._wake.wait()

    def _notice(self, committed: Committed) -> None:
        if any(event.topic.startswith(self._prefix) for event in committed.events):
            self._wake.set()

    async def _look(self, tasks: TaskGroup) -> float:
        """Begin what is due, and answer for how many seconds nothing else will be."""
        try:
            due = await self._phantom.ask(self._due, actor=SYSTEM)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is looked again
            self._see_nothing(error)
            return self._longest
        if self._blind:
            self._blind = False
            _log.warning("What is due is known again.")
        for each in self._rests.keys() - set(due.ids):
            del self._rests[each]
        for each in due.ids:
            if each not in self._in_hand:
                self._in_hand.add(each)
                tasks.start_soon(self._do, each)
        seconds = self._longest if due.next_in is None else due.next_in.total_seconds()
        return min(self._longest, seconds)

    def _see_nothing(self, error: Exception) -> None:
        """Say once that the store cannot be asked; it is asked again several times a second."""
        if not self._blind:
            about = None if isinstance(error, Unavailable) else error
            _log.warning("What is due cannot be known now: %s", error, exc_info=about)
        self._blind = True

    async def _do(self, each: Id) -> None:
        try:
            async with self._hands:
                await self._phantom.do(self._command(each), actor=SYSTEM)
        except Exception as error:  # noqa: BLE001 - what is wrong with one thing is its own affair
            await self._let_rest(each, error)
        else:
            self._rests.pop(each, None)
        finally:
            self._in_hand.discard(each)
            self._wake.set()

    async def _let_rest(self, each: Id, error: Exception) -> None:
        """Leave a thing alone for a while; that the store does not answer is not its fault."""
        if isinstance(error, Unavailable):
            rest = self._longest
        else:
            rest = self._rests.get(each, self._longest)
            self._rests[each] = min(2 * rest, _LONGEST_REST)
        about = None if isinstance(error, PhantomError) else error
        _log.warning("%s is due, and cannot be done: %s", each, error, exc_info=about)
        await anyio.sleep(rest)
