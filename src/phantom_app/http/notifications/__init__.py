"""Notifications over HTTP: reading them, choosing what comes, and devices that are told."""

from phantom_app.http.notifications.routes import ROUTES

__all__ = ["ROUTES"]
