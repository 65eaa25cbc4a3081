"""All routes of the contexts, by context."""

from collections.abc import Sequence

from litestar import Router
from litestar.handlers import WebsocketRouteHandler
from litestar.types import ControllerRouterHandler

from phantom_app.http import audio, calls, catalog, chat, identity, rooms, studio
from phantom_app.http.delivery import create_delivery_router
from phantom_app.services import Services
from phantom_app.setting_values import origin_of
from phantom_app.settings import Settings
from phantom_app.socket import (
    Sockets,
    SocketSettings,
    asyncapi,
    authenticator,
    create_entrance,
    create_socket_route,
)
from phantom_app.socket.rooms_topic import topics_of_room
from phantom_app.socket.states import STATES
from phantom_core.audio import HearOriginal
from phantom_core.blobs import BlobGrant
from phantom_core.kernel import SYSTEM, Id, UserId

__all__ = ["routes_of"]


def routes_of(services: Services) -> Sequence[ControllerRouterHandler]:
    """What `create_app` serves beside its own pages."""
    return [
        *identity.ROUTES,
        *audio.ROUTES,
        *calls.ROUTES,
        *catalog.ROUTES,
        *rooms.ROUTES,
        *chat.ROUTES,
        *studio.ROUTES,
        _delivery(services),
        asyncapi,
        *_sockets(services),
    ]


def _sockets(services: Services) -> Sequence[WebsocketRouteHandler]:
    """What is live, over one connection for each client."""
    sockets = Sockets(
        services.hub,
        authenticator(services.desk, services.clock),
        clock=services.clock,
        limits=services.limits,
        settings=_socket_settings(services.settings),
        states=STATES,
    )
    return [
        create_socket_route(sockets),
        create_entrance("/ws/rooms/{identifier:str}/chat", topics_of_room, sockets),
    ]


def _socket_settings(settings: Settings) -> SocketSettings:
    return SocketSettings(
        allowed_origins=_origins(settings),
        per_person=settings.sockets_per_person,
        auth_within=settings.auth_within.total_seconds(),
        renew_within=settings.renew_within.total_seconds(),
    )


def _origins(settings: Settings) -> frozenset[str]:
    """Where pages may come from: proxies may hide from us the address that they were asked at."""
    own = [origin_of(settings.public_url)] if settings.public_url else []
    return frozenset([*own, *(settings.allowed_origins or ())])


def _delivery(services: Services) -> Router:
    """Files by signed URL: it stands for its reader's token, and no call is counted."""

    async def permit(grant: BlobGrant) -> None:
        if grant.reader is not None:
            query = HearOriginal(blob=grant.key, reader=UserId(Id(grant.reader)))
            await services.phantom.ask(query, actor=SYSTEM)

    router = create_delivery_router(
        store=services.audio.store, ring=services.ring, clock=services.clock, permit=permit
    )
    options = {"open": True, "own_query": True, "unlimited": True}
    return Router("/", route_handlers=[router], opt=options)
