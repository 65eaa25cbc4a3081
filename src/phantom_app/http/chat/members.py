"""Who is in a chat room: looking at somebody's place, changing it, taking it away."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import delete, get, put
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.chat.payloads import ChatMemberPayload, chat_member_of
from phantom_app.http.chat.rooms import room_id_of
from phantom_app.http.payloads import IdInPath, Payload
from phantom_app.http.problems import Malformed
from phantom_core.chat import (
    Banned,
    FollowsItsRoom,
    GetChatMember,
    LastAdmin,
    RemoveChatMember,
    Role,
    SetChatMember,
)
from phantom_core.kernel import (
    UNCHANGED,
    Conflict,
    Fault,
    Forbidden,
    Id,
    NotFound,
    Unchanged,
    UserId,
    to_millisecond,
)

__all__ = ["MemberChange", "remove_member", "set_member", "show_member"]

_Until = Annotated[
    datetime | UnsetType | None,
    msgspec.Meta(description="A time to come, with its zone; null ends it."),
]


class MemberChange(Payload):
    """What somebody shall be in a chat room; what is left out stays."""

    role: Role | None = None
    muted_until: _Until = UNSET
    banned_until: _Until = UNSET


@get("/rooms/{chat_room_id:str}/members/{user_id:str}", refuses=[NotFound, Banned])
async def show_member(
    request: PhantomRequest, chat_room_id: IdInPath, user_id: IdInPath
) -> ChatMemberPayload:
    """Somebody's place in a chat room; moderators see also who has left."""
    query = GetChatMember(chat_room_id=room_id_of(chat_room_id), user_id=UserId(Id(user_id)))
    return chat_member_of(await request.caller.ask(query))


@put(
    "/rooms/{chat_room_id:str}/members/{user_id:str}",
    status_code=204,
    refuses=[NotFound, Forbidden, Banned, FollowsItsRoom, LastAdmin, Conflict],
)
async def set_member(
    request: PhantomRequest,
    chat_room_id: IdInPath,
    user_id: IdInPath,
    data: JSONBody[MemberChange],
) -> None:
    """Bring somebody into a group, give them a role, mute them, ban them. For moderators."""
    command = SetChatMember(
        chat_room_id=room_id_of(chat_room_id),
        user_id=UserId(Id(user_id)),
        role=data.role,
        muted_until=_until("mutedUntil", data.muted_until),
        banned_until=_until("bannedUntil", data.banned_until),
    )
    await request.caller.do(command)


@delete(
    "/rooms/{chat_room_id:str}/members/{user_id:str}",
    refuses=[NotFound, Forbidden, Banned, FollowsItsRoom],
)
async def remove_member(request: PhantomRequest, chat_room_id: IdInPath, user_id: IdInPath) -> None:
    """Leave a group, or put somebody out of it, as a moderator."""
    command = RemoveChatMember(chat_room_id=room_id_of(chat_room_id), user_id=UserId(Id(user_id)))
    await request.caller.do(command)


def _until(path: str, given: datetime | UnsetType | None) -> datetime | Unchanged | None:
    if isinstance(given, UnsetType):
        return UNCHANGED
    if given is None:
        return None
    if given.tzinfo is None:
        raise Malformed(Fault(path, "must say its zone, as in 2026-01-31T12:00:00Z"))
    try:
        return to_millisecond(given.astimezone(UTC))
    except OverflowError:
        raise Malformed(Fault(path, "must be a time that can be told in UTC")) from None
