"""Is it alive, is it ready, how is it doing: for load balancers and for Prometheus."""

import ipaddress
from typing import Annotated, Literal

import msgspec
from litestar import Response, get
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.payloads import Payload
from phantom_core.kernel import NotFound

__all__ = ["ROUTES", "Health", "Readiness", "live", "metrics", "ready"]


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
    """Whether all that the server needs answers; 503 and what does not, otherwise.

    The answer is a second old at the most. A broker that is `away` is told, and does not make a
    server less ready. While the server stops, it is 503: load balancers send new callers elsewhere.
    """
    return Readiness(status="ok", checks=dict(await request.caller.services.readiness.ask()))


@get("/metrics", open=True, unlimited=True, include_in_schema=False)
async def metrics(request: PhantomRequest) -> Response[bytes]:
    """Measurements in Prometheus' text format, for whom the setting lets see them."""
    services = request.caller.services
    who = services.settings.metrics
    if who == "off" or (who == "local" and not _is_local(request)):
        raise NotFound("page", "/metrics")
    text = await services.measuring.text()
    return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})


def _is_local(request: PhantomRequest) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


ROUTES = (live, ready, metrics)
"""What is served here."""
