"""Changing rooms, and closing them."""

from typing import Any

import attrs

from phantom_core.kernel import Access, Checked, Command, Fault, Invalid, ruled
from phantom_core.rooms import policy
from phantom_core.rooms.choosing import begin, relist
from phantom_core.rooms.course import Course
from phantom_core.rooms.names import PlaylistId, RoomId
from phantom_core.rooms.playback import Status
from phantom_core.rooms.ports import RoomsWork
from phantom_core.rooms.room import ROOM_NAME
from phantom_core.rooms.use_cases._course import (
    course_of,
    go_on,
    joined_room,
    known_room,
    up_to_now,
)
from phantom_core.rooms.use_cases._playlist import playable
from phantom_core.rooms.use_cases._viewing import inside, outside
from phantom_core.rooms.views import RoomView

__all__ = ["ChangeRoom", "CloseRoom", "DiscardRoom"]


@attrs.frozen(kw_only=True)
class ChangeRoom(Checked, Command[RoomView]):
    """Name a room otherwise, or have another playlist played in it. What is not given stays.

    Attributes:
        playlist_id: goes on after the current song, from its beginning or from where that stands
            in it.
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; RoomOver; NotPresent; HostsOnly; Outdated.
    """

    access = Access.PERSON
    room_id: RoomId
    name: str | None = ruled(ROOM_NAME, default=None)
    allow_voice_chat: bool | None = None
    playlist_id: PlaylistId | None = None
    version: int | None = None

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as it is now."""
        course = joined_room(work, self.room_id)
        policy.may_change(course.room, work.actor.person).enforce()
        course.room.based_on(self.version)
        changes = self._changes(course)
        if "playlist_id" in changes:
            if not playable(work, changes["playlist_id"]):
                raise Invalid(Fault("playlist_id", "must be a playlist with at least one song"))
            changes["playback"] = relist(course, changes["playlist_id"])
        if changes:
            course.change_room(work.now, **changes)
        if course.room.playback.entry is None:
            begin(course, work.now, Status.PAUSED)
        go_on(work, course)
        return inside(work, course)

    def _changes(self, course: Course) -> dict[str, Any]:
        given = {
            "name": self.name,
            "allow_voice_chat": self.allow_voice_chat,
            "playlist_id": self.playlist_id,
        }
        room = course.room
        return {
            name: value
            for name, value in given.items()
            if value is not None and value != getattr(room, name)
        }


@attrs.frozen(kw_only=True)
class CloseRoom(Command[RoomView]):
    """End a room for good: its host a private one, admins any.

    Raises: NotFound; RoomOver; Forbidden.
    """

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: RoomsWork) -> RoomView:
        """Answer the room as it is remembered."""
        course = known_room(work, self.room_id)
        policy.may_close(work.actor, course.room).enforce()
        course.end(work.now)
        go_on(work, course)
        return outside(work, course)


@attrs.frozen(kw_only=True)
class DiscardRoom(Command[None]):
    """End a room because something else demands it; it may be over already."""

    access = Access.SYSTEM
    room_id: RoomId

    def run(self, work: RoomsWork) -> None:
        """End it, if it lasts."""
        course = course_of(work, work.rooms.get(self.room_id))
        up_to_now(work, course)
        if course.room.is_active:
            course.end(work.now)
        go_on(work, course)
