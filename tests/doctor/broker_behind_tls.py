"""TLS before a broker that has none of its own."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.contracts.smtp_server import CERTIFICATE

__all__ = ["behind_tls"]


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
