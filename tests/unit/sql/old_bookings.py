"""An old booking, and how the version of now reads it."""

from datetime import UTC, datetime
from typing import Any, Final

from phantom_core.booking import Booking, BookingId, BookingStatus, Proposal
from phantom_core.kernel import SYSTEM, Id, Invocation, Storage, UserId
from tests.unit.sql.old_rows import ADA, BOB, JOB, THEN, Rows
from tests.unit.sql.old_studio import NIGHTS

__all__ = ["OLD_BOOKINGS", "read_the_bookings"]

_SLOT: Final = (
    '{"start_time": "2026-03-07T10:00:00.000+00:00", "end_time": "2026-03-07T12:00:00.000+00:00",'
    ' "time_zone": "Europe/Berlin"}'
)

OLD_BOOKINGS: Final[Rows] = {
    "bookings": [
        {
            "id": JOB,
            "project_id": NIGHTS,
            "user_id": BOB,
            "requested_by": ADA,
            "role": "drummer",
            "note": "Two takes.",
            "status": "confirmed",
            "slot": _SLOT,
            "proposal": f'{{"slot": null, "proposed_by": "{BOB}"}}',
            "cancelled_by": None,
            "reason": None,
            "created_at": THEN,
            "updated_at": THEN,
            "version": 3,
            "start_time": datetime(2026, 3, 7, 10, tzinfo=UTC),
            "end_time": datetime(2026, 3, 7, 12, tzinfo=UTC),
        }
    ],
}
"""One."""


async def read_the_bookings(storage: Storage) -> None:
    """Look at it."""

    def read(work: Any) -> Booking | None:
        found: Booking | None = work.bookings.find(BookingId(Id(JOB)))
        return found

    found = await storage.read(Invocation(SYSTEM, 0), read)

    assert found is not None
    assert (found.status, found.role, found.version) == (BookingStatus.CONFIRMED, "drummer", 3)
    assert found.slot is not None
    assert (found.slot.start_time.hour, found.slot.time_zone) == (10, "Europe/Berlin")
    assert found.proposal == Proposal(slot=None, proposed_by=UserId(Id(BOB)))
