"""Going out of rooms and chats."""

from phantom_core.chat import ChatKind, RemoveChatMember
from phantom_core.chat.ports import ChatWork
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.use_cases.steps.step import (
    FEW,
    Done,
    ErasingWork,
    first_of,
    in_their_name,
    over_pages,
)
from phantom_core.rooms import CloseRoom, ExpelMember, LeaveReason, RoomId
from phantom_core.rooms.ports import RoomsWork

__all__ = ["close_rooms", "leave_chats", "leave_rooms"]


class _Rooms(RoomsWork, ErasingWork):
    """Rooms, and rows."""


def leave_rooms(work: RoomsWork, erasure: Erasure, _: str) -> Done:
    """Go out of the rooms they are in; where they were the host, another is, as ever."""
    page = work.rooms.of_member(erasure.user_id, first_of())
    for room in page.items:
        leave = ExpelMember(room_id=room.id, user_id=erasure.user_id, reason=LeaveReason.LEFT)
        leave.run(work)
    return Done(count=len(page.items), more=page.next is not None)


def close_rooms(work: _Rooms, erasure: Erasure, cursor: str) -> Done:
    """Close the private rooms of theirs in which nobody is: nobody could let anybody in."""
    found = work.personal_rows.ids(
        "rooms", "id", "host_user_id", erasure.user_id, after=cursor, limit=FEW
    )
    closed = 0
    for room_id in map(RoomId, found):
        room = work.rooms.get(room_id)
        if room.is_active and not room.is_public and not room.people_present:
            with in_their_name(work, erasure.user_id):
                CloseRoom(room_id=room_id).run(work)
            closed += 1
    return Done(count=closed, cursor=found[-1] if found else "", more=len(found) == FEW)


def leave_chats(work: ChatWork, erasure: Erasure, cursor: str) -> Done:
    """Leave groups, where another looks after them then; what is between two stays as it is."""
    page = work.chat_rooms.of_member(erasure.user_id, over_pages(cursor, FEW))
    groups = [room.id for room, _ in page.items if room.kind is ChatKind.GROUP]
    with in_their_name(work, erasure.user_id):
        for chat_room_id in groups:
            RemoveChatMember(chat_room_id=chat_room_id, user_id=erasure.user_id).run(work)
    return Done(count=len(groups), cursor=page.next or "", more=page.next is not None)
