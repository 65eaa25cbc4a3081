"""The application: all routes behind the gate, and the layers around them."""

from collections.abc import Sequence

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from phantom_app.http import documentation, health, pages
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.front import Front
from phantom_app.http.gate import Gate
from phantom_app.http.openapi import StructSchemas
from phantom_app.http.refusals import refuse
from phantom_app.services import Services
from phantom_app.settings import Settings

__all__ = ["create_app"]

_ACCEPTED = [
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "Range",
]
_EXPOSED = [
    "Accept-Ranges",
    "Content-Disposition",
    "Content-Range",
    "ETag",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
]


def create_app(services: Services, *, routes: Sequence[ControllerRouterHandler] = ()) -> ASGIApp:
    """The server's application: the routes given, and those of every server.

    Args:
        services: what the routes are given.
        routes: Litestar's routes; each is closed unless it says `open=True`.
    """
    litestar = Litestar(
        route_handlers=[*health.ROUTES, *pages.ROUTES, *routes],
        request_class=PhantomRequest,
        before_request=Gate(services).admit,
        exception_handlers={Exception: refuse},
        request_max_body_size=services.settings.body_limit,
        cors_config=_cors(services.settings),
        openapi_config=documentation.openapi_config(),
        plugins=[StructSchemas()],
        logging_config=None,
    )
    patience = services.settings.body_timeout
    return Front(litestar, services.metrics.request, patience=patience)


def _cors(settings: Settings) -> CORSConfig | None:
    if not settings.allowed_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=_ACCEPTED,
        expose_headers=_EXPOSED,
        max_age=600,
    )
