"""How somebody leaves a call, whatever the reason."""

from phantom_core.calls.call import CallLeaveReason, CallSession
from phantom_core.calls.events import CallEnded, CallLeft
from phantom_core.calls.ports import CallsWork
from phantom_core.kernel.actor import UserId


def hang_up(work: CallsWork, call: CallSession, user_id: UserId, reason: CallLeaveReason) -> None:
    """Take somebody out of a call, if they are in it; without anybody it is over."""
    if work.call_participants.find(call.id, user_id) is None:
        return
    work.call_participants.remove(call.id, user_id)
    person = work.people.of([user_id])[user_id]
    work.record(CallLeft(room_id=call.room_id, call_id=call.id, person=person, reason=reason))
    if not work.call_participants.of(call.id):
        end(work, call)


def end(work: CallsWork, call: CallSession) -> None:
    """A call is over."""
    for each in work.call_participants.of(call.id):
        work.call_participants.remove(call.id, each.user_id)
    work.calls.put(call.ended(work.now))
    work.record(CallEnded(room_id=call.room_id, call_id=call.id))
