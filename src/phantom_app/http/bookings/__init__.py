"""Bookings over HTTP."""

from phantom_app.http.bookings.routes import ROUTES

__all__ = ["ROUTES"]
