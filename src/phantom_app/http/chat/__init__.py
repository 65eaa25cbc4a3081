"""Chat over HTTP: chat rooms, who is in them, and their messages."""

from phantom_app.http.chat.routes import ROUTES

__all__ = ["ROUTES"]
