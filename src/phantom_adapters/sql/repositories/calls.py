"""Calls, who is in them, and who is muted for whom, over SQL."""

from collections.abc import Sequence
from typing import Final

import attrs
from sqlalchemy import bindparam, delete, or_
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.calls import (
    call_mutes,
    call_negotiations,
    call_participants,
    calls,
)
from phantom_adapters.sql.transaction import Transaction
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

__all__ = ["SqlCallMutes", "SqlCalls", "SqlParticipants"]


_CALLS: Final = Rows(
    calls,
    CallSession,
    noun="call",
    computed={"lasting": lambda call: None if call.ended_at else call.kind},
)
_LASTING: Final = Statement(
    _CALLS.select.where(
        calls.c.room_id == bindparam("room_id"), calls.c.lasting == bindparam("kind")
    )
)
_ALL_LASTING: Final = Statement(
    _CALLS.select.where(
        calls.c.room_id == bindparam("room_id"), calls.c.lasting.is_not(None)
    ).order_by(calls.c.id)
)
_PEOPLE: Final = Rows(call_participants, Participant, noun="participant")
_IN_CALL: Final = Statement(
    _PEOPLE.select.where(call_participants.c.call_id == bindparam("call_id")).order_by(
        call_participants.c.joined_at, call_participants.c.user_id
    )
)
_PAIRS: Final = Rows(call_negotiations, Negotiation, noun="negotiation")
_FORGET_PAIRS: Final = Statement(
    delete(call_negotiations).where(
        call_negotiations.c.call_id == bindparam("call_id"),
        or_(
            call_negotiations.c.lesser == bindparam("user_id"),
            call_negotiations.c.greater == bindparam("user_id"),
        ),
    )
)
_MUTES: Final = Rows(call_mutes, CallMute, noun="mute")
_ADD_MUTE: Final = Statement(
    insert(call_mutes)
    .values({column.name: bindparam(column.name) for column in call_mutes.c})
    .on_conflict_do_nothing()
)
_MUTES_OF: Final = Statement(
    _MUTES.select.where(call_mutes.c.user_id == bindparam("user_id"))
    .order_by(call_mutes.c.room_id, call_mutes.c.muted_user_id)
    .limit(bindparam("limit"))
)


class SqlCalls(Calls):
    """Calls in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, call: CallSession) -> None:
        """Store a new call."""
        _CALLS.add(self._tx, call)

    def find(self, call_id: CallId) -> CallSession | None:
        """A call, over or not."""
        return _CALLS.find(self._tx, call_id)

    def put(self, call: CallSession) -> None:
        """Store a call's new state."""
        _CALLS.put(self._tx, call)

    def lasting(self, room_id: Id, kind: CallKind) -> CallSession | None:
        """The call of a kind that lasts in a room."""
        return _CALLS.one(self._tx, _LASTING, room_id=room_id, kind=kind)

    def all_lasting(self, room_id: Id) -> Sequence[CallSession]:
        """All calls that last in a room."""
        return _CALLS.all(self._tx, _ALL_LASTING, room_id=room_id)


class SqlParticipants(Participants):
    """Participants and negotiations, in a table each."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def put(self, participant: Participant) -> None:
        """Store somebody who is in a call."""
        _PEOPLE.set(self._tx, participant)

    def find(self, call_id: CallId, user_id: UserId) -> Participant | None:
        """Somebody, if they are in a call."""
        return _PEOPLE.find(self._tx, call_id, user_id)

    def remove(self, call_id: CallId, user_id: UserId) -> None:
        """Somebody leaves."""
        _PEOPLE.remove(self._tx, call_id, user_id)
        self._tx.run(_FORGET_PAIRS, call_id=call_id, user_id=user_id)

    def of(self, call_id: CallId) -> Sequence[Participant]:
        """Who is in a call."""
        return _PEOPLE.all(self._tx, _IN_CALL, call_id=call_id)

    def negotiation(self, call_id: CallId, one: UserId, other: UserId) -> Negotiation:
        """How far two participants are."""
        fresh = Negotiation.between(call_id, one, other)
        return _PAIRS.find(self._tx, call_id, fresh.lesser, fresh.greater) or fresh

    def negotiate(self, negotiation: Negotiation) -> None:
        """Store how far two participants are."""
        _PAIRS.set(self._tx, negotiation)


class SqlCallMutes(CallMutes):
    """Mutes in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, mute: CallMute) -> bool:
        """Store one, and say whether it is new."""
        return self._tx.run(_ADD_MUTE, **attrs.asdict(mute)) > 0

    def remove(self, mute: CallMute) -> bool:
        """Forget one, and say whether it was there."""
        return _MUTES.remove(self._tx, mute.user_id, mute.room_id, mute.muted_user_id)

    def of(self, user_id: UserId, limit: int) -> Sequence[CallMute]:
        """What somebody has muted."""
        return _MUTES.all(self._tx, _MUTES_OF, user_id=user_id, limit=limit)
