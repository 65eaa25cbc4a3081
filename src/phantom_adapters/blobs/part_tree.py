"""How a directory keeps parts of blobs that are still coming: the blocking half.

An upload is a folder beside the blobs, with a file that tells its key, and a file for each part:

    root/.uploads/5b1c.../key                       audio/01J/original.wav, and since when
    root/.uploads/5b1c.../00001.8388608.5f70bf...   number, size, SHA-256

Each of these files is written elsewhere, made durable, and brought in by one `rename`. When all
have come they are written one after the other into a draft, which becomes the blob as any other
draft does; only then the parts go. So a crash at any instant leaves the parts, or the blob.
"""

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from phantom_adapters.blobs.draft import Draft
from phantom_adapters.blobs.tree import BlobTree
from phantom_core.blobs import (
    BlobExists,
    BlobInfo,
    BlobKey,
    BlobNotFound,
    MultipartId,
    MultipartNotFound,
    OpenMultipart,
    Part,
    PartTag,
    PartToCome,
    blob_key,
    expect_parts,
)
from phantom_core.kernel.quantities import EPOCH, MILLISECOND, ByteCount, to_millisecond

__all__ = ["PartTree"]

_KEY_FILE: Final = "key"
_ID: Final = re.compile(r"[0-9a-f]{32}")
_PART: Final = re.compile(r"([0-9]{5})\.([0-9]+)\.([0-9a-f]{64})")
_READ_BYTES: Final = 1024 * 1024


