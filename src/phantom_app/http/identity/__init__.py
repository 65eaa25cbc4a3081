"""Identity over HTTP: coming in, people, reports of abuse, and the office that handles them."""

from phantom_app.http.identity import admin, auth, reports, users

__all__ = ["ROUTES"]

ROUTES = (*auth.ROUTES, *users.ROUTES, *reports.ROUTES, *admin.ROUTES)
"""What is served here."""
