"""A blob that is being written, out of everybody's sight."""

import hashlib
import os
import shutil
import threading
from io import FileIO
from pathlib import Path
from uuid import uuid4

__all__ = ["Draft"]


class Draft:
    """A folder in the temporary area with one file, which is named by its SHA-256 when done.

    All methods block, and each may run on another thread. The lock is there because a task that
    is cancelled may discard the draft while a thread still writes to it.
    """

    def __init__(self, temporary: Path) -> None:
        self.folder = temporary / uuid4().hex
        self.folder.mkdir()
        self._data = self.folder / "data"
        self._file = FileIO(self._data, "x")
        self._hash = hashlib.sha256()
        self._lock = threading.Lock()

    def write(self, chunks: list[bytes]) -> None:
        """Append and hash the chunks."""
        batch = memoryview(chunks[0] if len(chunks) == 1 else b"".join(chunks))
        with self._lock:
            self._hash.update(batch)
            while batch:
                batch = batch[self._file.write(batch) :]

    def finish(self) -> tuple[str, os.stat_result]:
        """Make the bytes durable under their name; answer the SHA-256 and the file's state."""
        with self._lock:
            os.fsync(self._file.fileno())
            state = os.fstat(self._file.fileno())
            self._file.close()
            self._data.rename(self.folder / self._hash.hexdigest())
            _sync_folder(self.folder)
        return self._hash.hexdigest(), state

    def discard(self) -> None:
        """Leave nothing behind; what has been put in its place is not touched."""
        with self._lock:
            self._file.close()
            shutil.rmtree(self.folder, ignore_errors=True)


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
