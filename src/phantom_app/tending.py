"""What every server does for rooms and projects: waking them, and telling them who is there."""

import logging
from collections.abc import Mapping
from typing import Final

import anyio

from phantom_app.attending import Attendance
from phantom_app.services import Services
from phantom_app.waking import Waker
from phantom_core.kernel import SYSTEM, Id, Unavailable, UserId
from phantom_core.live import BEAT, ListServers, ServerId
from phantom_core.phantom import Phantom
from phantom_core.rooms import (
    AdvanceRoom,
    AttachMember,
    DetachMember,
    DropServers,
    DueRooms,
    RoomId,
)
from phantom_core.studio import (
    AttachToProject,
    DetachFromProject,
    DropProjectServers,
    ProjectId,
)

__all__ = ["attendance", "forget_lost_servers", "tend_rooms"]

_log: Final = logging.getLogger(__name__)


def attendance(server_id: ServerId) -> Mapping[str, Attendance]:
    """What is done when people of this server begin to listen to topics, and when they stop."""

    def attach(room_id: Id, user_id: UserId) -> AttachMember:
        return AttachMember(room_id=RoomId(room_id), user_id=user_id, server_id=server_id)

    def detach(room_id: Id, user_id: UserId) -> DetachMember:
        return DetachMember(room_id=RoomId(room_id), user_id=user_id, server_id=server_id)

    def enter(project_id: Id, user_id: UserId) -> AttachToProject:
        return AttachToProject(
            project_id=ProjectId(project_id), user_id=user_id, server_id=server_id
        )

    def go(project_id: Id, user_id: UserId) -> DetachFromProject:
        return DetachFromProject(
            project_id=ProjectId(project_id), user_id=user_id, server_id=server_id
        )

    return {
        "room": Attendance(attach=attach, detach=detach),
        "project": Attendance(attach=enter, detach=go),
    }


async def tend_rooms(services: Services) -> None:
    """Have rooms go on when something is due in them, and miss whom lost servers had; for ever."""
    waker = Waker(services.phantom, DueRooms(), _advance, kind="room")
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(waker.run)
        while True:
            await forget_lost_servers(services.phantom)
            await anyio.sleep(BEAT.total_seconds())


async def forget_lost_servers(phantom: Phantom) -> None:
    """Count those as gone whose only connections were those of servers that are lost.

    Whatever keeps it from being done now, it is tried again with the next beat.
    """
    try:
        living = await phantom.ask(ListServers(), actor=SYSTEM)
        alive = tuple(server.id for server in living)
        for drop in (DropServers(alive=alive), DropProjectServers(alive=alive)):
            while (await phantom.do(drop, actor=SYSTEM)).value:
                pass
    except Exception as error:  # noqa: BLE001 - the next beat may come through
        about = None if isinstance(error, Unavailable) else error
        _log.warning("Who was on lost servers cannot be known now: %s", error, exc_info=about)


def _advance(room_id: Id) -> AdvanceRoom:
    return AdvanceRoom(room_id=RoomId(room_id))
