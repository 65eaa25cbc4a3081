"""Wanting somebody for a project: who may, whom, when, and how it is said otherwise."""

from datetime import UTC, datetime
from typing import Any

import pytest

from phantom_core.booking import (
    MOST_UNANSWERED,
    BookedProject,
    BookedProjectOver,
    BookingId,
    BookingStatus,
    Proposal,
    RequestBooking,
    Slot,
    TooManyUnanswered,
    WrongStatus,
)
from phantom_core.booking.events import BookingChanged, BookingRequested
from phantom_core.identity import BlockUser, SetUserStatus, UserStatus
from phantom_core.kernel import (
    Actor,
    Forbidden,
    Id,
    Invalid,
    NotFound,
    Outdated,
    UserId,
    person,
)
from phantom_core.studio import CollaboratorRole, DeleteProject, ProjectId
from tests.use_cases.bookings.conftest import Scene

NOBODY = UserId(Id("01J9AD70000000000000000000"))


async def test_a_request_says_who_is_wanted_for_what_and_both_are_told(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    begin, end = agency.at(1), agency.at(2)
    command = RequestBooking(
        project_id=scene.project,
        user_id=bob.person,
        role="drummer",
        note="Two takes.",
        start_time=begin,
        end_time=end,
        time_zone="Europe/Berlin",
    )
    told = await agency.told(command, ada)

    (booking_id,) = await agency.listed(bob)
    view = await agency.booking(booking_id, bob)
    assert told == [
        BookingRequested(user_id=each, booking=view, by=ada.person)
        for each in (bob.person, ada.person)
    ]
    assert view == await agency.booking(booking_id, ada)
    assert view.project == BookedProject(id=scene.project, name="Nights")
    assert (view.user.username, view.requested_by.username) == ("bob", "ada")
    assert (view.role, view.note, view.status) == (
        "drummer",
        "Two takes.",
        BookingStatus.REQUESTED,
    )
    assert view.slot == Slot(start_time=begin, end_time=end, time_zone="Europe/Berlin")
    assert view.version == 1


async def test_a_time_may_be_what_clocks_show_or_be_left_open(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    begin = datetime.fromisoformat("2026-07-01T12:00")
    end = datetime.fromisoformat("2026-07-01T14:00:00+02:00")
    said: dict[str, Any] = {"start_time": begin, "end_time": end, "time_zone": "Europe/Berlin"}

    timed = await agency.request(scene.project, ada, bob, **said)
    open_ended = await agency.request(scene.project, ada, bob)

    assert timed.slot is not None
    assert timed.slot.start_time == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert timed.slot.end_time == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert open_ended.slot is None


@pytest.mark.parametrize(
    ("said", "paths"),
    [
        ({"start_time": datetime(2026, 7, 1, tzinfo=UTC)}, ["end_time"]),
        ({"end_time": datetime(2026, 7, 1, tzinfo=UTC)}, ["start_time"]),
        (
            {
                "start_time": datetime.fromisoformat("2026-03-29T02:30"),
                "end_time": datetime.fromisoformat("2026-10-25T02:30"),
                "time_zone": "Europe/Berlin",
            },
            ["start_time", "end_time"],
        ),
        ({"time_zone": "Europe/Atlantis"}, ["time_zone"]),
        (
            {
                "start_time": datetime(2026, 7, 1, tzinfo=UTC),
                "end_time": datetime(2026, 7, 1, tzinfo=UTC),
            },
            ["end_time"],
        ),
        ({"role": "", "note": "\0"}, ["role", "note"]),
    ],
)
async def test_what_is_wrong_is_named_all_at_once(
    scene: Scene, said: dict[str, Any], paths: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        await scene.agency.request(scene.project, scene.ada, scene.bob, **said)

    assert {fault.path for fault in refused.value.faults} == {*paths}


async def test_whom_one_may_not_book_is_as_one_who_is_not_there(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    carl, dora = await agency.people("carl", "dora")
    root = person(ada.person, is_admin=True)
    await agency.do(SetUserStatus(user_id=carl.person, status=UserStatus.SUSPENDED), root)
    await agency.do(BlockUser(user_id=bob.person), ada)
    await agency.do(BlockUser(user_id=ada.person), dora)

    refusals = set()
    for whom in (bob, carl, dora, ada, person(NOBODY)):
        with pytest.raises(Invalid) as refused:
            await agency.request(scene.project, ada, whom)
        refusals.add(str(refused.value))

    assert refusals == {"user_id: must be an active user whom you may book"}


async def test_those_may_book_who_may_bring_people_in(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    admin, viewer, stranger = await agency.people("adm", "vic", "sue")
    await agency.enter(scene.project, ada, admin, CollaboratorRole.ADMIN)
    await agency.enter(scene.project, ada, viewer, CollaboratorRole.VIEWER)
    gone = await agency.project(ada)
    await agency.do(DeleteProject(project_id=gone), ada)

    assert (await agency.request(scene.project, admin, bob)).requested_by.username == "adm"
    refusals: list[tuple[ProjectId, Actor, type[Exception]]] = [
        (scene.project, viewer, Forbidden),
        (scene.project, stranger, NotFound),
        (ProjectId(NOBODY), ada, NotFound),
        (gone, ada, BookedProjectOver),
    ]
    for project, by, error in refusals:
        with pytest.raises(error):
            await agency.request(project, by, bob)


async def test_one_can_be_a_nuisance_only_so_often(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    made = [await agency.request(scene.project, ada, bob) for _ in range(MOST_UNANSWERED)]

    with pytest.raises(TooManyUnanswered):
        await agency.request(scene.project, ada, bob)

    await agency.cancel(made[0].id, bob)
    await agency.request(scene.project, ada, bob)


async def test_the_requester_says_a_request_otherwise(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    made = await agency.request(scene.project, ada, bob, role="drummer")
    begin, end = agency.at(5), agency.at(6)

    changed = await agency.change(
        made.id, ada, role=None, note="Now", start_time=begin, end_time=end
    )

    assert (changed.role, changed.note, changed.version) == (None, "Now", 2)
    assert changed.slot == Slot(start_time=begin, end_time=end)
    assert (await agency.change(made.id, ada, time_zone="Asia/Tokyo")).slot == Slot(
        start_time=begin, end_time=end, time_zone="Asia/Tokyo"
    )
    assert (await agency.change(made.id, ada, start_time=None, end_time=None)).slot is None
    same = await agency.change(made.id, ada, note="Now")
    assert same.version == 4
    with pytest.raises(Outdated):
        await agency.change(made.id, ada, note="Then", version=3)


async def test_only_the_requester_describes_and_only_until_it_is_agreed(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    made = await agency.request(scene.project, ada, bob)

    with pytest.raises(Forbidden):
        await agency.change(made.id, bob, note="Mine")
    await agency.confirm(made.id, bob)
    with pytest.raises(WrongStatus):
        await agency.change(made.id, ada, note="More")
    await agency.cancel(made.id, ada)
    with pytest.raises(WrongStatus):
        await agency.change(made.id, ada, start_time=agency.at(1), end_time=agency.at(2))


async def test_the_booked_user_proposes_another_time_and_the_requester_agrees(
    scene: Scene,
) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    asked: dict[str, Any] = {"start_time": agency.at(1), "end_time": agency.at(2)}
    better: dict[str, Any] = {"start_time": agency.at(3), "end_time": agency.at(4)}
    made = await agency.request(scene.project, ada, bob, **asked)

    proposed = await agency.change(made.id, bob, **better)
    assert proposed.slot == Slot(**asked)
    assert proposed.proposal == Proposal(slot=Slot(**better), proposed_by=bob.person)
    assert proposed.status is BookingStatus.REQUESTED

    agreed = await agency.confirm(made.id, ada)
    assert (agreed.slot, agreed.proposal) == (Slot(**better), None)
    assert agreed.status is BookingStatus.CONFIRMED


async def test_who_has_proposed_another_time_may_still_agree_to_the_first(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    asked: dict[str, Any] = {"start_time": agency.at(1), "end_time": agency.at(2)}
    made = await agency.request(scene.project, ada, bob, **asked)
    await agency.change(made.id, bob, start_time=agency.at(3), end_time=agency.at(4))

    agreed = await agency.confirm(made.id, bob)

    assert (agreed.slot, agreed.proposal) == (Slot(**asked), None)


async def test_once_confirmed_either_proposes_and_the_other_agrees(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    asked: dict[str, Any] = {"start_time": agency.at(1), "end_time": agency.at(2)}
    made = await agency.request(scene.project, ada, bob, **asked)
    await agency.confirm(made.id, bob)

    for by, other in ((ada, bob), (bob, ada)):
        begin, end = agency.at(3), agency.at(4)
        proposed = await agency.change(made.id, by, start_time=begin, end_time=end)
        assert proposed.slot != Slot(start_time=begin, end_time=end)
        with pytest.raises((WrongStatus, Forbidden)):
            await agency.confirm(made.id, by)
        agreed = await agency.confirm(made.id, other)
        assert agreed.slot == Slot(start_time=begin, end_time=end)
        agency.clock.advance(hours=1)


async def test_a_proposal_is_taken_back_by_naming_the_time_that_stands(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    asked: dict[str, Any] = {"start_time": agency.at(1), "end_time": agency.at(2)}
    made = await agency.request(scene.project, ada, bob, **asked)
    await agency.change(made.id, bob, start_time=None, end_time=None)

    told = await agency.told_change(made.id, bob, **asked)

    assert [type(each) for each in told] == [BookingChanged, BookingChanged]
    assert (await agency.booking(made.id, ada)).proposal is None


async def test_a_booking_is_of_the_two_whom_it_concerns(scene: Scene) -> None:
    agency, ada, bob = scene.agency, scene.ada, scene.bob
    (eve,) = await agency.people("eve")
    made = await agency.request(scene.project, ada, bob)

    for booking_id in (made.id, BookingId(NOBODY)):
        for attempt in (agency.booking, agency.confirm, agency.cancel, agency.complete):
            with pytest.raises(NotFound, match=f"There is no booking {booking_id}"):
                await attempt(booking_id, eve)
    assert await agency.listed(eve) == []
