"""A blob that is being read."""

import os
import threading
from io import FileIO

from phantom_core.kernel.errors import Unavailable

__all__ = ["Reading"]


class Reading:
    """An open file from one position to another, handed out in pieces.

    All methods block, and each may run on another thread. The file is closed with its last
    piece; the lock keeps it open for a thread that still reads when a cancelled task closes it.
    """

    def __init__(self, file: FileIO, start: int, stop: int) -> None:
        self._file = file
        self._position = start
        self._stop = stop
        self._lock = threading.Lock()

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to read and nothing to close."""
        return self._file.closed

    def take(self, count: int) -> bytes:
        """Read up to `count` bytes; nothing at the end.

        Raises: Unavailable, when the file has lost its end.
        """
        with self._lock:
            wanted = min(count, self._stop - self._position)
            piece = os.pread(self._file.fileno(), wanted, self._position) if wanted > 0 else b""
            if wanted > 0 and not piece:
                raise Unavailable("The blob is shorter than it was.")
            self._position += len(piece)
            if self._position >= self._stop:
                self._file.close()
            return piece

    def close(self) -> None:
        """Close the file, however much has been read."""
        with self._lock:
            self._file.close()
