"""Writing a zip while it is sent: nothing of it is held but the piece at hand."""

import asyncio
from collections.abc import AsyncIterator
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

__all__ = ["ZipStream"]


class _Sink:
    """Takes what is written, from the front to the back, until it is taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """Give away what has come since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


class ZipStream:
    """A zip that comes into being file by file; equal files make equal bytes."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = ZipFile(self._sink, "w")  # type: ignore[call-overload]

    def add(self, name: str, data: bytes) -> bytes:
        """Put a small file in; the bytes of the zip that come of it."""
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED
        self._zip.writestr(info, data)
        return self._sink.take()

    async def stream(
        self, name: str, pieces: AsyncIterator[bytes], *, packed: bool = False
    ) -> AsyncIterator[bytes]:
        """Put a file of any size in, as it comes; the bytes of the zip as they come of it.

        It is stored as it is, unless it shall be `packed`.
        """
        info = ZipInfo(name)
        info.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as entry:
            async for piece in pieces:
                await asyncio.to_thread(entry.write, piece)
                yield self._sink.take()
        yield self._sink.take()

    def end(self) -> bytes:
        """Put the table of contents behind it."""
        self._zip.close()
        return self._sink.take()
