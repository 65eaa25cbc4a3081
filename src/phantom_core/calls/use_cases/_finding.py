"""Looking up what a command of calls is about."""

from phantom_core.calls import policy
from phantom_core.calls.call import CallId, CallSession, Participant
from phantom_core.calls.errors import CallOver, NotInCall, TakenOver
from phantom_core.calls.ports import CallsWork, RoomStanding
from phantom_core.calls.views import CallView, ParticipantView
from phantom_core.kernel.errors import NotFound
from phantom_core.kernel.ids import Id


def standing_in(work: CallsWork, room_id: Id) -> RoomStanding:
    """What the actor is to a room that they are in. Raises: NotFound, OutsideRoom."""
    standing = work.call_rooms.standing(room_id, work.actor.person)
    policy.may_take_part(standing, "room", room_id).enforce()
    if standing is None:
        raise NotFound("room", room_id)
    return standing


def call_of(work: CallsWork, call_id: CallId) -> CallSession:
    """A call that lasts, in a room where the actor is. Raises: NotFound, OutsideRoom, CallOver."""
    known = work.calls.find(call_id)
    if known is None:
        raise NotFound("call", call_id)
    standing = work.call_rooms.standing(known.room_id, work.actor.person)
    policy.may_take_part(standing, "call", call_id).enforce()
    # Its room is held now: from here on it says the truth.
    call = work.calls.find(call_id)
    if call is None or call.ended_at is not None:
        raise CallOver
    return call


def myself(work: CallsWork, call: CallSession, party: Id | None) -> Participant:
    """The actor as a participant. Raises: NotInCall; TakenOver, if another device goes on."""
    found = work.call_participants.find(call.id, work.actor.person)
    if found is None:
        raise NotInCall("Join the call first.")
    if party is not None and party != found.party:
        raise TakenOver
    return found


def seen(work: CallsWork, call: CallSession) -> CallView:
    """A call as the actor sees it: without those whom they have blocked."""
    blocked = work.blocks.all_by(work.actor.person)
    there = work.call_participants.of(call.id)
    participants = [each for each in there if each.user_id not in blocked]
    people = work.people.of({call.started_by, *(each.user_id for each in participants)})
    return CallView(
        id=call.id,
        room_id=call.room_id,
        kind=call.kind,
        webrtc_session_id=call.webrtc_session_id,
        started_by=people[call.started_by],
        started_at=call.started_at,
        participants=tuple(
            ParticipantView(person=people[each.user_id], party=each.party, joined_at=each.joined_at)
            for each in participants
        ),
    )
