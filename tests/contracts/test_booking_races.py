"""Many at once, in one process and in two: nobody is booked twice for one time."""

import threading
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final

import anyio
import pytest

from phantom_adapters.contracts.kernel_examples import read, write
from phantom_adapters.memory import MemoryStorage
from phantom_adapters.sql import open_storage
from phantom_core.booking import (
    Booking,
    BookingId,
    BookingStatus,
    ClashOfBookings,
    ConfirmBooking,
    Move,
    RequestBooking,
)
from phantom_core.identity import BlockUser
from phantom_core.kernel import Storage
from tests.contracts.test_studio_races import at_once
from tests.use_cases.bookings.agency import Agency

AT_ONCE: Final = 50
CONFIRMED: Final = (BookingStatus.CONFIRMED,)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def processes(request: pytest.FixtureRequest) -> AsyncIterator[Sequence[Storage]]:
    """Two storages over one database, as two processes have them; memory has only one."""
    if request.param == "memory":
        opened: list[Storage] = [MemoryStorage()]
    else:
        urls = {"sqlite": "sqlite_url", "postgres": "emptied_postgres_url"}
        url: str = request.getfixturevalue(urls[request.param])
        opened = [open_storage(url), open_storage(url)]
    yield opened
    for each in opened:
        await each.close()


async def test_of_fifty_that_overlap_one_is_confirmed(processes: Sequence[Storage]) -> None:
    agency = Agency.open(processes[0])
    bob, *bands = await agency.people("bob", *(f"band{number}" for number in range(5)))
    confirmations = []
    for place in range(AT_ONCE):
        band = bands[place % len(bands)]
        project = await agency.project(band)
        begin, end = agency.at(place / AT_ONCE), agency.at(1 + place / AT_ONCE)
        made = await agency.request(project, band, bob, start_time=begin, end_time=end)
        confirmations.append(ConfirmBooking(booking_id=made.id))

    outcomes = await at_once(processes, *((each, bob) for each in confirmations))

    assert Counter(outcomes) == {"done": 1, "ClashOfBookings": AT_ONCE - 1}
    (won,) = await agency.listed(bob, statuses=CONFIRMED)
    assert won == confirmations[outcomes.index("done")].booking_id


@pytest.mark.parametrize("processes", ["sqlite", "postgres"], indirect=True)
async def test_a_confirmation_waits_for_one_that_is_under_way(
    processes: Sequence[Storage],
) -> None:
    one, other = processes
    agency = Agency.open(one)
    ada, bob = await agency.people("ada", "bob")
    project = await agency.project(ada)
    times = {"start_time": agency.at(1), "end_time": agency.at(2)}
    asked = [(await agency.request(project, ada, bob, **times)).id for _ in range(2)]
    begun, settled = threading.Event(), threading.Event()

    def confirm_and_linger(work: Any) -> None:
        work.bookings.put(_confirmed(work, asked[0]))
        begun.set()
        # Nothing settles the other before this one commits, unless it does not wait.
        settled.wait(0.3)

    def confirm(work: Any) -> None:
        work.bookings.put(_confirmed(work, asked[1]))
        settled.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(write, one, confirm_and_linger)
        await anyio.to_thread.run_sync(begun.wait)
        with pytest.raises(ClashOfBookings):
            await write(other, confirm)


def _confirmed(work: Any, booking_id: BookingId) -> Booking:
    booking: Booking = work.bookings.get(booking_id)
    return booking.moved(Move.CONFIRM, work.now)


async def test_nothing_is_open_between_two_after_a_block(processes: Sequence[Storage]) -> None:
    agency = Agency.open(processes[0])
    ada, bob = await agency.people("ada", "bob")
    project = await agency.project(ada)
    asked = [await agency.request(project, ada, bob) for _ in range(4)]
    wanted = RequestBooking(project_id=project, user_id=bob.person)

    outcomes = await at_once(
        processes,
        *((ConfirmBooking(booking_id=each.id), bob) for each in asked),
        (BlockUser(user_id=ada.person), bob),
        *[(wanted, ada)] * 4,
    )

    assert {*outcomes} <= {"done", "NotFound", "Invalid"}

    def still_open(work: Any) -> int:
        return len(work.bookings.open_of(bob.person, 9))

    assert await read(agency.storage, still_open) == 0
