"""Showing bookings to people, and telling what has happened to them."""

from collections.abc import Mapping

from phantom_core.booking.booking import Booking
from phantom_core.booking.events import BookingEvent
from phantom_core.booking.ports import BookingWork
from phantom_core.booking.views import BookedProject, BookingView
from phantom_core.kernel import Id, Page, Person, UserId


def shown(work: BookingWork, booking: Booking) -> BookingView:
    """A booking as both sides see it."""
    return shown_page(work, Page([booking])).items[0]


def shown_page(work: BookingWork, page: Page[Booking]) -> Page[BookingView]:
    """A page of bookings; each person and project in it is looked up once."""
    people = work.people.of(sorted({each for booking in page.items for each in booking.sides}))
    projects = sorted({booking.project_id for booking in page.items})
    names = work.booking_projects.names(projects)
    return page.map(lambda booking: _view(booking, people, names))


def tell(work: BookingWork, booking: Booking, kind: type[BookingEvent]) -> BookingView:
    """Tell both sides what has happened to a booking."""
    view = shown(work, booking)
    by = work.actor.user_id
    for user_id in booking.sides:
        work.record(kind(user_id=user_id, booking=view, by=by))
    return view


def _view(
    booking: Booking, people: Mapping[UserId, Person], names: Mapping[Id, str]
) -> BookingView:
    return BookingView(
        id=booking.id,
        project=BookedProject(id=booking.project_id, name=names[booking.project_id]),
        user=people[booking.user_id],
        requested_by=people[booking.requested_by],
        role=booking.role,
        note=booking.note,
        status=booking.status,
        slot=booking.slot,
        proposal=booking.proposal,
        cancelled_by=booking.cancelled_by,
        reason=booking.reason,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        version=booking.version,
    )
