"""Reading a zip that a stranger sent: bounded in everything, and nothing is unpacked on disk."""

import asyncio
import re
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from phantom_core.kernel import ByteCount, Fault, Invalid, TooLarge, UnsupportedMedia

__all__ = ["MOST_ENTRIES", "IncomingZip", "NotAnExport"]

MOST_ENTRIES: Final = 20_000
"""How many files may be in one."""

_LARGEST_DOCUMENT: Final = ByteCount(64 * 1024 * 1024)
"""The most bytes that `project.json` may have."""

_MOST_RATIO: Final = 200
_SMALL: Final = 1024 * 1024
_PIECE: Final = 256 * 1024
_DOCUMENT: Final = "project.json"
_ENCRYPTED: Final = 0x1
_NAMES: Final = re.compile(
    r"project\.json|mix\.mid|midi/[0-9A-Z]{26}\.mid|audio/[0-9A-Z]{26}\.[a-z0-9]{1,8}|midi/|audio/"
)
_BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class NotAnExport(UnsupportedMedia):
    """The bytes are no zip of a project."""

    rule = "not-an-export"

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is no zip of a project: {reason}.")


class IncomingZip:
    """A zip of a project, looked through before anything of it is read."""

    def __init__(self, file: IO[bytes], largest: ByteCount) -> None:
        """Look through it.

        Args:
            file: the zip, which can be sought in.
            largest: how many bytes all its files may have together.

        Raises: NotAnExport; Invalid, with every file that may not be in it; TooLarge.
        """
        try:
            self._zip = ZipFile(file)
        except _BROKEN as error:
            raise NotAnExport("it cannot be read") from error
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise NotAnExport(f"it has more than {MOST_ENTRIES} files")
        faults = [*_faults(entries)]
        if faults:
            raise Invalid(*faults[:100])
        self._entries: Mapping[str, ZipInfo] = {entry.filename: entry for entry in entries}
        if _DOCUMENT not in self._entries:
            raise NotAnExport(f"there is no {_DOCUMENT} in it")
        if sum(entry.file_size for entry in entries) > largest:
            raise TooLarge(f"Its files may have {largest} bytes together.", limit=largest)
        if self._entries[_DOCUMENT].file_size > _LARGEST_DOCUMENT:
            raise TooLarge(
                f"{_DOCUMENT} may have {_LARGEST_DOCUMENT} bytes.", limit=_LARGEST_DOCUMENT
            )

    def __contains__(self, name: str) -> bool:
        """Whether a file is in it."""
        return name in self._entries

    def document(self) -> bytes:
        """What `project.json` holds. Raises: NotAnExport."""
        try:
            return self._zip.read(_DOCUMENT)
        except _BROKEN as error:
            raise NotAnExport(f"{_DOCUMENT} is damaged") from error

    async def stream(self, name: str) -> AsyncIterator[bytes]:
        """The bytes of a file. Raises: NotAnExport, perhaps at the end, if it is damaged."""
        try:
            with self._zip.open(self._entries[name]) as entry:
                while piece := await asyncio.to_thread(entry.read, _PIECE):
                    yield piece
        except _BROKEN as error:
            raise NotAnExport(f"{name} is damaged") from error


def _faults(entries: list[ZipInfo]) -> Iterator[Fault]:
    """What is wrong with the files of a zip, each by its name."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename[:200]
        if not _NAMES.fullmatch(entry.filename):
            yield Fault(name, "is no file of a project")
        elif entry.filename in seen:
            yield Fault(name, "is there twice")
        elif entry.flag_bits & _ENCRYPTED:
            yield Fault(name, "must not be encrypted")
        elif entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            yield Fault(name, "must be stored or deflated")
        elif entry.file_size > max(_SMALL, _MOST_RATIO * entry.compress_size):
            yield Fault(name, f"must not unpack to more than {_MOST_RATIO} times its size")
        seen.add(entry.filename)
