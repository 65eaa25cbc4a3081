"""Calls, who is in them, and who is muted for whom, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.calls.call import (
    CallId,
    CallKind,
    CallMute,
    CallSession,
    Negotiation,
    Participant,
)
from phantom_core.calls.ports import CallMutes, Calls, Participants
from phantom_core.kernel import Id, UserId

__all__ = ["MemoryCallMutes", "MemoryCalls", "MemoryParticipants"]


class MemoryCalls(Calls):
    """Calls by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[CallId, CallSession] = MemoryRows(
            journal, "call", attrgetter("id"), unique={"lasting": _lasting}, name="calls"
        )

    def add(self, call: CallSession) -> None:
        """Store a new call."""
        self._rows.add(call)

    def find(self, call_id: CallId) -> CallSession | None:
        """A call, over or not."""
        return self._rows.find(call_id)

    def put(self, call: CallSession) -> None:
        """Store a call's new state."""
        self._rows.put(call)

    def lasting(self, room_id: Id, kind: CallKind) -> CallSession | None:
        """The call of a kind that lasts in a room."""
        return self._rows.by("lasting", (room_id, kind))

    def all_lasting(self, room_id: Id) -> Sequence[CallSession]:
        """All calls that last in a room."""
        found = (self.lasting(room_id, kind) for kind in CallKind)
        return sorted((call for call in found if call is not None), key=attrgetter("id"))


class MemoryParticipants(Participants):
    """Participants by call and user, negotiations by call and pair."""

    def __init__(self, journal: Journal) -> None:
        self._people: MemoryRows[tuple[CallId, UserId], Participant] = MemoryRows(
            journal, "participant", attrgetter("call_id", "user_id"), name="call_participants"
        )
        self._pairs: MemoryRows[tuple[CallId, UserId, UserId], Negotiation] = MemoryRows(
            journal, "negotiation", attrgetter("call_id", "lesser", "greater")
        )

    def put(self, participant: Participant) -> None:
        """Store somebody who is in a call."""
        if self.find(participant.call_id, participant.user_id) is None:
            self._people.add(participant)
        else:
            self._people.put(participant)

    def find(self, call_id: CallId, user_id: UserId) -> Participant | None:
        """Somebody, if they are in a call."""
        return self._people.find((call_id, user_id))

    def remove(self, call_id: CallId, user_id: UserId) -> None:
        """Somebody leaves."""
        self._people.remove((call_id, user_id))
        for pair in self._pairs:
            if pair.call_id == call_id and user_id in (pair.lesser, pair.greater):
                self._pairs.remove((call_id, pair.lesser, pair.greater))

    def of(self, call_id: CallId) -> Sequence[Participant]:
        """Who is in a call."""
        found = (each for each in self._people if each.call_id == call_id)
        return sorted(found, key=attrgetter("joined_at", "user_id"))

    def negotiation(self, call_id: CallId, one: UserId, other: UserId) -> Negotiation:
        """How far two participants are."""
        fresh = Negotiation.between(call_id, one, other)
        return self._pairs.find((call_id, fresh.lesser, fresh.greater)) or fresh

    def negotiate(self, negotiation: Negotiation) -> None:
        """Store how far two participants are."""
        key = (negotiation.call_id, negotiation.lesser, negotiation.greater)
        self._pairs.remove(key)
        self._pairs.add(negotiation)


class MemoryCallMutes(CallMutes):
    """Mutes by room and pair."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[tuple[Id, UserId, UserId], CallMute] = MemoryRows(
            journal, "mute", _mute_key, name="call_mutes"
        )

    def add(self, mute: CallMute) -> bool:
        """Store one, and say whether it is new."""
        if self._rows.find(_mute_key(mute)) is not None:
            return False
        self._rows.add(mute)
        return True

    def remove(self, mute: CallMute) -> bool:
        """Forget one, and say whether it was there."""
        return self._rows.remove(_mute_key(mute))

    def of(self, user_id: UserId, limit: int) -> Sequence[CallMute]:
        """What somebody has muted."""
        found = (mute for mute in self._rows if mute.user_id == user_id)
        return sorted(found, key=attrgetter("room_id", "muted_user_id"))[:limit]


def _lasting(call: CallSession) -> tuple[Id, CallKind] | None:
    return None if call.ended_at is not None else (call.room_id, call.kind)


_mute_key = attrgetter("room_id", "user_id", "muted_user_id")
