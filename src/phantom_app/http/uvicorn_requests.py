"""Uvicorn's protocol for requests, which takes no more connections than there are files for.

It lets go of connections without a request being lost between: a proxy sends one on a connection
that it has kept, and what may have had an effect is not sent again if that is just being closed.
"""

from asyncio import TimerHandle, Transport
from collections.abc import Callable, Collection
from http import HTTPStatus
from typing import Any, ClassVar, Final

import anyio
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from phantom_app.http.problems import MEDIA_TYPE, headers_of, problem_of
from phantom_app.socket.answers import encode
from phantom_core.kernel import Unavailable

__all__ = ["RequestProtocol", "let_go", "request_protocol"]

_LATER: Final = 5.0
_PATIENCE: Final = 30.0
_LITTLE_PATIENCE: Final = 1.0
_KEPT: Final = 5.0
"""Seconds that uvicorn keeps a connection on which nothing is asked."""

_LIVE: Final = "/health/live"
"""Who asks this would restart what refuses; a server that is full is none the better for it."""


class RequestProtocol(HttpToolsProtocol):
    """Answers 503 to whoever connects when too many are connected, and lets them go.

    Connections of all kinds count, as all begin here. Those who are connected already are served
    as before: a connection that took the last file would have their requests fail instead. Who
    connects and asks for nothing is let go too.

    Attributes:
        most: how many connections are served at a time.
        far_too_many: how many there may be with those who are refused; who comes after is cut off.
        cycle: what was asked last; `None` until something is.
    """

    most: ClassVar[int]
    far_too_many: ClassVar[int]
    cycle: Any
    _patience: TimerHandle
    _one_too_many = False

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Know whoever has connected, and whether they are one too many."""
        super().connection_made(transport)
        count = len(self.connections)
        self._one_too_many = count > self.most
        patience = _LITTLE_PATIENCE if self._one_too_many else _PATIENCE
        if count > self.far_too_many:
            patience = 0
        self._patience = self.loop.call_later(patience, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget them."""
        self._patience.cancel()
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """Answer what is asked."""
        self._patience.cancel()
        super().on_headers_complete()
        if self.goes():
            self.finish()

    @staticmethod
    def goes() -> bool:
        """Whether the server is about to end; then no connection is kept after an answer."""
        return False

    def finish(self) -> None:
        """Keep the connection no longer than for what was asked last."""
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """As uvicorn does; but whoever has just connected may still say what for."""
        if self.cycle is not None:
            super().shutdown()
            return
        self._patience.cancel()
        self._patience = self.loop.call_later(_LITTLE_PATIENCE, self.transport.abort)

    def _should_upgrade(self) -> bool:
        return not self._one_too_many and super()._should_upgrade()

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: that is no fault of whoever has set it up."""

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        refused = self._one_too_many and self.scope["path"] != _LIVE
        super()._start_asgi_task(cycle, _refuse if refused else app)


async def let_go(connections: Collection[object], *, within: float = _KEPT) -> None:
    """Return when those that are connected now for requests have gone, or after so many seconds.

    None of them is kept after its next answer, and who asks nothing lets go by themselves.
    """
    mine = [each for each in connections if isinstance(each, RequestProtocol)]
    for each in mine:
        each.finish()
    with anyio.move_on_after(within):
        while any(each in connections for each in mine):  # noqa: ASYNC110 - uvicorn tells nobody
            await anyio.sleep(0.05)


def request_protocol(
    most: int, files: int, goes: Callable[[], bool] = lambda: False
) -> type[RequestProtocol]:
    """The protocol of a process that serves so many connections, and may have `files` open."""
    told = {"most": most, "far_too_many": (most + files) // 2, "goes": staticmethod(goes)}
    return type("RequestProtocol", (RequestProtocol,), told)


async def _refuse(scope: Any, receive: Any, send: Any) -> None:
    del receive
    full = Unavailable("Too many are connected to this server.", retry_after=_LATER)
    body = encode(problem_of(full, scope["path"]))
    told = {
        "Content-Type": MEDIA_TYPE,
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers_of(full),
    }
    headers = [(name.lower().encode(), value.encode()) for name, value in told.items()]
    status = int(HTTPStatus.SERVICE_UNAVAILABLE)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
