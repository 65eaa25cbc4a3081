"""Reading catalogues from files and folders, whatever their format."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final

import anyio.to_thread
import attrs

from phantom_adapters.catalogue.csv_file import read_csv
from phantom_adapters.catalogue.folder import Folder, shown
from phantom_adapters.catalogue.json_file import read_json
from phantom_adapters.catalogue.m3u_file import read_m3u
from phantom_adapters.catalogue.texts import Unreadable
from phantom_core.catalog.importing import RefusedRow, Row

__all__ = ["FileFormat", "Source", "format_of", "in_a_thread", "read_file", "read_path"]

_AT_A_TIME: Final = 100
_HEAD: Final = 512
_SUFFIXES: Final = {
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".m3u": "m3u",
    ".m3u8": "m3u",
}


class FileFormat(StrEnum):
    """How songs are written in a file."""

    JSON = "json"
    CSV = "csv"
    M3U = "m3u"


def format_of(name: str, head: bytes) -> FileFormat:
    """The format of a file, by the end of its name, or else by its first bytes."""
    if named := _SUFFIXES.get(Path(name).suffix.lower()):
        return FileFormat(named)
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if begins.startswith((b"[", b"{")):
        return FileFormat.JSON
    return FileFormat.M3U if begins.upper().startswith(b"#EXTM3U") else FileFormat.CSV


def read_file(
    file: BinaryIO, name: str, chosen: FileFormat | None = None, *, folder: Path | None = None
) -> Iterator[Row]:
    """The rows of a file that can be sought in; its last may say why it goes no further.

    Args:
        file: its bytes.
        name: what rows call it.
        chosen: its format, if that is not to be found out.
        folder: where the audio files of a playlist may lie, if they are to be looked at.
    """
    head = file.read(_HEAD)
    file.seek(0)
    readers: dict[FileFormat, Callable[[], Iterator[Row]]] = {
        FileFormat.JSON: lambda: read_json(file, name),
        FileFormat.CSV: lambda: read_csv(file, name),
        FileFormat.M3U: lambda: read_m3u(file, name, folder),
    }
    try:
        yield from readers[chosen or format_of(name, head)]()
    except Unreadable as end:
        yield RefusedRow(
            place=f"{name}:{end.line}", reason=f"{end.reason} Nothing after it was read."
        )


@attrs.frozen
class Source:
    """Rows, and how far they have been read.

    Attributes:
        fraction: from 0 to 1.
    """

    rows: Iterator[Row]
    fraction: Callable[[], float]


@contextmanager
def read_path(path: Path, chosen: FileFormat | None = None) -> Iterator[Source]:
    """The rows of a file, or of the audio files in a folder. Raises: OSError."""
    if path.is_dir():
        folder = Folder(path)
        yield Source(folder.rows(), folder.fraction)
        return
    size = path.stat().st_size
    with path.open("rb") as file:
        rows = read_file(file, shown(Path(path.name)), chosen, folder=path.parent)
        yield Source(rows, lambda: file.tell() / max(size, 1))


async def in_a_thread(rows: Iterator[Row]) -> AsyncIterator[Row]:
    """The same rows, read some at a time on a thread."""
    while some := await anyio.to_thread.run_sync(lambda: list(islice(rows, _AT_A_TIME))):
        for row in some:
            yield row
