"""Images over HTTP."""

from phantom_app.http.images.routes import ROUTES

__all__ = ["ROUTES"]
