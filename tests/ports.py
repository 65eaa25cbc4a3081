"""Ports for what is told where to listen, as nobody else is given them."""

import socket
import sys

__all__ = ["kept_port"]


def kept_port() -> int:
    """A port of 127.0.0.1 where a server may listen, stop, and listen again.

    As long as this process lives, the system gives it to nobody of itself: neither to who asks for
    any port, nor to a connection that goes out, while the server starts or is away. It is bound
    here, without listening; whoever says SO_REUSEADDR, as servers do, may bind it as well.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    port = int(held.getsockname()[1])
    if sys.platform == "linux":  # elsewhere two may not be bound at once, and chance has to do
        held.detach()
    held.close()
    return port
