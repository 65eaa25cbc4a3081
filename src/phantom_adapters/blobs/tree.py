"""How a directory keeps blobs: the blocking half of the directory store.

A blob is a folder that holds one file, named by its SHA-256:

    root/audio/01J/@original.wav/5f70bf18...
    root/.temporary/                                drafts, and what is being deleted

So one `rename` of a folder brings it in whole, with its hash, and fails where a blob is already;
another takes it out. The `@`, which no key has, keeps the blob `a` apart from the folder of
`a/b`. Folders are opened one below the other without following links, so nothing that somebody
plants in the tree leads out of it.
"""

import errno
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Final
from uuid import uuid4

from phantom_adapters.blobs.draft import Draft
from phantom_adapters.blobs.lying_about import foreign_files, stale_drafts
from phantom_adapters.blobs.reading import Reading
from phantom_adapters.blobs.stamps import last_write, moment
from phantom_core.blobs import (
    BlobEntry,
    BlobExists,
    BlobInfo,
    BlobKey,
    BlobNotFound,
    BlobStat,
    blob_key,
)
from phantom_core.blobs.remains import Remnant
from phantom_core.kernel.errors import Invalid
from phantom_core.kernel.quantities import ByteCount

__all__ = ["BlobTree"]

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_ABSENT: Final = (FileNotFoundError, NotADirectoryError)
_ATTEMPTS: Final = 16
_OWN: Final = frozenset({".temporary", ".uploads"})


