"""Reading from the log what a channel has not been given."""

import asyncio
from typing import Final

from phantom_adapters.transport.channel import Channel
from phantom_core.kernel import SYSTEM, Doer, PhantomError
from phantom_core.live import ReadAfter

__all__ = ["Mender"]

_RETRY_AFTER: Final = 0.2


class Mender:
    """Closes gaps: one task for each channel that is behind, for as long as it is."""

    def __init__(self, phantom: Doer) -> None:
        self._phantom = phantom
        self._tasks: dict[Channel, asyncio.Task[None]] = {}

    def mend(self, channel: Channel) -> None:
        """See to it that a channel that is behind catches up."""
        if channel.behind and channel not in self._tasks:
            self._tasks[channel] = asyncio.create_task(self._mend(channel))

    async def close(self) -> None:
        """Leave gaps as they are."""
        tasks = [*self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks.clear()

    async def _mend(self, channel: Channel) -> None:
        try:
            while channel.behind and not channel.idle:
                await self._read_on(channel)
        finally:
            self._tasks.pop(channel, None)

    async def _read_on(self, channel: Channel) -> None:
        question = ReadAfter(topic=channel.topic, seq=channel.seq or 0)
        try:
            events = await self._phantom.ask(question, actor=SYSTEM)
        except PhantomError:
            await asyncio.sleep(_RETRY_AFTER)
            return
        for event in events:
            channel.skip(event.seq - 1)
            channel.take(event)
        if not events:
            channel.forget_rumours()
