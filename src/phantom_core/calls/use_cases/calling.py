"""Beginning a call, joining and leaving it."""

import attrs

from phantom_core.calls import policy
from phantom_core.calls.call import (
    MOST_PARTICIPANTS,
    CallId,
    CallKind,
    CallLeaveReason,
    CallSession,
    Participant,
    PartyId,
)
from phantom_core.calls.errors import CallFull, CallOver
from phantom_core.calls.events import CallJoined, CallStarted
from phantom_core.calls.ports import CallsWork
from phantom_core.calls.use_cases._finding import seen, standing_in
from phantom_core.calls.use_cases._leaving import end, hang_up
from phantom_core.calls.views import CallView, Joining
from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Command, Query
from phantom_core.kernel.ids import Id

__all__ = ["EndCalls", "HangUp", "JoinCall", "LeaveCall", "ListCalls", "StartCall"]


@attrs.frozen(kw_only=True)
class StartCall(Command[Joining]):
    """Begin a call of a kind in a room one is in, or join the one that lasts there.

    Whoever is in the room's call of the other kind leaves that one. Joining again, as from another
    device, takes one's part over.

    Raises: NotFound, OutsideRoom, NoCallHere, CallFull.
    """

    access = Access.PERSON
    room_id: Id
    kind: CallKind

    def run(self, work: CallsWork) -> Joining:
        """Answer the call, with oneself in it."""
        policy.may_call(standing_in(work, self.room_id), self.kind).enforce()
        known = work.calls.lasting(self.room_id, self.kind)
        if known is not None:
            return _join(work, known)
        _switch(work, self.room_id, self.kind)
        call_id = CallId(work.new_id())
        call = CallSession(
            id=call_id,
            room_id=self.room_id,
            kind=self.kind,
            webrtc_session_id=call_id,
            started_by=work.actor.person,
            started_at=work.now,
        )
        work.calls.add(call)
        participant = _enter(work, call)
        view = seen(work, call)
        work.record(CallStarted(room_id=self.room_id, call=view))
        return Joining(call=view, party=participant.party, new=True)


@attrs.frozen(kw_only=True)
class JoinCall(Command[Joining]):
    """Join the call of a kind that lasts in a room one is in; as `StartCall`.

    Raises: NotFound, OutsideRoom, NoCallHere, CallFull; CallOver, if there is none.
    """

    access = Access.PERSON
    room_id: Id
    kind: CallKind

    def run(self, work: CallsWork) -> Joining:
        """Answer the call, with oneself in it."""
        policy.may_call(standing_in(work, self.room_id), self.kind).enforce()
        call = work.calls.lasting(self.room_id, self.kind)
        if call is None:
            raise CallOver
        return _join(work, call)


@attrs.frozen(kw_only=True)
class LeaveCall(Command[None]):
    """Leave the call of a kind in a room. Doing it again changes nothing.

    Raises: NotFound, OutsideRoom.
    """

    access = Access.PERSON
    room_id: Id
    kind: CallKind

    def run(self, work: CallsWork) -> None:
        """Hang up."""
        standing_in(work, self.room_id)
        call = work.calls.lasting(self.room_id, self.kind)
        if call is not None:
            hang_up(work, call, work.actor.person, CallLeaveReason.LEFT)


@attrs.frozen(kw_only=True)
class HangUp(Command[None]):
    """Take somebody out of all calls of a room: they are no longer there."""

    access = Access.SYSTEM
    room_id: Id
    user_id: UserId

    def run(self, work: CallsWork) -> None:
        """Hang up for them."""
        for call in work.calls.all_lasting(self.room_id):
            hang_up(work, call, self.user_id, CallLeaveReason.GONE)


@attrs.frozen(kw_only=True)
class EndCalls(Command[None]):
    """End all calls of a room: it is over, or has no calls any more."""

    access = Access.SYSTEM
    room_id: Id

    def run(self, work: CallsWork) -> None:
        """End them."""
        for call in work.calls.all_lasting(self.room_id):
            end(work, call)


@attrs.frozen(kw_only=True)
class ListCalls(Query[tuple[CallView, ...]]):
    """Look at the calls that last in a room one is in. Raises: NotFound, OutsideRoom."""

    access = Access.PERSON
    room_id: Id

    def run(self, work: CallsWork) -> tuple[CallView, ...]:
        """Answer them, by id."""
        standing_in(work, self.room_id)
        return tuple(seen(work, call) for call in work.calls.all_lasting(self.room_id))


def _join(work: CallsWork, call: CallSession) -> Joining:
    _switch(work, call.room_id, call.kind)
    present = [each.user_id for each in work.call_participants.of(call.id)]
    if work.actor.person not in present and len(present) >= MOST_PARTICIPANTS:
        raise CallFull(f"A call has room for {MOST_PARTICIPANTS} people.")
    participant = _enter(work, call)
    view = seen(work, call)
    mine = next(each for each in view.participants if each.party == participant.party)
    work.record(CallJoined(room_id=call.room_id, call_id=call.id, participant=mine))
    return Joining(call=view, party=participant.party, new=False)


def _enter(work: CallsWork, call: CallSession) -> Participant:
    """Let the actor in; what another device of theirs was agreeing on is forgotten."""
    me = work.actor.person
    work.call_participants.remove(call.id, me)
    participant = Participant(
        call_id=call.id, user_id=me, party=PartyId(work.new_id()), joined_at=work.now
    )
    work.call_participants.put(participant)
    return participant


def _switch(work: CallsWork, room_id: Id, kind: CallKind) -> None:
    for other in work.calls.all_lasting(room_id):
        if other.kind is not kind:
            hang_up(work, other, work.actor.person, CallLeaveReason.SWITCHED)
