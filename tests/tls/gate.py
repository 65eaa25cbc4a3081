"""TLS before a server that has none of its own, and a way to it that leads through a proxy."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from tests.contracts.smtp_server import CERTIFICATE
from tests.proxy import Place, Proxy

__all__ = ["ELSEWHERE", "HERE", "gate_before", "tunnel_to"]

HERE: Final = CERTIFICATE
"""A certificate for `localhost` and 127.0.0.1, which is its own authority; with its key."""

ELSEWHERE: Final = Path(__file__).with_name("elsewhere.pem")
"""One for `elsewhere.example`, and of another authority."""

_ASKS_POSTGRES: Final = (8).to_bytes(4) + (80_877_103).to_bytes(4)
"""How a client of PostgreSQL asks for TLS; it speaks it after the answer `S`."""


class _Gate(Proxy):
    """A proxy that takes TLS off."""

    def __init__(self, behind: Place, certificate: Path, *, of_postgres: bool) -> None:
        super().__init__(behind)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._of_postgres = of_postgres

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            if self._of_postgres:
                assert await reader.readexactly(8) == _ASKS_POSTGRES
                writer.write(b"S")
            await writer.start_tls(self._context)
            await super()._serve(reader, writer)


class _Tunnel(Proxy):
    """A proxy on the way out, which is asked by `CONNECT`; all that are asked for are one place."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            await super()._serve(reader, writer)


@contextmanager
def tunnel_to(behind: Place) -> Iterator[str]:
    """Lead whoever asks for a way out to what listens somewhere, and answer the address to ask."""
    tunnel = _Tunnel(behind)
    tunnel.start()
    try:
        yield f"http://127.0.0.1:{tunnel.port}"
    finally:
        tunnel.stop()


@contextmanager
def gate_before(
    behind: Place, certificate: Path = HERE, *, of_postgres: bool = False
) -> Iterator[int]:
    """Take TLS for what listens somewhere, and answer the port."""
    gate = _Gate(behind, certificate, of_postgres=of_postgres)
    gate.start()
    try:
        yield gate.port
    finally:
        gate.stop()
