"""A real server of blobs, on a port of this machine, for the tests of delivery."""

import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.client import HTTPConnection
from typing import Any, Final

import attrs
import uvicorn
from litestar import Litestar, Request, Response

from phantom_app.http.delivery import Delivery, WebServerInFront, create_delivery_router
from phantom_app.http.problems import problem_of, status_of
from phantom_core.blobs import (
    BlobGrant,
    BlobInfo,
    BlobKey,
    BlobStore,
    KeyRing,
    PartIntake,
    SigningKey,
)
from phantom_core.kernel.errors import PhantomError
from phantom_core.kernel.quantities import ByteCount

NOW: Final = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EXPIRES: Final = NOW + timedelta(minutes=5)
RING: Final = KeyRing((SigningKey(kid="new", secret=b"n" * 32),))


@attrs.frozen
class Reply:
    """What the server answered."""

    status: int
    headers: Message
    body: bytes


@attrs.frozen
class Client:
    """Sends requests as they are given, each on a connection of its own."""

    port: int

    def ask(self, target: str, headers: Mapping[str, str] | None = None, *, method: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, target, headers=dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.ask(target, headers, method="GET")

    def head(self, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        return self.ask(target, headers, method="HEAD")


async def put(store: BlobStore, key: BlobKey, data: bytes) -> BlobInfo:
    """Put bytes under a key."""

    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return await store.put(key, chunks(), limit=ByteCount(len(data)))


def delivery_app(
    store: BlobStore,
    ring: KeyRing = RING,
    *,
    intake: PartIntake | None = None,
    front: WebServerInFront | None = None,
    clock: Callable[[], datetime] = lambda: NOW,
) -> Litestar:
    """An application that serves blobs, and tells refusals as problems."""
    delivery = Delivery(
        store=store, ring=ring, clock=clock, permit=_to_all, intake=intake, front=front
    )
    return Litestar(
        [create_delivery_router(lambda _: delivery)],
        exception_handlers={PhantomError: _refuse},
        openapi_config=None,
    )


async def _to_all(_: BlobGrant) -> None:
    """Let everybody read."""


@contextmanager
def serving(app: Litestar) -> Iterator[Client]:
    """Serve an application on a free port, for as long as the context lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Client(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()


def _refuse(_request: Request[Any, Any, Any], error: PhantomError) -> Response[object]:
    status, _ = status_of(type(error))
    return Response(problem_of(error), status_code=status, media_type="application/problem+json")
