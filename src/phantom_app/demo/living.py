"""The life of the demo world: its people do what they are in the habit of, as long as it runs.

They need no socket: whoever never opened one stays in a room until they leave it.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

import anyio

from phantom_app.demo.furnishing import OpenRoom
from phantom_app.demo.habits import deeds
from phantom_app.demo.regular import Deed
from phantom_core.kernel import Committed, NotFound, PhantomError, topic
from phantom_core.phantom import Phantom
from phantom_core.rooms import GetRoom, RoomOver

__all__ = ["Life", "live"]

_log: Final = logging.getLogger(__name__)
_SHORTEST: Final = 0.1
_LONGEST: Final = 10.0


async def live(phantom: Phantom, rooms: Sequence[OpenRoom]) -> None:
    """Have people live in the rooms that the demo world has, each until it ends; or for ever."""
    async with anyio.create_task_group() as tasks:
        for room in rooms:
            tasks.start_soon(Life(phantom, room).run)


class Life:
    """What happens in one room, once somebody looks.

    It is looked at when a commit of this process has changed something there, when the next deed
    is due, and now and then for those who come by another process.
    """

    def __init__(self, phantom: Phantom, room: OpenRoom) -> None:
        self._phantom = phantom
        self._room = room
        self._topic = topic("room", room.room_id)
        self._done: set[Deed] = set()
        self._wake = anyio.Event()

    async def run(self) -> None:
        """Go on until the room is over."""
        self._phantom.observe(self._notice)
        with suppress(RoomOver, NotFound):
            while True:
                self._wake = anyio.Event()
                wait = await self.look()
                await anyio.sleep(_SHORTEST)
                with anyio.move_on_after(wait - _SHORTEST):
                    await self._wake.wait()

    def _notice(self, committed: Committed) -> None:
        if any(event.topic == self._topic for event in committed.events):
            self._wake.set()

    async def look(self) -> float:
        """Do what is due, and answer for how many seconds nothing else will be.

        Raises: RoomOver, NotFound.
        """
        try:
            return await self._do_what_is_due()
        except (RoomOver, NotFound):
            raise
        except Exception as error:  # noqa: BLE001 - a world to look at brings no server down
            _log.warning("Nobody lives in a demo room now: %s", error, exc_info=error)
            return _LONGEST

    async def _do_what_is_due(self) -> float:
        query = GetRoom(room_id=self._room.room_id)
        view = await self._phantom.ask(query, actor=self._room.host)
        if view.playback is None or view.members is None:
            return _LONGEST
        plan = [*deeds(self._room, view.playback, view.members.items)]
        self._done.intersection_update(plan)
        for deed in sorted(plan, key=lambda deed: deed.at):
            ahead = (deed.at - view.playback.server_time).total_seconds()
            if ahead > 0:
                return min(ahead, _LONGEST)
            if deed not in self._done:
                self._done.add(deed)
                await self._do(deed)
        return _LONGEST

    async def _do(self, deed: Deed) -> None:
        """Do it; that it is refused, as a vote has just closed, is part of life."""
        with suppress(PhantomError):
            await self._phantom.do(deed.command, actor=deed.actor)
