"""The measurements of one process at an address of its own.

Several servers share one port, and whoever asks there is answered by one of them, nobody knows
which; workers have no port at all. Here each process of a machine has one.
"""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from phantom_app.measuring import Measuring
from phantom_app.settings import BadSetting, Settings

__all__ = ["serve_measurements"]

_LOG: Final = logging.getLogger("phantom")
_PORTS: Final = 64
_TEXT: Final = [(b"content-type", CONTENT_TYPE_LATEST.encode())]


async def serve_measurements(settings: Settings, measuring: Measuring) -> None:
    """Tell whoever asks, until cancelled; nothing happens if the settings name no address.

    Raises: BadSetting, if none of the ports can be listened on.
    """
    if settings.metrics_address is None:
        return
    with _bound(*settings.metrics_address) as bound:
        host, port = bound.getsockname()[:2]
        _LOG.info("Process %d is measured at http://%s:%d/metrics", os.getpid(), host, port)
        config = uvicorn.Config(
            _application(measuring), ws="none", lifespan="off", log_config=None, access_log=False
        )
        await _Server(config).serve(sockets=[bound])


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone: they are the program's."""
        yield


def _application(measuring: Measuring) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        del receive
        found = scope["path"] == "/metrics" and scope["method"] in {"GET", "HEAD"}
        body = await measuring.text() if found else b""
        head = {"status": 200 if found else 404, "headers": _TEXT if found else []}
        await send({"type": "http.response.start", **head})
        await send({"type": "http.response.body", "body": body})

    return app


def _bound(host: str, first: int) -> socket.socket:
    """The first port that is free: other processes of this machine have those before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    refusal = OSError("there is no such port")
    for port in range(first, min(first + _PORTS, 65_536)):
        try:
            return socket.create_server((host, port), family=family)
        except OSError as error:
            refusal = error
    problem = f"none of {_PORTS} ports from {host}:{first} on can be listened on: {refusal}"
    raise BadSetting("PHANTOM_METRICS_ADDRESS", problem) from refusal
