"""All routes of the contexts, by context."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from litestar import Router
from litestar.types import ControllerRouterHandler, HTTPScope

from phantom_app.http import (
    bookings,
    calls,
    catalog,
    chat,
    composing,
    identity,
    images,
    jobs,
    matching,
    notifications,
    privacy,
    rooms,
    sets,
    studio,
    sweeps,
    uploads,
)
from phantom_app.http.audio import routes as audio
from phantom_app.http.delivery import Delivery, create_delivery_router
from phantom_app.http.served import Served, served
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
from phantom_core.chat import FetchFile, file_of
from phantom_core.kernel import SYSTEM, Id, Query, UserId
from phantom_core.media.images import SeeImage, image_of
from phantom_core.media.sets import HearTrack, track_of
from phantom_core.privacy.data_export import export_of
from phantom_core.privacy.use_cases.exports import FetchDataExport

__all__ = ["ROUTES", "server_of"]


def server_of(services: Services) -> Served:
    """The server that has these services; its hub must be open while it serves."""
    sockets = Sockets(
        services.hub,
        authenticator(services.desk, services.clock),
        clock=services.clock,
        limits=services.limits,
        settings=_socket_settings(services.settings),
        states=STATES,
        seats=services.broker.seats,
        spans=services.spans,
    )
    return Served(services=services, sockets=sockets)


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


def _sockets_of(scope: Mapping[str, Any]) -> Sockets:
    return served(scope).sockets


def _delivery_of(scope: HTTPScope) -> Delivery:
    """Files by signed URL: it stands for its reader's token, and no call is counted."""
    services = served(scope).services

    async def permit(grant: BlobGrant) -> None:
        reader = None if grant.reader is None else UserId(Id(grant.reader))
        if export_of(grant.key) is not None:
            fetch = FetchDataExport(blob=grant.key, reader=reader)
            await services.phantom.ask(fetch, actor=SYSTEM)
        elif file_of(grant.key) is not None:
            await services.phantom.ask(FetchFile(blob=grant.key, reader=reader), actor=SYSTEM)
        elif image_of(grant.key) is not None:
            await services.phantom.ask(SeeImage(blob=grant.key, reader=reader), actor=SYSTEM)
        elif reader is not None:
            hear = HearOriginal if track_of(grant.key) is None else HearTrack
            query: Query[Any] = hear(blob=grant.key, reader=reader)
            await services.phantom.ask(query, actor=SYSTEM)

    return Delivery(
        store=services.audio.store,
        ring=services.ring,
        clock=services.clock,
        permit=permit,
        intake=services.intake,
        front=services.front,
    )


ROUTES: Final[Sequence[ControllerRouterHandler]] = (
    *identity.ROUTES,
    *privacy.ROUTES,
    *sweeps.ROUTES,
    *jobs.ROUTES,
    *audio.ROUTES,
    *uploads.ROUTES,
    *calls.ROUTES,
    *catalog.ROUTES,
    *rooms.ROUTES,
    *chat.ROUTES,
    *studio.ROUTES,
    *composing.ROUTES,
    *images.ROUTES,
    *matching.ROUTES,
    *sets.ROUTES,
    *bookings.ROUTES,
    *notifications.ROUTES,
    Router(
        "/",
        route_handlers=[create_delivery_router(_delivery_of)],
        opt={"open": True, "own_query": True, "unlimited": True},
    ),
    asyncapi,
    create_socket_route(_sockets_of),
    create_entrance("/ws/rooms/{identifier:str}/chat", topics_of_room, _sockets_of),
)
"""What a server has beside its own pages."""
