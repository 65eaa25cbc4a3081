"""A span for each request, by its route's template; what it was asked for is not told."""

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from phantom_app.spans import Spans

__all__ = ["traced"]


def traced(app: ASGIApp, spans: Spans) -> ASGIApp:
    """The application, of whose requests is told; the same, if nobody listens."""
    if not spans.on:
        return app

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            # A connection lasts for hours; each of its frames is told.
            await app(scope, receive, send)
            return
        method = scope["method"]
        with spans.begin(method, headers=scope["headers"]) as span:

            async def seen(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.tell("http.response.status_code", message["status"])
                await send(message)

            await app(scope, receive, seen)
            route = scope["state"].get("phantom.route", "unknown")
            span.name(f"{method} {route}")
            span.tell("http.request.method", method)
            span.tell("http.route", route)

    return told
