"""What is kept about people, over HTTP: how they take it away, and how it goes."""

from phantom_app.http.privacy import erasing, exports, retention

__all__ = ["ROUTES"]

ROUTES = (*exports.ROUTES, *erasing.ROUTES, *retention.ROUTES)
"""What is served here."""
