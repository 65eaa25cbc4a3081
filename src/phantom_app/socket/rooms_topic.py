"""The topic of a room: who may listen to it, and what a client loads on joining it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated, Any, Final

import attrs
import msgspec

from phantom_app.http.calls.payloads import CallPayload, call_of
from phantom_app.http.payloads import Payload
from phantom_app.http.rooms.payloads import RoomPayload, room_of
from phantom_core.calls import CallJoined, CallLeft, CallView, ListCalls
from phantom_core.chat import ChatKind
from phantom_core.chat.ports import ChatWork
from phantom_core.kernel import Access, Id, Query, StoredEvent, Topic, UserId, topic
from phantom_core.live import EVERYBODY, Everybody, TopicKind
from phantom_core.rooms import GetRoom, RoomId, RoomView, may_listen
from phantom_core.rooms.events import (
    MemberJoined,
    MemberLeft,
    MemberUpdated,
    RoomState,
    StateReason,
)

__all__ = [
    "STATES",
    "TOPIC",
    "GetInside",
    "GetRoomTopics",
    "Inside",
    "InsidePayload",
    "topics_of_room",
]


@attrs.frozen(kw_only=True)
class GetRoomTopics(Query[Sequence[Topic]]):
    """Ask for the topics of a room: its own, and its chat's.

    Whether one may listen to them, each of them decides.
    """

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: ChatWork) -> Sequence[Topic]:
        """Answer them."""
        chat = work.chat_rooms.linked(ChatKind.ROOM, self.room_id)
        return [topic("room", self.room_id), *([] if chat is None else [topic("chat", chat.id)])]


def topics_of_room(room_id: Id) -> GetRoomTopics:
    """The query for where the path of a room leads."""
    return GetRoomTopics(room_id=RoomId(room_id))


def _ends(stored: StoredEvent) -> Collection[UserId] | Everybody:
    """Who leaves hears no more, and nobody does of a room that is over."""
    event = stored.event
    if isinstance(event, MemberLeft):
        return (event.person.id,)
    if isinstance(event, RoomState) and event.reason is StateReason.ENDED:
        return EVERYBODY
    return ()


def _speakers(stored: StoredEvent) -> tuple[UserId, ...]:
    """Who comes and goes is left out for those who have blocked them; the music is everybody's."""
    event = stored.event
    if isinstance(event, MemberLeft | CallLeft):
        return (event.person.id,)
    if isinstance(event, CallJoined):
        return (event.participant.person.id,)
    return (event.member.person.id,) if isinstance(event, MemberJoined | MemberUpdated) else ()


@attrs.frozen(kw_only=True)
class Inside:
    """What a room's topic is about."""

    room: RoomView
    calls: tuple[CallView, ...]


@attrs.frozen(kw_only=True)
class GetInside(Query[Inside]):
    """Look at all that a room's topic tells about. Raises: NotFound, RoomOver, OutsideRoom."""

    access = Access.PERSON
    room_id: RoomId

    def run(self, work: Any) -> Inside:
        """Answer the room, with its calls."""
        room = GetRoom(room_id=self.room_id).run(work)
        return Inside(room=room, calls=ListCalls(room_id=self.room_id).run(work))


class InsidePayload(RoomPayload):
    """The state of the topic `room:<id>`, which the topic's events carry on."""

    calls: Annotated[list[CallPayload], msgspec.Meta(description="Those that last.")]


def _inside_of(inside: Inside) -> InsidePayload:
    room = msgspec.structs.asdict(room_of(inside.room))
    return InsidePayload(**room, calls=[call_of(call) for call in inside.calls])


def _inside(room_id: Id) -> GetInside:
    return GetInside(room_id=RoomId(room_id))


TOPIC: Final = TopicKind(may_join=may_listen, state=_inside, ends=_ends, speakers=_speakers)
"""The kind `room`."""

STATES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {Inside: _inside_of}
"""How its state is told."""
