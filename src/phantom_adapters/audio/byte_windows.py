"""Files that are shown to the decoder otherwise than they lie on the disk."""

import io
import os
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

__all__ = ["Window", "pipe_from"]

_PIECE: Final = 64 * 1024


class Window:
    """Part of a file as a file of its own, some of whose bytes may be replaced.

    It has the four methods that soundfile asks of a file, and `close`.
    """

    def __init__(
        self, path: Path, start: int, end: int, patches: Mapping[int, bytes] | None = None
    ) -> None:
        self._file = path.open("rb")
        self._start, self._length, self._at = start, max(0, end - start), 0
        self._patches = patches or {}

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move within the window."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._length}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        """The position within the window."""
        return self._at

    def read(self, size: int = -1) -> bytes:
        """What comes next, at most `size` bytes."""
        left = max(0, self._length - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size < 0 else min(size, left))
        for position, patch in self._patches.items():
            data = _overlaid(data, position - self._at, patch)
        self._at += len(data)
        return data

    def write(self, _: bytes) -> int:
        """Refuse: a window is for reading."""
        raise io.UnsupportedOperation

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _overlaid(data: bytes, offset: int, patch: bytes) -> bytes:
    """`data` with the part of `patch` that falls into it, `offset` bytes from its start."""
    if offset >= len(data) or offset + len(patch) <= 0:
        return data
    head, tail = max(0, offset), offset + len(patch)
    return data[:head] + patch[head - offset : len(data) - offset] + data[tail:]


def pipe_from(path: Path, start: int) -> int:
    """A pipe that carries a file from `start` to its end; answers the end to read from.

    A decoder that cannot seek has no length to believe in, and reads until the end.
    """
    outlet, inlet = os.pipe()
    threading.Thread(target=_pour, args=(path, start, inlet), daemon=True).start()
    return outlet


def _pour(path: Path, start: int, inlet: int) -> None:
    with os.fdopen(inlet, "wb", buffering=0) as pipe, path.open("rb") as file:
        file.seek(start)
        try:
            while piece := file.read(_PIECE):
                pipe.write(piece)
        except BrokenPipeError:
            return
