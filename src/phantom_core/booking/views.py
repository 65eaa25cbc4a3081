"""Bookings as those see them whom they concern: what queries answer and what events tell."""

from datetime import datetime

import attrs

from phantom_core.booking.booking import BookingId, BookingStatus, Proposal
from phantom_core.booking.slot import Slot
from phantom_core.kernel import Id, Person, UserId

__all__ = ["BookedProject", "BookingView"]


@attrs.frozen(kw_only=True)
class BookedProject:
    """The project that somebody is booked for, by its name."""

    id: Id
    name: str


@attrs.frozen(kw_only=True)
class BookingView:
    """A booking.

    Attributes:
        user: who is booked.
        requested_by: who wants them.
        slot: when; `None` while that is open.
        proposal: another time that one side has proposed and the other has not confirmed.
        cancelled_by: who cancelled it; `None` also where the system did.
    """

    id: BookingId
    project: BookedProject
    user: Person
    requested_by: Person
    role: str | None
    note: str | None
    status: BookingStatus
    slot: Slot | None
    proposal: Proposal | None
    cancelled_by: UserId | None
    reason: str | None
    created_at: datetime
    updated_at: datetime
    version: int
