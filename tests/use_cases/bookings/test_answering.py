"""Confirming, cancelling, completing; and what becomes of bookings when people part."""

from typing import Any

import pytest

from phantom_adapters.jobs import Worker
from phantom_core.booking import (
    BookingStatus,
    ClashOfBookings,
    NotOverYet,
    Side,
    WrongStatus,
)
from phantom_core.booking.events import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingEvent,
)
from phantom_core.identity import BlockUser, SetUserStatus, UnblockUser, UserStatus
from phantom_core.kernel import Command, Forbidden, NotFound, Outdated, person
from phantom_core.privacy import EraseUser
from phantom_core.studio import DeleteProject
from tests.use_cases.bookings.conftest import Scene

S = BookingStatus


async def test_a_booking_runs_its_course_and_both_are_told(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    made = await agency.request(
        scene.project, ada, bob, start_time=agency.at(1), end_time=agency.at(2)
    )

    with pytest.raises(Forbidden):
        await agency.confirm(made.id, ada)
    with pytest.raises(Outdated):
        await agency.confirm(made.id, bob, version=7)
    confirmed = await agency.confirm(made.id, bob, version=1)
    with pytest.raises(WrongStatus):
        await agency.confirm(made.id, bob)
    with pytest.raises(NotOverYet):
        await agency.complete(made.id, ada)
    agency.clock.advance(hours=2)
    completed = await agency.complete(made.id, ada)
    for again in (agency.complete, agency.cancel):
        with pytest.raises(WrongStatus):
            await again(made.id, bob)

    assert (confirmed.status, completed.status) == (S.CONFIRMED, S.COMPLETED)
    told = await agency.heard_by(bob)
    bookings = [each for each in told if isinstance(each, BookingEvent)]
    assert [type(each) for each in bookings[1:]] == [BookingConfirmed, BookingCompleted]
    assert [each.by for each in bookings] == [ada.person, bob.person, ada.person]
    assert bookings[-1].booking == completed


async def test_either_side_cancels_and_says_why(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob

    for by in (ada, bob):
        made = await agency.request(scene.project, ada, bob)
        cancelled = await agency.cancel(made.id, by, "It rains.")

        assert cancelled.status is S.CANCELLED
        assert (cancelled.cancelled_by, cancelled.reason) == (by.person, "It rains.")


async def test_of_two_that_overlap_only_one_is_confirmed(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    begin, end = agency.at(1), agency.at(3)
    one = await agency.request(scene.project, ada, bob, start_time=begin, end_time=end)
    other = await agency.request(
        scene.project, ada, bob, start_time=agency.at(2), end_time=agency.at(4)
    )
    after = await agency.request(scene.project, ada, bob, start_time=end, end_time=agency.at(4))
    await agency.confirm(one.id, bob)

    with pytest.raises(ClashOfBookings):
        await agency.confirm(other.id, bob)
    await agency.confirm(after.id, bob)
    await agency.change(after.id, bob, start_time=agency.at(2))
    with pytest.raises(ClashOfBookings):
        await agency.confirm(after.id, ada)

    assert {*await agency.listed(bob, statuses=(S.CONFIRMED,))} == {after.id, one.id}
    assert (await agency.booking(other.id, bob)).status is S.REQUESTED
    await agency.cancel(one.id, ada)
    await agency.cancel(after.id, ada)
    await agency.confirm(other.id, bob)


async def test_bookings_are_found_by_side(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    theirs = await agency.project(bob)
    one = await agency.request(scene.project, ada, bob)
    agency.clock.advance(hours=1)
    other = await agency.request(theirs, bob, ada)

    assert await agency.listed(ada) == [other.id, one.id]
    assert await agency.listed(ada, side=Side.REQUESTER) == [one.id]
    assert await agency.listed(ada, side=Side.BOOKED) == [other.id]


async def test_a_block_closes_what_is_open_between_two_and_hides_all(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    (carl,) = await agency.people("carl")
    past = await agency.request(
        scene.project, ada, bob, start_time=agency.at(-2), end_time=agency.at(-1)
    )
    coming = await agency.request(
        scene.project, ada, bob, start_time=agency.at(1), end_time=agency.at(2)
    )
    asked = await agency.request(await agency.project(bob), bob, ada)
    other = await agency.request(scene.project, ada, carl)
    for each in (past, coming):
        await agency.confirm(each.id, bob)

    told = await agency.told(BlockUser(user_id=ada.person), bob)

    ends = [each for each in told if isinstance(each, BookingEvent)]
    assert {(type(each), each.booking.id, each.by) for each in ends} == {
        (BookingCompleted, past.id, None),
        (BookingCancelled, coming.id, None),
        (BookingCancelled, asked.id, None),
    }
    for who, left in ((ada, [other.id]), (bob, [])):
        assert await agency.listed(who) == left
        for each in (past, coming, asked):
            with pytest.raises(NotFound, match=f"There is no booking {each.id}"):
                await agency.booking(each.id, who)
    await agency.do(UnblockUser(user_id=ada.person), bob)
    assert (await agency.booking(coming.id, ada)).status is S.CANCELLED
    assert (await agency.booking(coming.id, ada)).cancelled_by is None


async def test_bookings_end_with_an_account_or_a_project(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    carl, root = await agency.people("carl", "root")
    other = await agency.project(ada)
    ends: list[tuple[Command[Any], bool]] = [
        (DeleteProject(project_id=other), False),
        (SetUserStatus(user_id=bob.person, status=UserStatus.SUSPENDED), True),
    ]
    mine = await agency.request(other, ada, bob)
    his = await agency.request(await agency.project(bob), bob, carl)
    kept = await agency.request(scene.project, ada, carl)

    for command, in_office in ends:
        await agency.do(command, person(root.person, is_admin=True) if in_office else ada)

    assert (await agency.booking(mine.id, ada)).status is S.CANCELLED
    assert (await agency.booking(his.id, carl)).status is S.CANCELLED
    assert (await agency.booking(kept.id, carl)).status is S.REQUESTED


async def test_however_many_there_are_all_are_closed(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    for _ in range(25):
        made = await agency.request(scene.project, ada, bob)
        await agency.confirm(made.id, bob)
    await agency.do(DeleteProject(project_id=scene.project), ada)

    assert len(await agency.listed(bob, statuses=(S.CONFIRMED,))) == 5
    await Worker(agency.phantom, {}, owner="agency").drain()
    assert await agency.listed(bob, statuses=(S.CONFIRMED,)) == []


async def test_who_is_erased_leaves_no_words_in_what_the_other_keeps(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    (root,) = await agency.people("root")
    asked = await agency.request(scene.project, ada, bob, role="drummer", note="For Ada.")
    theirs = await agency.request(await agency.project(bob), bob, ada, note="By Bob.")
    await agency.cancel(theirs.id, ada, "Ada is ill.")

    await agency.do(EraseUser(user_id=ada.person), person(root.person, is_admin=True))
    await Worker(agency.phantom, {}, owner="agency").drain()

    left = [await agency.booking(each.id, bob) for each in (asked, theirs)]
    assert [(each.role, each.note, each.reason) for each in left] == [
        (None, None, None),
        (None, "By Bob.", None),
    ]
    assert {each.status for each in left} == {S.CANCELLED}
