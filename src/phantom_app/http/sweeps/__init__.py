"""Sweeps of the blob store, for admins."""

from phantom_app.http.sweeps.routes import ROUTES

__all__ = ["ROUTES"]
