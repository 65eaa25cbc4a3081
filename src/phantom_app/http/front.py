"""The outermost layer: what every answer carries, what is measured, and the last safety net."""

from asyncio import CancelledError
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import perf_counter
from types import MappingProxyType
from typing import Final

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import HTTPResponseStartEvent

from phantom_app.doing import REQUEST_ID, Doing, doing, request_id_of
from phantom_app.http.access_log import log_request
from phantom_app.http.browser_guards import Guards
from phantom_app.http.handshakes import no_sockets_elsewhere
from phantom_app.http.patience import patient
from phantom_app.http.problems import MEDIA_TYPE, Problem, headers_of, problem_of
from phantom_app.http.refusals import fault_of_the_server
from phantom_app.http.security_log import note
from phantom_app.limiting import limit_headers
from phantom_core.blobs import names_tag
from phantom_core.kernel import PhantomError, Unavailable

__all__ = ["Front", "Measure"]

Measure = Callable[[str, str, int, float], None]
"""Is told method, route template, status and seconds of every request."""

_KNOWS_HEAD: Final = "/blobs/"
_READS: Final = {"GET", "HEAD"}
_OK: Final = 200
_NOT_MODIFIED: Final = 304
_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})

_Headers = list[tuple[bytes, bytes]]


class Front:
    """Wraps the whole application."""

    def __init__(
        self, app: ASGIApp, measure: Measure, *, patience: timedelta, guards: Guards
    ) -> None:
        """Keep what it takes.

        Args:
            app: what is wrapped.
            measure: is told of every request.
            patience: how long the next piece of a body is waited for.
            guards: what answers tell browsers.
        """
        self._app = app
        self._measure = measure
        self._patience = patience.total_seconds()
        self._guards = guards

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and see its answer off."""
        with doing(request_id_of(scope["headers"])) as now:
            if scope["type"] == ScopeType.HTTP:
                await self._serve(scope, receive, send, now)
            else:
                await self._app(scope, receive, no_sockets_elsewhere(scope, send))

    async def _serve(self, scope: HTTPScope, receive: Receive, send: Send, now: Doing) -> None:
        scope.setdefault("state", {})
        answer = _Answer(scope, send, now.request_id, self._guards)
        asked = _as_a_get(scope)
        begun = perf_counter()
        try:
            await self._app(asked, patient(receive, self._patience), answer.send)
        except CancelledError:
            # The server stops, and waits no longer. What has begun is broken off with it.
            await answer.refuse(Unavailable("The server is stopping.", retry_after=1))
        except Exception as error:
            if answer.status:
                raise
            await answer.tell(fault_of_the_server(error, scope["path"]))
        finally:
            template = asked.get("path_template") or "unknown"
            scope["state"]["phantom.route"] = template
            seconds = perf_counter() - begun
            self._measure(scope["method"], template, answer.status, seconds)
            log_request(scope["method"], template, answer.status, seconds, now)
            note(asked, answer.status)


def _as_a_get(scope: HTTPScope) -> HTTPScope:
    """A HEAD is a GET whose body is not sent; only files know it, so that none is read for it."""
    if scope["method"] != "HEAD" or scope["path"].startswith(_KNOWS_HEAD):
        return scope
    return {**scope, "method": "GET"}


class _Answer:
    """One answer on its way out."""

    def __init__(self, scope: HTTPScope, send: Send, request_id: str, guards: Guards) -> None:
        self._scope = scope
        self._send = send
        self._request_id = (REQUEST_ID, request_id.encode())
        self._guards = guards
        self._bodiless = scope["method"] == "HEAD"
        self.status = 0

    async def send(self, message: Message) -> None:
        """Add our headers to the first message; leave out a body that is not to be sent."""
        if message["type"] == "http.response.start":
            message = self._begin(message)
        elif message["type"] == "http.response.body" and self._bodiless:
            message = {**message, "body": b""}
        await self._send(message)

    async def refuse(self, error: PhantomError) -> None:
        """Tell a refusal that no handler has seen, unless something has been told already."""
        if not self.status:
            await self.tell(problem_of(error, self._scope["path"]), headers_of(error))

    async def tell(self, problem: Problem, headers: Mapping[str, str] = _NO_HEADERS) -> None:
        """Send a problem."""
        body = msgspec.json.encode(problem)
        told = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), **headers}
        encoded = [(name.lower().encode(), value.encode()) for name, value in told.items()]
        await self.send(
            {"type": "http.response.start", "status": problem.status, "headers": encoded}
        )
        await self.send({"type": "http.response.body", "body": body, "more_body": False})

    def _begin(self, message: HTTPResponseStartEvent) -> HTTPResponseStartEvent:
        self.status, headers = message["status"], list(message["headers"])
        if self.status == _OK and self._is_known(headers):
            self.status, self._bodiless = _NOT_MODIFIED, True
            headers = [header for header in headers if not header[0].startswith(b"content-")]
        return {**message, "status": self.status, "headers": [*headers, *self._added(headers)]}

    def _is_known(self, headers: _Headers) -> bool:
        """Whether the client says that it has what is read (RFC 9110, 13.1.2)."""
        if self._scope["method"] not in _READS:
            return False
        given = [value for name, value in self._scope["headers"] if name == b"if-none-match"]
        tag = next((value for name, value in headers if name == b"etag"), None)
        if not given or tag is None:
            return False
        return names_tag(b", ".join(given).decode("latin-1"), tag.decode("latin-1"))

    def _added(self, given: _Headers) -> _Headers:
        added = self._guards.missing(given, self._scope["scheme"])
        return [self._request_id, *added, *limit_headers(self._scope["state"].get("verdicts", []))]
