"""Inviting people to private rooms, and answering invites."""

from litestar import Response, delete, get, post
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.etags import TAGGED
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.rooms.payloads import (
    RoomInvitePayload,
    RoomPayload,
    invite_of,
    room_answer,
    room_id_of,
)
from phantom_core.kernel import Id, NotFound, UserId
from phantom_core.rooms import (
    AcceptInvite,
    Banned,
    DeclineInvite,
    EntryRule,
    HostsOnly,
    InviteAnswered,
    InviteId,
    InviteToRoom,
    ListMyInvites,
    RevokeInvite,
    RoomOver,
)

__all__ = ["Invited", "accept", "decline", "invite", "mine", "revoke"]


class Invited(Payload):
    """Who shall come."""

    user_id: IdText


@post("/{room_id:str}/invite", refuses=[NotFound, RoomOver])
async def invite(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[Invited]
) -> RoomInvitePayload:
    """Invite somebody to a private room one is in; who is invited already, stays so."""
    command = InviteToRoom(room_id=room_id_of(room_id), user_id=UserId(Id(data.user_id)))
    return invite_of(await request.caller.do(command))


@get("/invites")
async def mine(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[RoomInvitePayload]:
    """The invites that one has not answered, the latest first."""
    page = await request.caller.ask(ListMyInvites(page=page_at(limit, cursor)))
    return items_of(page, invite_of)


@delete("/invites/{invite_id:str}", refuses=[NotFound, HostsOnly, InviteAnswered])
async def revoke(request: PhantomRequest, invite_id: IdInPath) -> None:
    """Take an invite back, as the host or as who has invited."""
    await request.caller.do(RevokeInvite(invite_id=_invite(invite_id)))


@post(
    "/invites/{invite_id:str}/accept",
    status_code=200,
    refuses=[NotFound, InviteAnswered, RoomOver, Banned, EntryRule],
    response_headers=TAGGED,
)
async def accept(request: PhantomRequest, invite_id: IdInPath) -> Response[RoomPayload]:
    """Come into the room that one is invited to."""
    return room_answer(await request.caller.do(AcceptInvite(invite_id=_invite(invite_id))))


@post("/invites/{invite_id:str}/decline", status_code=200, refuses=[NotFound, InviteAnswered])
async def decline(request: PhantomRequest, invite_id: IdInPath) -> RoomInvitePayload:
    """Say that one will not come."""
    return invite_of(await request.caller.do(DeclineInvite(invite_id=_invite(invite_id))))


def _invite(text: str) -> InviteId:
    return InviteId(Id(text))
