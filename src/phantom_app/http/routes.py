"""All routes of the contexts, by context."""

from typing import Final

from litestar.types import ControllerRouterHandler

from phantom_app.http import identity

__all__ = ["ROUTES"]

ROUTES: Final[tuple[ControllerRouterHandler, ...]] = (*identity.ROUTES,)
"""What `create_app` serves beside its own pages."""
