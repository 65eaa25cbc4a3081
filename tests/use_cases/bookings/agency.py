"""A small world for the use cases of bookings: people, a project, and who is wanted for it."""

from datetime import datetime, timedelta
from typing import Any

import attrs

from phantom_core.booking import (
    BookingFilter,
    BookingId,
    BookingView,
    CancelBooking,
    ChangeBooking,
    CompleteBooking,
    ConfirmBooking,
    GetBooking,
    ListBookings,
    RequestBooking,
)
from phantom_core.kernel import Actor, Event
from phantom_core.studio import ProjectId
from tests.use_cases.studio.workshop import Workshop

__all__ = ["Agency"]


@attrs.define
class Agency(Workshop):
    """The world, and what is done in it again and again."""

    def at(self, hours: float) -> datetime:
        """So many hours after everything here begins."""
        return self.clock.now + timedelta(hours=hours)

    async def request(self, project: ProjectId, by: Actor, whom: Actor, **said: Any) -> BookingView:
        """Somebody wants another."""
        command = RequestBooking(project_id=project, user_id=whom.person, **said)
        view: BookingView = await self.do(command, by)
        return view

    async def change(self, booking: BookingId, by: Actor, **said: Any) -> BookingView:
        """Somebody says it otherwise."""
        view: BookingView = await self.do(ChangeBooking(booking_id=booking, **said), by)
        return view

    async def confirm(self, booking: BookingId, by: Actor, version: int | None = None) -> Any:
        """Somebody agrees."""
        return await self.do(ConfirmBooking(booking_id=booking, version=version), by)

    async def cancel(self, booking: BookingId, by: Actor, reason: str | None = None) -> Any:
        """Somebody calls it off."""
        return await self.do(CancelBooking(booking_id=booking, reason=reason), by)

    async def complete(self, booking: BookingId, by: Actor) -> Any:
        """Somebody says that it has taken place."""
        return await self.do(CompleteBooking(booking_id=booking), by)

    async def booking(self, booking: BookingId, to: Actor) -> BookingView:
        """A booking, as somebody sees it."""
        view: BookingView = await self.ask(GetBooking(booking_id=booking), to)
        return view

    async def listed(self, to: Actor, **wanted: Any) -> list[BookingId]:
        """The bookings that somebody sees."""
        page = await self.ask(ListBookings(wanted=BookingFilter(**wanted)), to)
        return [each.id for each in page.items]

    async def told_change(self, booking: BookingId, by: Actor, **said: Any) -> list[Event]:
        """Somebody says it otherwise; answer what happened."""
        return await self.told(ChangeBooking(booking_id=booking, **said), by)
