"""A booking: somebody is wanted for a project, by somebody, perhaps at some time."""

from datetime import datetime
from enum import Enum
from typing import Any, Final, NewType

import attrs

from phantom_core.booking.slot import Slot
from phantom_core.kernel import Checked, Id, Rule, UserId, expect_version, line, prose, ruled

__all__ = [
    "MOST_UNANSWERED",
    "MOVES",
    "NOTE",
    "REASON",
    "ROLE",
    "Booking",
    "BookingId",
    "BookingStatus",
    "Move",
    "Proposal",
    "Side",
]

BookingId = NewType("BookingId", Id)
"""The id of a booking."""

MOST_UNANSWERED: Final = 10
"""How many requests of one person's somebody may leave unanswered."""

ROLE: Final[Rule] = line(1, 64)
"""What it may be called, what somebody is booked as."""

NOTE: Final[Rule] = prose(4000)
"""What may be said of what is to be done."""

REASON: Final[Rule] = prose(1000)
"""What may be said of why it is off."""


class BookingStatus(Enum):
    """How far a booking is."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class Move(Enum):
    """What makes a booking something else."""

    CONFIRM = "confirmed"
    CANCEL = "cancelled"
    COMPLETE = "completed"


class Side(Enum):
    """What somebody is in a booking."""

    REQUESTER = "requester"
    BOOKED = "booked"


MOVES: Final = {
    (BookingStatus.REQUESTED, Move.CONFIRM): BookingStatus.CONFIRMED,
    (BookingStatus.REQUESTED, Move.CANCEL): BookingStatus.CANCELLED,
    (BookingStatus.CONFIRMED, Move.COMPLETE): BookingStatus.COMPLETED,
    (BookingStatus.CONFIRMED, Move.CANCEL): BookingStatus.CANCELLED,
}
"""What a booking becomes by which move; there are no others."""

_OPEN: Final = frozenset({BookingStatus.REQUESTED, BookingStatus.CONFIRMED})


@attrs.frozen(kw_only=True)
class Proposal:
    """Another time that one side would like better; it stands once the other confirms it.

    Attributes:
        slot: that time; `None` for leaving the time open.
        proposed_by: whose proposal it is.
    """

    slot: Slot | None
    proposed_by: UserId


@attrs.frozen(kw_only=True)
class Booking(Checked):
    """A booking. It is never deleted; its status says whether anything still comes of it.

    Attributes:
        user_id: who is booked.
        requested_by: who wants them.
        role: what as: `drummer`.
        slot: when; `None` while that is open.
        proposal: another time that one side has proposed and the other has not confirmed.
        cancelled_by: who cancelled it; `None` also where the system did.
        reason: why, in their words.
        version: counts its changes, from 1.
    """

    id: BookingId
    project_id: Id
    user_id: UserId
    requested_by: UserId
    role: str | None = ruled(ROLE, default=None)
    note: str | None = ruled(NOTE, default=None)
    status: BookingStatus = BookingStatus.REQUESTED
    slot: Slot | None = None
    proposal: Proposal | None = None
    cancelled_by: UserId | None = None
    reason: str | None = ruled(REASON, default=None)
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def sides(self) -> tuple[UserId, UserId]:
        """The two whom it concerns, the booked user first."""
        return self.user_id, self.requested_by

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.status in _OPEN

    @property
    def taken(self) -> Slot | None:
        """The time that the booked user has confirmed; no other may overlap it."""
        return self.slot if self.status is BookingStatus.CONFIRMED else None

    def side_of(self, user_id: UserId) -> Side | None:
        """What somebody is in it; `None` for all but two."""
        if user_id == self.user_id:
            return Side.BOOKED
        return Side.REQUESTER if user_id == self.requested_by else None

    def over(self, now: datetime) -> bool:
        """Whether its end is past; one without a time may be over at any time."""
        return self.slot is None or self.slot.end_time <= now

    def proposed_to(self, user_id: UserId) -> bool:
        """Whether it is somebody's turn to say whether another time suits them."""
        return self.proposal is not None and self.proposal.proposed_by != user_id

    def based_on(self, version: int | None) -> "Booking":
        """This one, if `version` is the newest or not named. Raises: Outdated."""
        expect_version("booking", current=self.version, expected=version)
        return self

    def moved(self, move: Move, now: datetime, **changes: Any) -> "Booking":
        """What it is after a move that is in `MOVES`; no proposal outlives it."""
        status = MOVES[self.status, move]
        return self.changed(now, status=status, proposal=None, **changes)

    def accepted(self, now: datetime) -> "Booking":
        """What it is once the time that was proposed is agreed on: confirmed, for that time."""
        slot = self.slot if self.proposal is None else self.proposal.slot
        return self.changed(now, status=BookingStatus.CONFIRMED, slot=slot, proposal=None)

    def proposing(self, proposal: Proposal, now: datetime) -> "Booking":
        """With another time proposed; proposing the time that stands takes a proposal back."""
        wanted = None if proposal.slot == self.slot else proposal
        return self.changed(now, proposal=wanted)

    def closed(self, now: datetime) -> "Booking":
        """What becomes of it when the two have no more to do with each other.

        What was confirmed and is past has taken place; all else does not.
        """
        took_place = self.taken is not None and self.over(now)
        return self.moved(Move.COMPLETE if took_place else Move.CANCEL, now)

    def changed(self, now: datetime, **changes: Any) -> "Booking":
        """The next version; this one, if nothing is otherwise. Raises: Invalid."""
        changed = attrs.evolve(self, **changes)
        if changed == self:
            return self
        return attrs.evolve(changed, updated_at=now, version=self.version + 1)
