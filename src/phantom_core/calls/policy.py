"""What is allowed in calls: pure answers to plain facts."""

from phantom_core.calls.call import CallKind
from phantom_core.calls.errors import NoCallHere, OutsideRoom
from phantom_core.calls.ports import RoomStanding
from phantom_core.kernel.access import ALLOWED, Decision, Hidden, Refused
from phantom_core.kernel.ids import Id

__all__ = ["may_call", "may_take_part"]


def may_take_part(standing: RoomStanding | None, kind: str, identifier: Id) -> Decision:
    """Decide whether somebody may have to do with the calls of a room at all.

    What they asked for, of that kind, is hidden from those who may not know the room.
    """
    if standing is None or not (standing.is_public or standing.present):
        return Hidden(kind, identifier)
    if not standing.present:
        return Refused("Join the room first.", OutsideRoom)
    return ALLOWED


def may_call(standing: RoomStanding, kind: CallKind) -> Decision:
    """Decide whether there may be a call of a kind: in public rooms voice, if the host allows."""
    if not standing.is_public:
        return ALLOWED
    if kind is CallKind.VIDEO:
        return Refused("There are no video calls in public rooms.", NoCallHere)
    if not standing.allow_voice_chat:
        return Refused("The host of this room does not allow voice calls.", NoCallHere)
    return ALLOWED
