"""What is allowed in bookings: pure answers to plain facts."""

from datetime import datetime

from phantom_core.booking.booking import MOVES, Booking, Move, Side
from phantom_core.booking.errors import NotOverYet, WrongStatus
from phantom_core.kernel import ALLOWED, Decision, Forbidden, Refused

__all__ = ["may_accept", "may_change_times", "may_describe", "may_move"]


def may_move(booking: Booking, side: Side, move: Move, now: datetime) -> Decision:
    """Decide whether a side may make a move.

    The booked user confirms; either cancels; either completes, after the end.
    """
    if move is Move.CONFIRM and side is not Side.BOOKED:
        return Refused("Only the booked user may confirm this.", Forbidden)
    if (booking.status, move) not in MOVES:
        reason = f"A booking that is {booking.status.value} cannot be {move.value}."
        return Refused(reason, WrongStatus)
    if move is Move.COMPLETE and not booking.over(now):
        return Refused("A booking can be completed only after its end.", NotOverYet)
    return ALLOWED


def may_accept(booking: Booking) -> Decision:
    """Decide whether a time that was proposed can still be agreed on."""
    return _open(booking)


def may_describe(booking: Booking, side: Side) -> Decision:
    """Decide whether a side may say otherwise what is wanted: who wants it, until it is agreed."""
    if side is not Side.REQUESTER:
        return Refused(
            "Only the person who requested this may change its role and note.", Forbidden
        )
    if (booking.status, Move.CONFIRM) not in MOVES:
        reason = f"The role and note of a booking that is {booking.status.value} stay as they are."
        return Refused(reason, WrongStatus)
    return ALLOWED


def may_change_times(booking: Booking) -> Decision:
    """Decide whether a side may change the time, or propose another: as long as it is open."""
    return _open(booking)


def _open(booking: Booking) -> Decision:
    if booking.is_open:
        return ALLOWED
    return Refused(f"A booking that is {booking.status.value} stays as it is.", WrongStatus)
