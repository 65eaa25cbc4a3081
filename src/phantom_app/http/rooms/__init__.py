"""Rooms over HTTP: being in them, their music, votes on it, and invites."""

from phantom_app.http.rooms.routes import ROUTES

__all__ = ["ROUTES"]
