"""What is told of calls."""

from typing import ClassVar, Final

import attrs

from phantom_core.calls.call import CallId, CallLeaveReason
from phantom_core.calls.views import CallView, ParticipantView
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.events import Event, Topic, topic
from phantom_core.kernel.ids import Id
from phantom_core.kernel.people import Person

__all__ = ["EVENTS", "CallEnded", "CallJoined", "CallLeft", "CallMuteSet", "CallStarted"]


@attrs.frozen(kw_only=True)
class _InRoom(Event):
    room_id: Id

    @property
    def topic(self) -> Topic:
        """The room's topic."""
        return topic("room", self.room_id)


@attrs.frozen(kw_only=True)
class CallStarted(_InRoom):
    """Somebody has begun a call, and is in it."""

    name: ClassVar[str] = "call.started"
    call: CallView


@attrs.frozen(kw_only=True)
class CallJoined(_InRoom):
    """Somebody has joined a call, or goes on with it on another device."""

    name: ClassVar[str] = "call.joined"
    call_id: CallId
    participant: ParticipantView


@attrs.frozen(kw_only=True)
class CallLeft(_InRoom):
    """Somebody is no longer in a call."""

    name: ClassVar[str] = "call.left"
    call_id: CallId
    person: Person
    reason: CallLeaveReason


@attrs.frozen(kw_only=True)
class CallEnded(_InRoom):
    """A call is over."""

    name: ClassVar[str] = "call.ended"
    call_id: CallId


@attrs.frozen(kw_only=True)
class CallMuteSet(Event):
    """Somebody wants to hear somebody no longer in a room's calls, or wants to again."""

    name: ClassVar[str] = "call.mute"
    user_id: UserId
    room_id: Id
    muted_user_id: UserId
    muted: bool

    @property
    def topic(self) -> Topic:
        """The topic of the one whose wish it is."""
        return topic("user", self.user_id)


EVENTS: Final[tuple[type[Event], ...]] = (
    CallStarted,
    CallJoined,
    CallLeft,
    CallEnded,
    CallMuteSet,
)
"""All of them."""