class PartTree:
    """The uploads below one root. Every method blocks."""

    def __init__(self, root: Path, tree: BlobTree) -> None:
        self._tree = tree
        self._uploads = root / ".uploads"
        self._temporary = root / ".temporary"
        self._uploads.mkdir(mode=0o700, exist_ok=True)

    def open(self, key: BlobKey) -> MultipartId:
        """Begin an upload. Raises: BlobExists."""
        if self._blob(key) is not None:
            raise BlobExists(key)
        upload_id = MultipartId(uuid4().hex)
        folder = self._temporary / upload_id
        folder.mkdir()
        since = (to_millisecond(datetime.now(UTC)) - EPOCH) // MILLISECOND
        with (folder / _KEY_FILE).open("x") as file:
            file.write(f"{key}\n{since}\n")
            file.flush()
            os.fsync(file.fileno())
        _sync_folder(folder)
        folder.rename(self._uploads / upload_id)
        _sync_folder(self._uploads)
        return upload_id

    def begin(self, key: BlobKey, upload_id: MultipartId) -> Draft:
        """Start a draft of a part. Raises: MultipartNotFound."""
        self._folder(key, upload_id)
        return Draft(self._temporary)

    def land(self, draft: Draft, key: BlobKey, upload_id: MultipartId, part: PartToCome) -> Part:
        """Make the draft durable and bring it in as a part. Raises: MultipartNotFound."""
        sha256, _ = draft.finish()
        with self._held(key, upload_id) as folder:
            earlier = [path for path in _files(folder) if _number(path) == part.number]
            landed = folder / f"{part.number:05}.{part.size}.{sha256}"
            (draft.folder / sha256).rename(landed)
            for path in earlier:
                if path != landed:
                    path.unlink(missing_ok=True)
            _sync_folder(folder)
        draft.discard()
        return _part(landed)

    def parts(self, key: BlobKey, upload_id: MultipartId) -> Sequence[Part]:
        """The parts that have come, by number. Raises: MultipartNotFound."""
        return [_part(path) for path in self._come(self._folder(key, upload_id))]

    def complete(self, key: BlobKey, upload_id: MultipartId, parts: Sequence[PartTag]) -> BlobInfo:
        """Make a blob of the parts. Raises: MultipartNotFound, PartsMismatch."""
        there = self._blob(key)
        if there is None:
            with self._held(key, upload_id) as folder:
                # Who held it before may have completed it.
                there = self._blob(key) or self._joined(folder, key, parts)
        self.abort(key, upload_id)
        return there

    def abort(self, key: BlobKey, upload_id: MultipartId) -> None:
        """Take an upload away, if there is one."""
        grave = self._temporary / uuid4().hex
        with suppress(MultipartNotFound, FileNotFoundError):
            self._folder(key, upload_id).rename(grave)
            _sync_folder(self._uploads)
            shutil.rmtree(grave, ignore_errors=True)

    def list_open(self, prefix: str) -> Sequence[OpenMultipart]:
        """What is open and has a key that begins with `prefix`, by key."""
        found = [self._opened(path) for path in self._uploads.iterdir() if _ID.fullmatch(path.name)]
        listed = [each for each in found if each is not None and each.key.startswith(prefix)]
        return sorted(listed, key=lambda each: (each.key, each.upload_id))

    def _joined(self, folder: Path, key: BlobKey, named: Sequence[PartTag]) -> BlobInfo:
        files = {_number(path): path for path in self._come(folder)}
        parts = expect_parts(named, map(_part, files.values()))
        draft = Draft(self._temporary)
        try:
            for part in parts:
                _append(files[part.number], draft)
            return self._tree.keep(draft, key)
        except BlobExists:
            # Another upload of the same key was completed; what is there stays.
            return self._tree.info(key)
        finally:
            draft.discard()

    def _blob(self, key: BlobKey) -> BlobInfo | None:
        try:
            return self._tree.info(key)
        except BlobNotFound:
            return None

    def _come(self, folder: Path) -> Sequence[Path]:
        """The files of the parts by number; a crash may have left an earlier one beside a later."""
        latest: dict[int, Path] = {}
        for path in sorted(_files(folder), key=_written_at):
            latest[_number(path)] = path
        return [latest[number] for number in sorted(latest)]

    def _folder(self, key: BlobKey, upload_id: MultipartId) -> Path:
        """The folder of an upload that has this key. Raises: MultipartNotFound."""
        folder = self._uploads / upload_id
        found = self._opened(folder) if _ID.fullmatch(upload_id) else None
        if found is None or found.key != key:
            raise MultipartNotFound(upload_id)
        return folder

    def _opened(self, folder: Path) -> OpenMultipart | None:
        try:
            key, since = (folder / _KEY_FILE).read_text().split()
        except (FileNotFoundError, NotADirectoryError):
            return None
        return OpenMultipart(
            key=blob_key(key),
            upload_id=MultipartId(folder.name),
            started_at=EPOCH + int(since) * MILLISECOND,
        )

    @contextmanager
    def _held(self, key: BlobKey, upload_id: MultipartId) -> Iterator[Path]:
        """Keep all others from changing an upload, in this process and in others.

        Raises: MultipartNotFound, also if it went away while this waited.
        """
        folder = self._folder(key, upload_id)
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except FileNotFoundError as error:
            raise MultipartNotFound(upload_id) from error
        try:
            fcntl.flock(held, fcntl.LOCK_EX)
            if self._blob(key) is None:
                self._folder(key, upload_id)
            yield folder
        finally:
            os.close(held)


def _append(path: Path, draft: Draft) -> None:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(_READ_BYTES):
            draft.write([piece])


def _files(folder: Path) -> Iterator[Path]:
    try:
        found = [*folder.iterdir()]
    except FileNotFoundError as error:
        raise MultipartNotFound(MultipartId(folder.name)) from error
    return (path for path in found if _PART.fullmatch(path.name))


def _number(path: Path) -> int:
    return int(path.name[:5])


def _part(path: Path) -> Part:
    number, size, sha256 = path.name.split(".")
    return Part(number=int(number), size=ByteCount(int(size)), etag=f'"{sha256}"')


def _written_at(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        if error.errno != errno.ENOENT:
            raise
        return 0


def _sync_folder(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
