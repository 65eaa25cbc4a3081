"""The application: all routes behind the gate, and the layers around them."""

from collections.abc import Sequence
from functools import lru_cache

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.types import ASGIApp, ControllerRouterHandler, Receive, Scope, Send

from phantom_app.http import documentation, health, pages
from phantom_app.http.browser_guards import Guards
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.front import Front
from phantom_app.http.gate import admit
from phantom_app.http.openapi import StructSchemas
from phantom_app.http.refusals import refuse
from phantom_app.http.served import SERVED, Served
from phantom_app.http.traced import traced

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
    "Traceparent",
    "X-Request-ID",
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
    "X-Request-ID",
]


def create_app(server: Served, *, routes: Sequence[ControllerRouterHandler] = ()) -> ASGIApp:
    """The server's application: the routes given, and those of every server.

    Args:
        server: what the routes find with each request.
        routes: Litestar's routes; each is closed unless it says `open=True`.
    """
    settings = server.services.settings
    litestar = _application(
        tuple(routes), settings.body_limit, tuple(settings.allowed_origins or ())
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[SERVED] = server
        await litestar(scope, receive, send)

    guards = Guards(settings.hsts)
    services = server.services
    front = Front(app, services.metrics.request, patience=settings.body_timeout, guards=guards)
    return traced(front, services.spans)


@lru_cache(maxsize=8)
def _application(
    routes: tuple[ControllerRouterHandler, ...], body_limit: int, origins: tuple[str, ...]
) -> Litestar:
    """The routes, made ready; the same for all servers of a process with these settings."""
    return Litestar(
        route_handlers=[*health.ROUTES, *pages.ROUTES, *routes],
        request_class=PhantomRequest,
        before_request=admit,
        exception_handlers={Exception: refuse},
        request_max_body_size=body_limit,
        cors_config=_cors(origins),
        openapi_config=documentation.openapi_config(),
        plugins=[StructSchemas()],
        logging_config=None,
    )


def _cors(origins: tuple[str, ...]) -> CORSConfig | None:
    if not origins:
        return None
    return CORSConfig(
        allow_origins=list(origins),
        allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=_ACCEPTED,
        expose_headers=_EXPOSED,
        max_age=600,
    )
