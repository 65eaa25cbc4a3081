"""Something that speaks the protocol of clamd on this machine, for the tests of its client.

It knows one signature. The real clamd is asked the same by the session `players`.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from phantom_adapters.memory.scanner import EICAR

__all__ = ["ClamdHere", "clamd_server"]

_COMMAND: Final = b"zINSTREAM\0"


class _Dialogue(socketserver.StreamRequestHandler):
    """One file."""

    server: "ClamdHere"

    def handle(self) -> None:
        """Read it to its end, and judge."""
        if self.server.answer is not None:
            self.wfile.write(self.server.answer)
            return
        assert self.rfile.read(len(_COMMAND)) == _COMMAND
        data = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(length)
            if len(data) > self.server.largest:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = EICAR in data
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0")


class ClamdHere(socketserver.ThreadingTCPServer):
    """One that listens on a free port.

    Attributes:
        largest: the most bytes that it takes.
        answer: what it says to everybody at once, if it does not listen.
    """

    daemon_threads = True

    def __init__(self, *, answer: bytes | None = None, largest: int = 64 * 1024 * 1024) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.answer = answer
        self.largest = largest

    @property
    def place(self) -> tuple[str, int]:
        """Where it listens."""
        return ("127.0.0.1", int(self.server_address[1]))

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that hangs up in the middle."""


@contextmanager
def clamd_server(
    *, answer: bytes | None = None, largest: int = 64 * 1024 * 1024
) -> Iterator[ClamdHere]:
    """Serve until the block ends."""
    with ClamdHere(answer=answer, largest=largest) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