class BlobTree:
    """The files below one root. Every method blocks."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._temporary = root / ".temporary"
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._temporary.mkdir(mode=0o700, exist_ok=True)

    def begin(self, key: BlobKey) -> Draft:
        """Start a draft for `key`. Raises: BlobExists."""
        with suppress(BlobNotFound):
            self.info(key)
            raise BlobExists(key)
        return Draft(self._temporary)

    def keep(self, draft: Draft, key: BlobKey) -> BlobInfo:
        """Make the draft durable and bring it in under `key`. Raises: BlobExists."""
        sha256, state = draft.finish()
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                self._bring_in(draft.folder, key)
                break
            except FileNotFoundError:
                # Somebody deleted the last blob of a folder and with it the folder.
                if attempt == _ATTEMPTS:
                    raise
        return _info(key, sha256, state)

    def info(self, key: BlobKey) -> BlobInfo:
        """Tell what is known of a blob. Raises: BlobNotFound."""
        with self._file(key) as (sha256, file):
            return _info(key, sha256, os.fstat(file))

    def path(self, key: BlobKey) -> Path:
        """Tell where a blob's bytes are. Raises: BlobNotFound."""
        return self._root / self.place(self.info(key))

    def place(self, info: BlobStat) -> str:
        """Tell where below the root a blob's bytes are; nothing is looked up."""
        return "/".join((*_names(info.key), info.etag.strip('"')))

    def open(
        self, key: BlobKey, start: int, length: int | None, count: int
    ) -> tuple[Reading, bytes]:
        """Open a blob and read its first piece in one go. Raises: BlobNotFound."""
        with self._file(key) as (_, descriptor):
            file = FileIO(os.dup(descriptor))
        size = os.fstat(file.fileno()).st_size
        reading = Reading(file, start, size if length is None else min(size, start + length))
        try:
            return reading, reading.take(count)
        except BaseException:
            reading.close()
            raise

    def remove(self, key: BlobKey) -> None:
        """Take a blob out, and the folders that it leaves empty."""
        *folders, name = _names(key)
        grave = self._temporary / uuid4().hex
        try:
            with self._folder(folders) as above:
                os.rename(name, grave, src_dir_fd=above)
                os.fsync(above)
        except _ABSENT:
            return
        shutil.rmtree(grave, ignore_errors=True)
        self._prune(folders)

    def walk(self, prefix: str) -> Iterator[BlobEntry]:
        """List the blobs whose keys begin with `prefix` in order; no file stays open."""
        folder, slash, _ = prefix.rpartition("/")
        if not slash:
            yield from self._walk((), prefix)
        elif _as_key(folder) is not None:
            yield from self._walk(tuple(folder.split("/")), prefix)

    def sweep(self, before: datetime) -> int:
        """Remove what was last written to before this and forgotten; answer how many.

        Each is taken away first, so that whoever brings it in after all finds it whole or not.
        """
        stale = [entry for entry in self._temporary.iterdir() if last_write(entry) < before]
        for entry in stale:
            grave = self._temporary / uuid4().hex
            with suppress(FileNotFoundError):
                entry.rename(grave)
            shutil.rmtree(grave, ignore_errors=True)
        return len(stale)

    def lying_about(self, before: datetime) -> Iterator[Remnant]:
        """What `sweep` would remove, and then the files that are no blobs and nobody's."""
        yield from stale_drafts(self._temporary, before)
        yield from foreign_files(self._root, _OWN)

    def _bring_in(self, draft: Path, key: BlobKey) -> None:
        *folders, name = _names(key)
        with self._folder(folders, create=True) as above:
            try:
                os.rename(draft, name, dst_dir_fd=above)
            except OSError as error:
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise BlobExists(key) from error
                raise
            os.fsync(above)

    @contextmanager
    def _folder(self, names: Sequence[str], *, create: bool = False) -> Iterator[int]:
        """Open the folder below the root that these names lead to."""
        folder = os.open(self._root, _FOLDER)
        try:
            for name in names:
                inner = _open_or_make(name, folder) if create else _open(name, folder)
                os.close(folder)
                folder = inner
            yield folder
        finally:
            os.close(folder)

    @contextmanager
    def _file(self, key: BlobKey) -> Iterator[tuple[str, int]]:
        """Open the one file of a blob; its name is the blob's SHA-256."""
        try:
            with self._folder(_names(key)) as folder:
                sha256 = _hash_of(folder)
                file = os.open(sha256, _FILE, dir_fd=folder)
        except _ABSENT as error:
            raise BlobNotFound(key) from error
        try:
            yield sha256, file
        finally:
            os.close(file)

    def _walk(self, folders: tuple[str, ...], prefix: str) -> Iterator[BlobEntry]:
        for name in sorted(self._contents(folders)):
            path = "/".join((*folders, name))
            if not path.startswith(prefix):
                continue
            if name.endswith("/"):
                yield from self._walk((*folders, name[:-1]), prefix)
            elif (key := _as_key(path)) is not None:
                yield from self._entry(key)

    def _contents(self, folders: tuple[str, ...]) -> Iterator[str]:
        """Name the blobs of a folder, and its folders with a `/`: so they sort as keys do."""
        with suppress(*_ABSENT), self._folder(folders) as folder, os.scandir(folder) as found:
            for name in (entry.name for entry in found):
                if name[0] == "@":
                    yield name[1:]
                elif name[0] != ".":
                    yield name + "/"

    def _entry(self, key: BlobKey) -> Iterator[BlobEntry]:
        with suppress(BlobNotFound):
            info = self.info(key)
            yield BlobEntry(key=key, size=info.size, modified_at=info.modified_at)

    def _prune(self, folders: list[str]) -> None:
        with suppress(OSError):
            for depth in range(len(folders), 0, -1):
                with self._folder(folders[: depth - 1]) as above:
                    os.rmdir(folders[depth - 1], dir_fd=above)


def _names(key: BlobKey) -> list[str]:
    *folders, last = blob_key(key).split("/")
    return [*folders, "@" + last]


def _hash_of(folder: int) -> str:
    with os.scandir(folder) as found:
        for entry in found:
            if _SHA256.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                return entry.name
    raise FileNotFoundError(errno.ENOENT, "A blob's folder has no blob in it")


def _as_key(path: str) -> BlobKey | None:
    try:
        return blob_key(path)
    except Invalid:
        return None


def _open(name: str, above: int) -> int:
    return os.open(name, _FOLDER | os.O_NOFOLLOW, dir_fd=above)


def _open_or_make(name: str, above: int) -> int:
    with suppress(FileExistsError):
        os.mkdir(name, dir_fd=above)
    folder = _open(name, above)
    # Whoever made it may not have got so far; what is put below it must not vanish with it.
    os.fsync(above)
    return folder


def _info(key: BlobKey, sha256: str, state: os.stat_result) -> BlobInfo:
    size, modified_at = ByteCount(state.st_size), moment(state.st_mtime_ns)
    return BlobInfo(key=key, size=size, modified_at=modified_at, etag=f'"{sha256}"', sha256=sha256)
