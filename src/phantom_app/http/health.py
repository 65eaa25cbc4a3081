"""Is it alive, is it ready, how is it doing: for load balancers and for Prometheus."""

import ipaddress
from contextlib import aclosing
from typing import Annotated, Final, Literal

import anyio
import msgspec
from litestar import Response, get
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.payloads import Payload
from phantom_app.http.served import served
from phantom_app.services import Services
from phantom_core.blobs import blob_key
from phantom_core.jobs import NextJobIn
from phantom_core.kernel import SYSTEM, NotFound, PhantomError, Unavailable

__all__ = ["ROUTES", "Health", "Readiness", "live", "metrics", "ready"]

_NO_BLOB: Final = blob_key("health/nothing")
_PATIENCE: Final = 5.0


class Health(Payload, omit_defaults=False):
    """How the server is."""

    status: Literal["ok"] = "ok"


class Readiness(Payload):
    """What the server needs, and whether it answers."""

    status: Literal["ok"]
    checks: Annotated[
        dict[str, str], msgspec.Meta(description="What was checked, and how it stands.")
    ]


@get("/health/live", open=True, unlimited=True, tags=["Operations"])
async def live() -> Health:
    """Whether the process answers at all; it touches nothing."""
    return Health()


@get("/health/ready", open=True, unlimited=True, tags=["Operations"])
async def ready(request: PhantomRequest) -> Readiness:
    """Whether the database and the files answer; 503 and the one that does not, otherwise.

    A broker that is `away` is told, and does not make a server less ready. One that is going down
    is not ready: load balancers send new callers elsewhere.
    """
    services = request.caller.services
    if served(request.scope).sockets.draining:
        raise Unavailable("This server is going down.")
    checks = {"database": await _database(services), "files": await _files(services)}
    return Readiness(status="ok", checks={**checks, "broker": services.broker.standing()})


@get("/metrics", open=True, unlimited=True, include_in_schema=False)
async def metrics(request: PhantomRequest) -> Response[bytes]:
    """Measurements in Prometheus' text format, for whom the setting lets see them."""
    services = request.caller.services
    who = services.settings.metrics
    if who == "off" or (who == "local" and not _is_local(request)):
        raise NotFound("page", "/metrics")
    return Response(services.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _database(services: Services) -> str:
    try:
        await services.phantom.ask(NextJobIn(), actor=SYSTEM)
    except PhantomError as error:
        raise Unavailable("The database does not answer.") from error
    return "ok"


async def _files(services: Services) -> str:
    try:
        with anyio.fail_after(_PATIENCE):
            # A bucket that is not there says of a single file only that there is none.
            async with aclosing(services.audio.store.list(_NO_BLOB)) as found:
                await anext(found, None)
    except (PhantomError, TimeoutError) as error:
        raise Unavailable("The files cannot be reached.") from error
    return "ok"


def _is_local(request: PhantomRequest) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


ROUTES = (live, ready, metrics)
"""What is served here."""
