"""Looking in the log for what nobody has announced: the writes of other processes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from phantom_core.kernel import SYSTEM, Doer, Head, Id, Topic, Unavailable
from phantom_core.live import HeadsOf, HeadsSince

__all__ = ["Tail"]

_LOG: Final = logging.getLogger(__name__)
_OVERLAP: Final = timedelta(seconds=2)
_BATCH: Final = 200
_LONGEST: Final = 2.0
_AGAIN: Final = "The log could not be looked at, and is looked at again soon: %s"


class Tail:
    """Tells where topics stand, by looking in the log again and again.

    A transaction may take its time and then its moment to commit, so each look goes back a
    little behind the one before; what takes longer than that is found when all topics that
    have readers are checked one by one, which happens more rarely. While nobody reads
    anything, nothing is looked at.
    """

    def __init__(
        self,
        phantom: Doer,
        topics: Callable[[], Sequence[Topic]],
        hear: Callable[[Head], None],
        begin_anew: Callable[[], None],
    ) -> None:
        """Look with `phantom`, as long as there are `topics`, and let `hear` know.

        `begin_anew` is called before, if the log is another one than at the last look.
        """
        self._phantom = phantom
        self._topics = topics
        self._hear = hear
        self._begin_anew = begin_anew
        self._since: datetime | None = None
        self._epoch: Id | None = None

    def is_of(self, epoch: Id) -> bool:
        """Whether the log of an id is the one that is told, as far as anybody is told anything."""
        self._epoch = self._epoch or epoch
        return self._epoch == epoch

    async def run(self, *, look_every: float, check_every: float) -> None:
        """Look and check for ever; intervals in seconds."""
        async with asyncio.TaskGroup() as group:
            group.create_task(_repeat(self.look, look_every))
            group.create_task(_repeat(self.check, check_every))

    async def look(self) -> None:
        """Look for topics that were told something since the last look."""
        if not self._topics():
            self._since = self._epoch = None
            return
        sighting = await self._phantom.ask(HeadsSince(since=self._since), actor=SYSTEM)
        self._since = sighting.at - _OVERLAP
        known, self._epoch = self._epoch, sighting.epoch
        if known not in {None, sighting.epoch}:
            self._begin_anew()
        for head in sighting.heads:
            self._hear(head)

    async def check(self) -> None:
        """Check every topic that has readers."""
        topics = self._topics()
        for start in range(0, len(topics), _BATCH):
            batch = topics[start : start + _BATCH]
            for head in await self._phantom.ask(HeadsOf(topics=batch), actor=SYSTEM):
                self._hear(head)


async def _repeat(
    step: Callable[[], Awaitable[None]],
    seconds: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Do something again and again; less often while it fails, and that is said once."""
    pause = seconds
    while True:
        await sleep(pause)
        try:
            await step()
        except Exception as error:  # noqa: BLE001 - whatever it is, it must end here
            if pause == seconds:
                expected = isinstance(error, Unavailable)
                _LOG.warning(_AGAIN, error, exc_info=None if expected else error)
            pause = min(2 * pause, max(_LONGEST, seconds))
        else:
            pause = seconds
