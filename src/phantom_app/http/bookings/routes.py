"""All routes of bookings."""

from litestar import Router

from phantom_app.http.bookings import answers, bookings

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/bookings",
        tags=["Bookings"],
        route_handlers=[
            bookings.list_bookings,
            bookings.request_booking,
            bookings.show,
            bookings.change,
            answers.confirm,
            answers.cancel,
            answers.complete,
        ],
    ),
)
"""What the server serves of bookings."""
