"""Routes of matching."""

from phantom_app.http.matching import matches, recommendations

__all__ = ["ROUTES"]

ROUTES = (*matches.ROUTES, *recommendations.ROUTES)
"""What the server serves of matching."""
