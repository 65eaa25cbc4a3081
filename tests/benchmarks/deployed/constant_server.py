"""Uvicorn that answers a constant, with the settings that Phantom has it run with.

`python -m tests.benchmarks.deployed.constant_server`: it prints the port that it has chosen.
"""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import attrs
import uvicorn

from tests.benchmarks.deployed.usage import Programs
from tests.crash.server import ROOT

__all__ = ["Constant", "constant_server"]

_BODY: Final = b'{"status":"ok"}'
_HEADERS: Final = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(_BODY)).encode()),
]
_START: Final = {"type": "http.response.start", "status": 200, "headers": _HEADERS}
_END: Final = {"type": "http.response.body", "body": _BODY}


@attrs.frozen
class Constant:
    """Such a server, running."""

    port: int
    programs: Programs


@contextmanager
def constant_server() -> Iterator[Constant]:
    """Have one run for a while."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            yield Constant(port, Programs((process.pid,)))
        finally:
            process.terminate()


async def _answer(_scope: Any, _receive: Any, send: Any) -> None:
    await send(_START)
    await send(_END)


def _serve() -> None:
    bound = socket.create_server(("127.0.0.1", 0))
    print(bound.getsockname()[1], flush=True)
    config = uvicorn.Config(
        _answer,
        http="httptools",
        loop="uvloop",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[bound])


if __name__ == "__main__":
    _serve()
