"""What becomes of bookings: each status, move, side and time; there are few enough for all."""

from datetime import datetime, timedelta
from itertools import product
from typing import Final

import attrs
import pytest

from phantom_adapters.contracts.booking_examples import booking, hours
from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_core.booking import (
    Booking,
    BookingStatus,
    Move,
    NotOverYet,
    Proposal,
    Side,
    WrongStatus,
    policy,
)
from phantom_core.kernel import ALLOWED, Forbidden, Invalid, Outdated, Refused

S, M = BookingStatus, Move
STATUSES: Final = tuple(BookingStatus)
SLOTS: Final = (None, hours(1, 2))
TIMES: Final = {
    "before": MOMENT,
    "during": hours(1, 2).start_time + timedelta(minutes=1),
    "end": hours(1, 2).end_time,
    "after": hours(1, 2).end_time + timedelta(days=1),
}


def allowed(status: BookingStatus, side: Side, move: Move, *, over: bool) -> bool:
    """What the specification says, in other words than the code's."""
    if move is M.CONFIRM:
        return status is S.REQUESTED and side is Side.BOOKED
    if move is M.CANCEL:
        return status in {S.REQUESTED, S.CONFIRMED}
    return status is S.CONFIRMED and over


@pytest.mark.parametrize("when", TIMES)
def test_only_the_moves_that_there_are_are_made_each_by_who_may(when: str) -> None:
    now = TIMES[when]
    for status, slot, side, move in product(STATUSES, SLOTS, Side, Move):
        before = booking(1, status=status, slot=slot)
        decision = policy.may_move(before, side, move, now)
        over = slot is None or when in {"end", "after"}

        assert (decision is ALLOWED) == allowed(status, side, move, over=over)
        if decision is ALLOWED:
            after = before.moved(move, now)
            assert after == attrs.evolve(
                before, status=BookingStatus(move.value), updated_at=now, version=2
            )


@pytest.mark.parametrize(
    ("status", "side", "move", "error"),
    [
        (S.REQUESTED, Side.REQUESTER, M.CONFIRM, Forbidden),
        (S.CONFIRMED, Side.REQUESTER, M.CONFIRM, Forbidden),
        (S.CONFIRMED, Side.BOOKED, M.CONFIRM, WrongStatus),
        (S.CANCELLED, Side.BOOKED, M.CANCEL, WrongStatus),
        (S.REQUESTED, Side.BOOKED, M.COMPLETE, WrongStatus),
        (S.CONFIRMED, Side.REQUESTER, M.COMPLETE, NotOverYet),
    ],
)
def test_a_refusal_says_why(
    status: BookingStatus, side: Side, move: Move, error: type[Exception]
) -> None:
    decision = policy.may_move(booking(1, status=status, slot=hours(1, 2)), side, move, MOMENT)

    assert isinstance(decision, Refused)
    assert decision.error is error


def test_what_is_wanted_is_the_requesters_to_say_until_it_is_agreed() -> None:
    for status, side in product(STATUSES, Side):
        decision = policy.may_describe(booking(1, status=status), side)

        assert (decision is ALLOWED) == (side is Side.REQUESTER and status is S.REQUESTED)


def test_times_change_and_are_agreed_on_while_it_is_open() -> None:
    for status in STATUSES:
        before = booking(1, status=status)
        is_open = status in {S.REQUESTED, S.CONFIRMED}

        assert before.is_open == is_open
        assert (policy.may_change_times(before) is ALLOWED) == is_open
        assert (policy.may_accept(before) is ALLOWED) == is_open


def test_a_proposal_is_for_the_other_side_and_stands_once_accepted() -> None:
    proposal = Proposal(slot=hours(3, 4), proposed_by=user_id(1))
    proposed = booking(1, slot=hours(1, 2)).proposing(proposal, MOMENT)

    assert proposed.proposed_to(user_id(2))
    assert not proposed.proposed_to(user_id(1))
    assert proposed.accepted(MOMENT) == booking(
        1, slot=hours(3, 4), status=S.CONFIRMED, updated_at=MOMENT, version=3
    )
    assert proposed.moved(M.CONFIRM, MOMENT).slot == hours(1, 2)
    assert proposed.moved(M.CONFIRM, MOMENT).proposal is None


def test_to_propose_the_time_that_stands_takes_a_proposal_back() -> None:
    before = booking(1, slot=hours(1, 2))
    proposed = before.proposing(Proposal(slot=None, proposed_by=user_id(1)), MOMENT)
    taken_back = Proposal(slot=hours(1, 2), proposed_by=user_id(2))

    assert proposed.proposing(taken_back, MOMENT).proposal is None
    assert before.proposing(taken_back, MOMENT) == before


def test_what_is_closed_took_place_if_it_was_agreed_and_is_past() -> None:
    for status, slot, when in product([S.REQUESTED, S.CONFIRMED], SLOTS, TIMES):
        took_place = status is S.CONFIRMED and slot is not None and when in {"end", "after"}
        closed = booking(1, status=status, slot=slot).closed(TIMES[when])

        assert closed.status is (S.COMPLETED if took_place else S.CANCELLED)


def test_a_change_counts_once_and_none_not_at_all() -> None:
    before = booking(1)
    later: datetime = MOMENT + timedelta(hours=1)

    assert before.changed(later) is before
    assert before.changed(later, note="Now").version == 2
    with pytest.raises(Outdated):
        before.based_on(2)
    with pytest.raises(Invalid, match="role"):
        before.changed(later, role="a\nb")


def test_a_booking_concerns_two() -> None:
    one: Booking = booking(1)

    assert one.side_of(user_id(1)) is Side.BOOKED
    assert one.side_of(user_id(2)) is Side.REQUESTER
    assert one.side_of(user_id(3)) is None
