"""The outermost layer: what every answer carries, what is measured, and the last safety net."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Final

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from phantom_app.http.problems import MEDIA_TYPE
from phantom_app.http.refusals import fault_of_the_server
from phantom_app.limiting import limit_headers

__all__ = ["Front", "Measure"]

Measure = Callable[[str, str, int, float], None]
"""Is told method, route template, status and seconds of every request."""

_UNLESS_SAID_OTHERWISE: Final = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-resource-policy", b"same-site"),
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (b"cache-control", b"no-store"),
]


class Front:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, measure: Measure) -> None:
        self._app = app
        self._measure = measure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and see its answer off."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        await self._serve(scope, receive, send)

    async def _serve(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})
        answer = _Answer(scope, send)
        begun = perf_counter()
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            if answer.status:
                raise
            await answer.fail(error)
        finally:
            template = scope.get("path_template") or "unknown"
            self._measure(scope["method"], template, answer.status, perf_counter() - begun)


class _Answer:
    """One answer on its way out."""

    def __init__(self, scope: HTTPScope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        """Add our headers to the first message."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *self._headers(message["headers"])]
        await self._send(message)

    def _headers(self, given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        names = {name.lower() for name, _ in given}
        added = [header for header in _UNLESS_SAID_OTHERWISE if header[0] not in names]
        return [*added, *limit_headers(self._scope["state"].get("verdicts", []))]

    async def fail(self, error: Exception) -> None:
        """Tell a fault that no handler has seen."""
        body = msgspec.json.encode(fault_of_the_server(error, self._scope["path"]))
        headers = [(b"content-type", MEDIA_TYPE.encode())]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self._send({"type": "http.response.body", "body": body, "more_body": False})
