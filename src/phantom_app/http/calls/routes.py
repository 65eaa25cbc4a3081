"""The calls of a room."""

from litestar import Response, Router, post, put
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.calls.payloads import JoiningPayload, joining_of
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_core.calls import (
    CallFull,
    CallKind,
    CallOver,
    JoinCall,
    Joining,
    LeaveCall,
    MutePerson,
    NoCallHere,
    OutsideRoom,
    StartCall,
    ice_servers,
)
from phantom_core.kernel import Id, NotFound, UserId
from phantom_core.rooms import DeafenSelf, MuteSelf, NotPresent, RoomId, RoomOver

__all__ = ["ROUTES", "Deafening", "Muting", "deafen", "mute"]


class Muting(Payload):
    """Whether to mute oneself for everybody, or somebody for oneself alone."""

    muted: bool
    user_id: IdText | None = None


class Deafening(Payload):
    """Whether to hear nobody."""

    deafened: bool


@put("/mute", status_code=204, refuses=[NotFound, OutsideRoom, NotPresent, RoomOver])
async def mute(request: PhantomRequest, room_id: IdInPath, data: JSONBody[Muting]) -> None:
    """Mute oneself in the room's calls, or with `userId` that person for oneself alone."""
    if data.user_id is None:
        await request.caller.do(MuteSelf(room_id=RoomId(Id(room_id)), muted=data.muted))
        return
    whom = UserId(Id(data.user_id))
    await request.caller.do(MutePerson(room_id=Id(room_id), user_id=whom, muted=data.muted))


@put("/deafen", status_code=204, refuses=[NotFound, NotPresent, RoomOver])
async def deafen(request: PhantomRequest, room_id: IdInPath, data: JSONBody[Deafening]) -> None:
    """Hear nobody in the room's calls, or everybody again."""
    await request.caller.do(DeafenSelf(room_id=RoomId(Id(room_id)), deafened=data.deafened))


def _calls(kind: CallKind) -> Router:
    """The routes of one kind of call."""

    @post(
        "/start",
        refuses=[NotFound, OutsideRoom, NoCallHere, CallFull],
        responses={
            200: ResponseSpec(
                JoiningPayload, generate_examples=False, description="The call that there was."
            )
        },
    )
    async def start(request: PhantomRequest, room_id: IdInPath) -> Response[JoiningPayload]:
        """Begin a call (201), or join the one of this kind that lasts in the room (200)."""
        joining = await request.caller.do(StartCall(room_id=Id(room_id), kind=kind))
        return Response(_told(request, joining), status_code=201 if joining.new else 200)

    @post(
        "/join",
        status_code=200,
        refuses=[NotFound, OutsideRoom, NoCallHere, CallFull, CallOver],
    )
    async def join(request: PhantomRequest, room_id: IdInPath) -> JoiningPayload:
        """Join the call of this kind that lasts in the room."""
        joining = await request.caller.do(JoinCall(room_id=Id(room_id), kind=kind))
        return _told(request, joining)

    @post("/leave", status_code=204, refuses=[NotFound, OutsideRoom])
    async def leave(request: PhantomRequest, room_id: IdInPath) -> None:
        """Leave the call of this kind; nothing happens if one is not in it."""
        await request.caller.do(LeaveCall(room_id=Id(room_id), kind=kind))

    path = f"/api/rooms/{{room_id:str}}/{kind.value}-call"
    return Router(path, tags=["Calls"], route_handlers=[start, join, leave])


def _told(request: PhantomRequest, joining: Joining) -> JoiningPayload:
    services = request.caller.services
    me = request.caller.actor.person
    return joining_of(joining, ice_servers(services.settings.ice, me, services.clock()))


ROUTES = (
    *(_calls(kind) for kind in CallKind),
    Router("/api/rooms/{room_id:str}", tags=["Calls"], route_handlers=[mute, deafen]),
)
"""What is served here."""
