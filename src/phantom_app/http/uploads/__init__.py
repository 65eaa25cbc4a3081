"""Uploads over HTTP: those that come in parts, and how much one keeps."""

from phantom_app.http.uploads.routes import ROUTES

__all__ = ["ROUTES"]
