"""A replica's records in one file that is only ever added to, or put in place whole."""

import fcntl
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from struct import Struct
from types import TracebackType
from typing import Final, Self

from phantom_core.kernel import Unavailable
from phantom_core.sync import ReplicaStore

__all__ = ["FileReplicaStore"]

_HEAD: Final = Struct("<II")
"""Before each record: its length, and the CRC of the length and the record."""

_OWNER_ONLY: Final = 0o600
_RETRY_SECONDS: Final = 5


class FileReplicaStore(ReplicaStore):
    """Keeps records in a file, for its owner alone. One process has it at a time.

    A record that a crash left unfinished is cut off when the file is next opened.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it.

        Raises: Unavailable if another process has it, or the folder cannot be written.
        """
        self._path = path
        self._file = -1
        with _translated():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # The lock has a file of its own: this one is exchanged when it is written anew.
            self._lock = os.open(path.with_name(f"{path.name}.lock"), *_WRITING)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            raise Unavailable(_IN_USE, retry_after=_RETRY_SECONDS) from error
        with _translated():
            self._open()

    def __enter__(self) -> Self:
        """Nothing more; for `with`."""
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        __: BaseException | None,
        ___: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let others have the file."""
        with suppress(OSError):
            os.close(self._file)
        os.close(self._lock)

    def read(self) -> Sequence[bytes]:
        """Read all records."""
        with _translated():
            return tuple(_records(self._path.read_bytes()[: self._end]))

    def append(self, record: bytes, *, durable: bool = True) -> None:
        """Add a record at the end."""
        framed = _framed(record)
        with _translated():
            try:
                _write_all(self._file, framed)
                if durable:
                    os.fdatasync(self._file)
            except OSError:
                # What is there of it must not stand before what comes next.
                with suppress(OSError):
                    os.ftruncate(self._file, self._end)
                raise
        self._end += len(framed)

    def replace(self, records: Sequence[bytes]) -> None:
        """Write another file, and put it in place of this one."""
        new = self._path.with_name(f"{self._path.name}.new")
        with _translated():
            file = os.open(new, *_WRITING)
            try:
                os.ftruncate(file, 0)
                _write_all(file, b"".join(map(_framed, records)))
                os.fsync(file)
            finally:
                os.close(file)
            new.replace(self._path)
            # From here on the old file must take no record more, whatever happens.
            old, self._file = self._file, -1
            os.close(old)
            self._open()

    def _open(self) -> None:
        self._file = os.open(self._path, *_WRITING)
        written = self._path.read_bytes()
        self._end = sum(_HEAD.size + len(record) for record in _records(written))
        if self._end < len(written):
            os.ftruncate(self._file, self._end)
        os.fsync(self._file)
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


_WRITING: Final = (os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, _OWNER_ONLY)
_IN_USE: Final = "This replica is open in another process."


def _write_all(file: int, written: bytes) -> None:
    left = memoryview(written)
    while left:
        left = left[os.write(file, left) :]


def _framed(record: bytes) -> bytes:
    return _HEAD.pack(len(record), _check(record)) + record


def _check(record: bytes) -> int:
    # Not begun with 0: a hole of zeros must not pass for an empty record.
    return zlib.crc32(record, len(record) + 1)


def _records(written: bytes) -> Iterator[bytes]:
    """The records up to the first that is not whole."""
    start = 0
    while start + _HEAD.size <= len(written):
        length, check = _HEAD.unpack_from(written, start)
        start += _HEAD.size
        record = written[start : start + length]
        if len(record) < length or _check(record) != check:
            return
        yield record
        start += length


class _translated:  # noqa: N801 - it is used as a function
    """Says in Phantom's words what the file system refuses."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        if isinstance(error, OSError):
            message = "The replica's file cannot be written."
            raise Unavailable(message, retry_after=_RETRY_SECONDS) from error
