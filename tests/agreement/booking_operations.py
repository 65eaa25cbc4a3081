"""What people may do with bookings, drawn by chance."""

from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import booking as b
from phantom_core.kernel import EPOCH, Command, Cursor, PageRequest, Query
from phantom_core.kernel.unchanged import UNCHANGED
from tests.agreement.identity_operations import Known, one_of

__all__ = ["commands", "learn", "queries"]

_HOURS: Final = [None, *(EPOCH + timedelta(hours=hour) for hour in range(4))]
_TIMES: Final = st.sampled_from(_HOURS)
_ZONES: Final = st.sampled_from([None, "UTC", "Europe/Berlin", "Mars/Olympus"])
_WORDS: Final = st.sampled_from([None, "drummer", "no\0thing"])
_VERSIONS: Final = st.sampled_from([None, None, None, 1, 2])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about bookings; those twice that make them and agree to them."""
    users, bookings, projects = (
        one_of(known.users),
        one_of(known.bookings),
        one_of(known.projects),
    )
    one: dict[str, Any] = {"booking_id": bookings, "version": _VERSIONS}
    requests = st.builds(
        b.RequestBooking,
        project_id=projects,
        user_id=users,
        role=st.sampled_from([None, "drummer"]),
        start_time=_TIMES,
        end_time=_TIMES,
        time_zone=_ZONES,
    )
    confirmations = st.builds(b.ConfirmBooking, **one)
    return st.one_of(
        *[requests, requests, confirmations, confirmations],
        st.builds(
            b.ChangeBooking,
            **one,
            note=_WORDS | st.just(UNCHANGED),
            start_time=_TIMES | st.just(UNCHANGED),
            end_time=_TIMES | st.just(UNCHANGED),
        ),
        st.builds(b.CancelBooking, **one, reason=st.sampled_from([None, "It rains."])),
        st.builds(b.CompleteBooking, **one),
        st.builds(b.PartBookings, one=users, other=users),
        st.builds(b.CloseBookingsOf, user_id=users),
        st.builds(b.CloseBookingsFor, project_id=projects),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about bookings, a page at a time."""
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    wanted = st.builds(
        b.BookingFilter,
        side=st.none() | st.sampled_from(b.Side),
        statuses=st.lists(st.sampled_from(b.BookingStatus), max_size=2, unique=True).map(tuple),
        project_id=st.none() | one_of(known.projects),
        begin=st.sampled_from(_HOURS[:2]),
        end=st.sampled_from([None, *_HOURS[2:]]),
    )
    return st.one_of(
        st.builds(b.GetBooking, booking_id=one_of(known.bookings)),
        st.builds(b.ListBookings, wanted=wanted, page=pages),
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    if isinstance(answer, b.BookingView) and answer.id not in known.bookings:
        known.bookings.append(answer.id)
