"""Calls over HTTP: beginning, joining and leaving them, and whom one does not want to hear."""

from phantom_app.http.calls.routes import ROUTES

__all__ = ["ROUTES"]
