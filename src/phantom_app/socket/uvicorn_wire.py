"""The way to a reader through uvicorn: written straight to its transport."""

import socket
import struct
from collections.abc import Awaitable
from typing import Any, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from phantom_adapters.transport import Frame
from phantom_app.socket.asgi_wire import WIRE, AsgiWire

__all__ = ["KEEPALIVE", "SocketProtocol", "UvicornWire"]

KEEPALIVE: Final = 20.0
"""Seconds between two pings of the server, and seconds in which each must be answered."""

_RESET: Final = struct.pack("ii", 1, 0)
_COUNTED: Final = struct.Struct("i")


class UvicornWire(AsgiWire):
    """Writes to uvicorn's transport: one system call, and nothing is encoded or copied for it."""

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        super().__init__(protocol.send)
        self._protocol = protocol
        self._plain = not protocol.conn.extensions

    def send(self, frame: Frame) -> Awaitable[None] | None:
        """Write a message if there is room for it and the connection is open; else do as ASGI does.

        The frame is what the protocol would write itself: with no extension in use, frames of
        a server depend on nothing that came before.
        """
        protocol = self._protocol
        if (
            self._plain
            and protocol.writable.is_set()
            and protocol.conn.state is State.OPEN
            and not protocol.disconnected
        ):
            protocol.transport.write(frame.packed)
            return None
        return super().send(frame)

    def unsent(self) -> int:
        """Bytes in our buffer, and bytes that the peer's machine has not acknowledged."""
        transport = self._protocol.transport
        return transport.get_write_buffer_size() + _unacknowledged(transport)

    @property
    def lost(self) -> bool:
        """Whether the connection has ended."""
        return self._protocol.disconnected

    def cut(self) -> None:
        """Reset the connection, so that neither we nor the system keep what nobody reads."""
        transport = self._protocol.transport
        if self._protocol.disconnected:
            return
        lent = transport.get_extra_info("socket")
        if lent is not None:
            lent.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()


class SocketProtocol(WebSocketsSansIOProtocol):
    """Uvicorn's protocol for sockets, which lends the application its way to the reader.

    What it writes by itself is bounded too: nobody makes it keep what they do not read.

    Serve with `uvicorn.Config(ws=SocketProtocol)`.
    """

    def handle_ping(self) -> None:
        """Answer a ping, or let it be while earlier answers wait (RFC 6455, 5.5.3)."""
        if self.writable.is_set():
            super().handle_ping()
        else:
            self.conn.data_to_send()

    async def send(self, message: Any) -> None:
        """Send a message. A handshake that was answered by a response is complete.

        Uvicorn takes it for broken off, and would log an error for everybody who is turned away.
        """
        await super().send(message)
        if self.close_sent and self.initial_response is not None:
            self.handshake_complete = True

    def keepalive_timeout(self) -> None:
        """End the connection of who answers no ping, without waiting until they read why."""
        super().keepalive_timeout()
        UvicornWire(self).cut()

    def shutdown(self) -> None:
        """Say goodbye, unless the peer has said so first: a connection closes once."""
        self.close_sent = self.close_sent or self.conn.state in {State.CLOSING, State.CLOSED}
        super().shutdown()

    async def run_asgi(self) -> None:
        """Run the application."""
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[WIRE] = UvicornWire(self)
        await super().run_asgi()


def _unacknowledged(transport: Any) -> int:
    try:
        from fcntl import ioctl
        from termios import TIOCOUTQ
    except ImportError:
        return 0
    try:
        counted = ioctl(transport.get_extra_info("socket").fileno(), TIOCOUTQ, bytes(4))
    except (OSError, AttributeError, ValueError):
        return 0
    found: int = _COUNTED.unpack(counted)[0]
    return found
