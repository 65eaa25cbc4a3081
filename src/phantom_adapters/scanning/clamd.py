"""ClamAV's daemon, asked over its own protocol (clamd(8), the command INSTREAM).

One connection for each file: `zINSTREAM` and NUL, pieces with their lengths in front (four bytes,
big-endian), a length of 0 at the end; then one line comes back, which ends with NUL.
"""

import re
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Final

import anyio
import attrs
from anyio.abc import ByteStream

from phantom_adapters.web.circuit import Circuit, Declined
from phantom_core.blobs import BlobScanner, Condemned
from phantom_core.kernel.errors import Unavailable

__all__ = ["ClamdPatience", "ClamdScanner"]

_COMMAND: Final = b"zINSTREAM\0"
_END: Final = bytes(4)
_LONGEST_LINE: Final = 4096
_HOUR: Final = 3600.0
_MOST_AT_ONCE: Final = 1024 * 1024
_FOUND: Final = re.compile(r"stream: (?P<finding>[ -~]{1,200}) FOUND")
_CLEAN: Final = "stream: OK"
_TOO_LARGE: Final = "INSTREAM size limit exceeded. ERROR"


@attrs.frozen(kw_only=True)
class ClamdPatience:
    """How many seconds each step may take.

    Attributes:
        connecting: to be let in.
        sending: to take the next piece.
        judging: to answer, once it has everything.
    """

    connecting: float = 10.0
    sending: float = 60.0
    judging: float = 300.0


class ClamdScanner(BlobScanner):
    """Asks a clamd, by TCP or by its socket on this machine.

    clamd takes no more bytes than its `StreamMaxLength`, and looks at no more than its
    `MaxFileSize` and `MaxScanSize`: operators set all three, and `AlertExceedsMax`.

    Attributes:
        circuit: leaves one alone that fails again and again.
    """

    def __init__(
        self, place: tuple[str, int] | Path, *, patience: ClamdPatience | None = None
    ) -> None:
        """Keep where it is: host and port, or the path of its socket."""
        self._place = place
        self._patience = patience or ClamdPatience()
        self.circuit = Circuit("The malware scanner", monotonic)

    async def scan(self, chunks: AsyncIterable[bytes]) -> None:
        """Have the bytes looked at; see the port."""
        with self.circuit.passing():
            await self._scan(chunks)

    async def _scan(self, chunks: AsyncIterable[bytes]) -> None:
        async with self._connected() as line:
            # One that hangs up before the end has said why.
            with suppress(anyio.BrokenResourceError):
                await self._pour(chunks, line)
            _judge(await self._answer(line))

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ByteStream]:
        try:
            with anyio.fail_after(self._patience.connecting):
                line = await self._connection()
        except (OSError, TimeoutError) as error:
            raise Unavailable("The malware scanner cannot be reached.") from error
        async with line:
            yield line

    async def _connection(self) -> ByteStream:
        if isinstance(self._place, Path):
            return await anyio.connect_unix(self._place)
        return await anyio.connect_tcp(*self._place)

    async def _pour(self, chunks: AsyncIterable[bytes], line: ByteStream) -> None:
        await self._send(line, _COMMAND)
        async for chunk in chunks:
            for start in range(0, len(chunk), _MOST_AT_ONCE):
                piece = chunk[start : start + _MOST_AT_ONCE]
                await self._send(line, len(piece).to_bytes(4, "big"))
                await self._send(line, piece)
        await self._send(line, _END)

    async def _send(self, line: ByteStream, data: bytes) -> None:
        with _in_time(self._patience.sending):
            await line.send(data)

    async def _answer(self, line: ByteStream) -> str:
        """The line that it answers with; nothing, if it breaks off."""
        said = b""
        with _in_time(self._patience.judging):
            while b"\0" not in said and len(said) < _LONGEST_LINE:
                try:
                    said += await line.receive()
                except (anyio.EndOfStream, anyio.BrokenResourceError):
                    break
        return said.partition(b"\0")[0].decode("ascii", "replace").strip()


@contextmanager
def _in_time(seconds: float) -> Iterator[None]:
    try:
        with anyio.fail_after(seconds):
            yield
    except TimeoutError as error:
        raise Unavailable("The malware scanner takes too long.") from error


def _judge(said: str) -> None:
    """Read its answer. Raises: Condemned, Unavailable."""
    if said == _CLEAN:
        return
    if found := _FOUND.fullmatch(said):
        raise Condemned(found["finding"])
    if said == _TOO_LARGE:
        raise Declined("The malware scanner takes no files of this size.", retry_after=_HOUR)
    raise Unavailable("The malware scanner gave no verdict.")
