"""Sets of music over HTTP: listening to them; and putting them together, for admins."""

from phantom_app.http.sets.routes import ROUTES

__all__ = ["ROUTES"]
