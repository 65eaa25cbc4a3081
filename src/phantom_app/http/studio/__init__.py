"""The studio over HTTP: projects, and the people who make music in them together."""

from phantom_app.http.studio.routes import ROUTES

__all__ = ["ROUTES"]
