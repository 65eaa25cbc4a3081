"""What lies about in a directory of blobs and is none: the blocking half of it."""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from phantom_adapters.blobs.stamps import last_write, moment
from phantom_core.blobs.remains import Remnant
from phantom_core.kernel.quantities import ByteCount

__all__ = ["foreign_files", "stale_drafts"]

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


def stale_drafts(temporary: Path, before: datetime) -> Iterator[Remnant]:
    """Drafts and deletions that broke off, and were last written to before some time."""
    for folder in sorted(temporary.iterdir()):
        written = last_write(folder)
        if written < before:
            files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
            size = sum(path.lstat().st_size for path in files)
            name = f"{temporary.name}/{folder.name}"
            yield Remnant(name=name, size=ByteCount(size), modified_at=written, ours=True)


def foreign_files(root: Path, own: frozenset[str]) -> Iterator[Remnant]:
    """Files below `root`, besides its `own` folders there, that hold no blob's bytes.

    No link is followed; a link is such a file.
    """
    for entry in _sorted(root):
        if entry.name not in own:
            yield from _foreign(entry, entry.name)


def _foreign(entry: "os.DirEntry[str]", name: str) -> Iterator[Remnant]:
    if entry.is_dir(follow_symlinks=False):
        for inner in _sorted(entry):
            if not _is_blob(entry, inner):
                yield from _foreign(inner, f"{name}/{inner.name}")
    else:
        state = entry.stat(follow_symlinks=False)
        yield Remnant(
            name=os.fsencode(name).decode(errors="backslashreplace"),
            size=ByteCount(state.st_size),
            modified_at=moment(state.st_mtime_ns),
            ours=False,
        )


def _is_blob(folder: "os.DirEntry[str]", file: "os.DirEntry[str]") -> bool:
    hashed = folder.name.startswith("@") and _SHA256.fullmatch(file.name) is not None
    return hashed and file.is_file(follow_symlinks=False)


def _sorted(folder: "os.PathLike[str]") -> list["os.DirEntry[str]"]:
    """The entries of a folder by name; one that has gone meanwhile has none."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=_name)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _name(entry: "os.DirEntry[str]") -> str:
    return entry.name
