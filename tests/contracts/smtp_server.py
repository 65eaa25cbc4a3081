"""A server that takes mail on this machine, with and without TLS, for the tests of mailers."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Final

from phantom_core.identity import Mail

__all__ = ["CERTIFICATE", "SmtpServerHere", "smtp_server"]

CERTIFICATE: Final = Path(__file__).with_name("localhost.pem")
"""What the server shows and what its clients believe: good for a hundred years, worth nothing."""

_REFUSALS: Final = [("nobody@", "550 no such user"), ("full@", "452 no room for full@here")]
_LOGIN: Final = base64.b64encode(b"\0phantom\0s3cret").decode()


class _Dialogue(socketserver.StreamRequestHandler):
    """One client, line by line."""

    server: "SmtpServerHere"

    def handle(self) -> None:
        """Greet, and answer until the client goes."""
        if self.server.tls == "implicit":
            self._protect()
        self._say("220 localhost")
        while line := self.rfile.readline().decode().strip():
            if not self._answer(line):
                return

    def _answer(self, line: str) -> bool:
        match line.split(" ", 1)[0].upper():
            case "EHLO":
                self._greet()
            case "STARTTLS":
                self._say("220 go ahead")
                self._protect()
            case "AUTH":
                good = line.endswith(_LOGIN)
                self._say("235 welcome" if good else "535 who are you")
            case "DATA":
                self._take()
            case "QUIT":
                self._say(self.server.farewell)
                return False
            case _:
                self._say(next((said for name, said in _REFUSALS if name in line), "250 fine"))
        return True

    def _greet(self) -> None:
        offers = ["localhost", "8BITMIME", "AUTH PLAIN"]
        if self.server.tls == "starttls" and not isinstance(self.request, ssl.SSLSocket):
            offers.append("STARTTLS")
        self.wfile.write("".join(f"250-{offer}\r\n" for offer in offers).encode())
        self._say("250 fine")

    def _protect(self) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE)
        super().finish()
        self.request = context.wrap_socket(self.request, server_side=True)
        self.setup()

    def finish(self) -> None:
        """Close what the server does not know of: the socket inside TLS."""
        super().finish()
        self.request.close()

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.take(b"".join(lines))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class SmtpServerHere(socketserver.ThreadingTCPServer):
    """Takes all mails but those to nobody, and to whoever has a full box.

    Attributes:
        tls: `starttls`, `implicit` or `none`.
        farewell: what it says at parting.
        delivered: the mails that were taken, in order.
        raw: the same, as they came over the line.
    """

    def __init__(self, tls: str) -> None:
        super().__init__(("127.0.0.1", 0), _Dialogue)
        self.tls = tls
        self.farewell = "221 bye"
        self.delivered: list[Mail] = []
        self.raw: list[bytes] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def take(self, raw: bytes) -> None:
        """Read a mail as its receiver would."""
        self.raw.append(raw)
        message = message_from_bytes(raw, policy=policy.default)
        body = message.get_body(("plain",))
        text = body.get_content().replace("\r\n", "\n") if body else ""
        self.delivered.append(
            Mail(to=str(message["To"]), subject=str(message["Subject"]), text=text)
        )

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that hangs up in the middle, as one does that sees a wrong name."""


@contextmanager
def smtp_server(tls: str = "none") -> Iterator[SmtpServerHere]:
    """Serve until the block ends."""
    with SmtpServerHere(tls) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
