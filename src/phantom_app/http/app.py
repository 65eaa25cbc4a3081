"""The application: all routes behind the gate, and the layers around them."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.types import ASGIApp, ControllerRouterHandler

from phantom_app.http import documentation, health
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.front import Front
from phantom_app.http.gate import Gate
from phantom_app.http.openapi import StructSchemas
from phantom_app.http.refusals import refuse
from phantom_app.services import Services
from phantom_app.settings import Settings

__all__ = ["create_app", "create_routes"]

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]

_EXPOSED = ["ETag", "Location", "RateLimit", "RateLimit-Policy", "Retry-After"]


def create_app(
    services: Services,
    *,
    routes: Sequence[ControllerRouterHandler] = (),
    lifespan: Sequence[Lifespan] = (),
) -> ASGIApp:
    """The server's application: the routes given, and those of every server.

    Args:
        services: what the routes are given.
        routes: Litestar's routes; each is closed unless it says `open=True`.
        lifespan: what runs as long as the server does.
    """
    litestar = create_routes(services, routes=routes, lifespan=lifespan)
    return Front(litestar, services.metrics.request)


def create_routes(
    services: Services,
    *,
    routes: Sequence[ControllerRouterHandler] = (),
    lifespan: Sequence[Lifespan] = (),
) -> Litestar:
    """The same without its outermost layer."""
    return Litestar(
        route_handlers=[*health.ROUTES, *documentation.ROUTES, *routes],
        request_class=PhantomRequest,
        before_request=Gate(services).admit,
        exception_handlers={Exception: refuse},
        request_max_body_size=services.settings.body_limit,
        cors_config=_cors(services.settings),
        openapi_config=documentation.openapi_config(),
        plugins=[StructSchemas()],
        lifespan=list(lifespan),
        logging_config=None,
    )


def _cors(settings: Settings) -> CORSConfig | None:
    if not settings.allowed_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.allowed_origins),
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "Idempotency-Key", "Range"],
        expose_headers=_EXPOSED,
        max_age=600,
    )
