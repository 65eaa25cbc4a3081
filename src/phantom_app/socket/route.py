"""Where sockets come in: `GET /ws`."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import WebSocket, websocket
from litestar.handlers import WebsocketRouteHandler

from phantom_adapters.limits import MemorySeats
from phantom_adapters.transport import Hub, by_turns
from phantom_app.http.security_log import note_page
from phantom_app.limiting import Limits, address_of, limit_headers, refusal_of
from phantom_app.socket.asgi_wire import Receive, Scope, Send, wire_of
from phantom_app.socket.bearers import Authenticate, Bearer
from phantom_app.socket.closing import CloseCode
from phantom_app.socket.connection import Connection
from phantom_app.socket.conversation import Parts, States
from phantom_app.socket.entrances import Entrance, TopicsOf
from phantom_app.socket.settings import DEFAULTS, SocketSettings
from phantom_app.socket.turning_away import turn_away
from phantom_app.socket.turnstile import Turnstile
from phantom_app.spans import NO_SPANS, Spans
from phantom_core.identity.events import SessionsEnded
from phantom_core.kernel import Forbidden, StoredEvent, Unavailable
from phantom_core.limits import Seats

__all__ = ["PATH", "Sockets", "SocketsOf", "create_entrance", "create_socket_route"]

PATH: Final = "/ws"
"""Where the socket is."""

_PROTOCOL: Final = "phantom"
_BEARER: Final = "phantom.bearer."


_ELSEWHERE: Final = "Pages of this origin may not connect; PHANTOM_ALLOWED_ORIGINS says which may."
_GOING: Final = "This server is going down; connect again, to another one."


class Sockets:
    """All connections of this process, as an ASGI application for sockets.

    Attributes:
        draining: whether nobody is let in any more, and those who are here are shown out.
    """

    def __init__(  # noqa: PLR0913 - each is a part of what every connection is given
        self,
        hub: Hub,
        authenticate: Authenticate,
        *,
        clock: Callable[[], datetime],
        limits: Limits,
        settings: SocketSettings = DEFAULTS,
        states: States = MappingProxyType({}),
        seats: Seats | None = None,
        spans: Spans = NO_SPANS,
    ) -> None:
        """Let people talk with a hub.

        Args:
            hub: delivers what is live; it must be open while connections are served.
            authenticate: tells whose a token is.
            clock: the time now.
            limits: how often people may connect, show tokens and send frames.
            settings: how those who connect are treated.
            states: how topics' states are told.
            seats: knows how many connections each person holds; if none is given, of those here.
            spans: whoever traces what frames have done.
        """
        self._parts = Parts(
            hub=hub,
            authenticate=authenticate,
            clock=clock,
            limits=limits,
            seats=seats or MemorySeats(settings.per_person),
            turnstile=Turnstile(at_once=settings.come_in_at_once, patience=settings.line_patience),
            settings=settings,
            states=states,
            spans=spans,
        )
        self._connections: set[Connection] = set()
        self.draining = False
        hub.watch(self._see)

    def __len__(self) -> int:
        """How many connections there are."""
        return len(self._connections)

    @property
    def waiting(self) -> int:
        """How many of them wait to come in."""
        return self._parts.turnstile.waiting

    async def serve(
        self, scope: Scope, receive: Receive, send: Send, entrance: Entrance | None = None
    ) -> None:
        """Serve one connection, from the request for it to its end."""
        await receive()
        if not _is_welcome(scope, self._parts.settings.allowed_origins):
            note_page(scope)
            await turn_away(scope, send, Forbidden(_ELSEWHERE))
            return
        address = address_of(scope)
        verdict = await self._parts.limits.take("address", address)
        if verdict is not None and not verdict.granted:
            await turn_away(scope, send, refusal_of(verdict), [verdict])
            return
        if self.draining:
            await turn_away(scope, send, Unavailable(_GOING))
            return
        protocol, token = _offered(scope.get("subprotocols") or ())
        headers = limit_headers([verdict] if verdict else [])
        wire = wire_of(scope, send)
        connection = Connection(self._parts, receive, send, wire, address, entrance)
        # Whoever shows all out, while this one is let in, knows of it.
        self._connections.add(connection)
        try:
            await send({"type": "websocket.accept", "subprotocol": protocol, "headers": headers})
            await connection.run(token)
        finally:
            self._connections.discard(connection)

    async def drain(self, spread: float) -> None:
        """Let nobody in any more, and close all connections, spread over so many seconds."""
        self.draining = True
        goodbyes = [partial(each.end, CloseCode.RESTARTING) for each in self._connections]
        await by_turns(goodbyes, spread)

    def _see(self, stored: StoredEvent) -> None:
        """Close the connections of log-in sessions that end."""
        if isinstance(stored.event, SessionsEnded):
            for connection in [*self._connections]:
                if _is_in(connection.conversation.bearer, stored.event):
                    connection.end(CloseCode.NOT_AUTHENTICATED)


SocketsOf = Callable[[Scope], Sockets]
"""Finds the connections of the server that a request was sent to."""


def create_socket_route(sockets_of: SocketsOf) -> WebsocketRouteHandler:
    """The route of the socket. The hub must be open while it is served."""

    @websocket(PATH, open=True)
    async def ws(socket: WebSocket[Any, Any, Any]) -> None:
        sockets = sockets_of(socket.scope)
        await sockets.serve(socket.scope, socket.receive, socket.send)

    return ws


def create_entrance(path: str, topics: TopicsOf, sockets_of: SocketsOf) -> WebsocketRouteHandler:
    """The same socket at a path with an `{identifier:str}`; it has joined some topics at once."""

    @websocket(path, open=True)
    async def entrance(socket: WebSocket[Any, Any, Any]) -> None:
        way = Entrance(topics, socket.path_params["identifier"])
        sockets = sockets_of(socket.scope)
        await sockets.serve(socket.scope, socket.receive, socket.send, way)

    return entrance


def _is_in(bearer: Bearer | None, ended: SessionsEnded) -> bool:
    return bearer is not None and bearer.session_id in ended.session_ids


def _is_welcome(scope: Scope, allowed: frozenset[str]) -> bool:
    """Whether the page that connects is ours, or allowed, or no page at all."""
    headers: Mapping[bytes, bytes] = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is None:
        return True
    text = origin.decode("latin-1").lower()
    host = headers.get(b"host", b"").decode("latin-1").lower()
    return text in allowed or (bool(host) and _host_of(text) == host)


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _offered(protocols: Sequence[str]) -> tuple[str | None, str | None]:
    """The protocol to speak, and the token that came with the request, if one did."""
    bearers = [name for name in protocols if name.startswith(_BEARER)]
    token = bearers[0].removeprefix(_BEARER) if bearers else None
    return (_PROTOCOL if _PROTOCOL in protocols else next(iter(bearers), None)), token
