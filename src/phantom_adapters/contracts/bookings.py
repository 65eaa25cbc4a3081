"""What every store of bookings promises."""

from functools import partial
from typing import Any, Final

import pytest

from phantom_adapters.contracts.booking_examples import (
    booked_project,
    booking,
    booking_id,
    confirmed,
    hours,
)
from phantom_adapters.contracts.identity_examples import MOMENT, add_people, user, user_id, write
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.booking import (
    BookingFilter,
    BookingStatus,
    ClashOfBookings,
    Proposal,
    Side,
)
from phantom_core.identity import Block, IdentityWork
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after

__all__ = ["BookingsContract"]

_CANCELLED: Final[dict[str, Any]] = {"status": BookingStatus.CANCELLED}
_WHOLE: Final = booking(
    1,
    role="drummer",
    note="Two takes,\nno click ☀",
    slot=hours(1, 2),
    proposal=Proposal(slot=hours(3, 4), proposed_by=user_id(1)),
    cancelled_by=user_id(2),
    reason="It rains.",
    version=7,
)
_WANTED: Final = [
    (BookingFilter(side=Side.BOOKED), [4, 3, 1]),
    (BookingFilter(side=Side.REQUESTER), [2]),
    (BookingFilter(statuses=(BookingStatus.CANCELLED,)), [3]),
    (BookingFilter(statuses=(BookingStatus.REQUESTED, BookingStatus.CONFIRMED)), [4, 2, 1]),
    (BookingFilter(project_id=booked_project(2)), [2]),
    (BookingFilter(begin=hours(2, 3).start_time), [4]),
    (BookingFilter(end=hours(2, 3).start_time), [3, 1]),
    (BookingFilter(begin=hours(1, 2).start_time, end=hours(2, 3).end_time), [4, 3, 1]),
    (BookingFilter(side=Side.BOOKED, end=hours(1, 2).start_time), []),
]


def _block(block: Block, work: IdentityWork) -> None:
    work.blocks.add(block)


class BookingsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def bookings(self, storage: Storage) -> Any:
        """The repository under test, where there are four people."""
        await add_people(storage, *map(user, range(1, 5)))
        return Repository(storage, "bookings")

    async def test_a_booking_is_read_back_as_it_was_stored(self, bookings: Any) -> None:
        open_ended = booking(2, proposal=Proposal(slot=None, proposed_by=user_id(2)))
        await bookings.add(_WHOLE)
        await bookings.add(open_ended)

        assert await bookings.get(_WHOLE.id) == _WHOLE
        assert await bookings.find(open_ended.id) == open_ended
        assert await bookings.find(booking_id(3)) is None

    async def test_an_id_is_used_once(self, bookings: Any) -> None:
        await bookings.add(_WHOLE)

        with pytest.raises(Conflict):
            await bookings.add(booking(1))

    async def test_what_is_put_replaces_what_was_there(self, bookings: Any) -> None:
        await bookings.add(_WHOLE)
        changed = booking(1, slot=None, version=8, **_CANCELLED)

        await bookings.put(changed)

        assert await bookings.get(changed.id) == changed

    async def test_what_is_not_there_is_missed(self, bookings: Any) -> None:
        with pytest.raises(NotFound, match="There is no booking"):
            await bookings.get(booking_id(1))
        with pytest.raises(NotFound):
            await bookings.put(booking(1))

    async def test_no_second_confirmed_booking_shares_a_time_with_the_first(
        self, bookings: Any
    ) -> None:
        await bookings.add(confirmed(1, 9, 14))
        requested = booking(2)
        await bookings.add(requested)

        for begin, end in ((9, 10), (10, 12), (9, 14), (13, 15), (8, 15), (8, 10)):
            with pytest.raises(ClashOfBookings):
                await bookings.put(confirmed(2, begin, end))
            with pytest.raises(ClashOfBookings):
                await bookings.add(confirmed(3, begin, end))
        assert await bookings.get(requested.id) == requested
        assert await bookings.find(booking_id(3)) is None

    async def test_one_may_begin_as_another_ends(self, bookings: Any) -> None:
        for each in (confirmed(1, 10, 12), confirmed(2, 12, 13), confirmed(3, 9, 10)):
            await bookings.add(each)

        assert await bookings.get(booking_id(3)) == confirmed(3, 9, 10)

    async def test_only_what_the_same_user_has_confirmed_is_in_the_way(self, bookings: Any) -> None:
        taken = hours(10, 12)
        others = [
            booking(1, slot=taken),
            booking(2, slot=taken, **_CANCELLED),
            booking(3, slot=taken, status=BookingStatus.COMPLETED),
            booking(4, status=BookingStatus.CONFIRMED),
            confirmed(5, 10, 12, who=3, requested_by=user_id(1)),
        ]
        for each in others:
            await bookings.add(each)

        await bookings.add(confirmed(6, 10, 12))
        await bookings.put(confirmed(6, 10, 13))

        assert await bookings.get(booking_id(6)) == confirmed(6, 10, 13)

    async def test_ones_bookings_are_listed_newest_first_in_pages(self, bookings: Any) -> None:
        mine = [booking(1), booking(5, 3, 1), booking(2, 1, 4), booking(4)]
        for each in [*mine, booking(3, 3, 4)]:
            await bookings.add(each)
        me, everything = user_id(1), BookingFilter()

        first = await bookings.listed(me, everything, PageRequest(limit=3))
        rest = await bookings.listed(me, everything, PageRequest(limit=3, cursor=first.next))

        assert [each.id for each in [*first.items, *rest.items]] == [
            booking_id(number) for number in (5, 4, 2, 1)
        ]
        assert rest.next is None

    async def test_a_list_has_what_is_wanted(self, bookings: Any) -> None:
        there = [
            booking(1, slot=hours(1, 2)),
            booking(2, 3, 1, project_id=booked_project(2)),
            booking(3, slot=hours(1, 2), **_CANCELLED),
            confirmed(4, 2, 3),
        ]
        for each in there:
            await bookings.add(each)

        for wanted, found in _WANTED:
            page = await bookings.listed(user_id(1), wanted, PageRequest())
            assert [each.id for each in page.items] == [booking_id(number) for number in found]

    async def test_bookings_with_whom_one_does_not_see_are_left_out(
        self, storage: Storage, bookings: Any
    ) -> None:
        for each in (booking(1), booking(2, 3, 1), booking(3, 1, 4)):
            await bookings.add(each)
        for blocker, blocked in ((1, 2), (3, 1)):
            block = Block(
                blocker_id=user_id(blocker), blocked_id=user_id(blocked), created_at=MOMENT
            )
            await write(storage, partial(_block, block))

        page = await bookings.listed(user_id(1), BookingFilter(), PageRequest())

        assert [each.id for each in page.items] == [booking_id(3)]

    async def test_a_foreign_cursor_is_refused(self, bookings: Any) -> None:
        for keys in (("bookings", "x"), ("bookings", 1), ("x", "0" * 26)):
            page = PageRequest(cursor=cursor_after(*keys))
            with pytest.raises(Invalid, match="cursor"):
                await bookings.listed(user_id(1), BookingFilter(), page)

    async def test_what_is_open_is_found_by_person_pair_and_project(self, bookings: Any) -> None:
        there = [
            confirmed(1, 1, 2),
            booking(2, 2, 1),
            booking(3, **_CANCELLED),
            booking(4, 3, 1, project_id=booked_project(2)),
            booking(5, 3, 2),
            booking(6),
        ]
        for each in there:
            await bookings.add(each)

        def numbers(found: Any) -> list[int]:
            return [there.index(each) + 1 for each in found]

        assert numbers(await bookings.open_between(user_id(1), user_id(2), 9)) == [1, 2, 6]
        assert numbers(await bookings.open_of(user_id(1), 9)) == [1, 2, 4, 6]
        assert numbers(await bookings.open_of(user_id(1), 3)) == [1, 2, 4]
        assert numbers(await bookings.open_in(booked_project(1), 9)) == [1, 2, 5, 6]
        assert await bookings.unanswered(user_id(2), user_id(1)) == 1
        assert await bookings.unanswered(user_id(1), user_id(2)) == 1
        assert await bookings.unanswered(user_id(2), user_id(4)) == 0
