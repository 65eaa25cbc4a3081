"""The queue of stored jobs, for admins."""

from phantom_app.http.jobs.routes import ROUTES

__all__ = ["ROUTES"]
