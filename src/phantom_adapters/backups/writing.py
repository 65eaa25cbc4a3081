"""A backup that is being written.

Nothing but the manifest makes it one, and that comes last, when everything else is durable. What
was copied before a break is not copied again: a blob's bytes never change under its key.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from phantom_adapters.backups.manifest import Manifest, StoredObject, written_manifest
from phantom_adapters.backups.places import BackupPlaces
from phantom_core.blobs import BlobKey
from phantom_core.kernel import Conflict

__all__ = ["BackupDraft", "ObjectDraft", "PlaceTaken", "digest_of"]

_OWNER_ONLY: Final = 0o700
_PIECE: Final = 1024 * 1024


class PlaceTaken(Conflict):
    """There is something else where a backup is to be written."""

    rule = "backup-place-taken"

    def __init__(self, place: Path, there: str) -> None:
        super().__init__(f"{place} {there}; name a place that is not there yet.")


class BackupDraft:
    """The folder of a backup that is not finished. One process at a time works on it.

    Attributes:
        places: where its parts are.
        copied: the blobs that it has by now, by key.
    """

    def __init__(self, folder: Path) -> None:
        """Begin one in a folder that is new or empty, or go on with one that broke off.

        Raises: PlaceTaken; OSError.
        """
        self.places = BackupPlaces(folder)
        _expect_free(self.places)
        folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        self.places.journal.touch(mode=0o600)
        self.copied = dict(self._journal())

    def _journal(self) -> Iterable[tuple[BlobKey, StoredObject]]:
        """What the journal tells of, as far as it is there; the end of its last line may not be."""
        for line in self.places.journal.read_text("utf-8").splitlines():
            try:
                stored = StoredObject(**json.loads(line))
            except (ValueError, TypeError):
                continue
            file = self.places.object(stored.sha256)
            if file.is_file() and file.stat().st_size == stored.size:
                yield stored.key, stored

    def begin(self, key: BlobKey) -> "ObjectDraft":
        """Begin to copy a blob."""
        return ObjectDraft(key, self._part())

    def share(self, file: Path, sha256: str) -> Path | None:
        """Name a file of another backup in this one, or copy it from another disk.

        Returns:
            The new name, for `keep`; `None`, if the file cannot be read or has other bytes.
        """
        try:
            if not file.is_file() or digest_of(file) != sha256:
                return None
        except OSError:
            return None
        part = self._part()
        try:
            part.hardlink_to(file)
        except OSError:  # another disk, or one that knows no links
            with file.open("rb") as whole, os.fdopen(_owners(part, os.O_EXCL), "wb") as copy:
                shutil.copyfileobj(whole, copy, _PIECE)
                copy.flush()
                os.fsync(copy.fileno())
        return part

    def keep(self, part: Path, stored: StoredObject) -> None:
        """Have a blob whose bytes are all in a file by now; the file is given its place."""
        place = self.places.object(stored.sha256)
        place.parent.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        part.replace(place)
        part.unlink(missing_ok=True)  # to rename a file to itself by another name does nothing
        with self.places.journal.open("a", encoding="utf-8") as journal:
            journal.write(_line(stored) + "\n")
        self.copied[stored.key] = stored

    def _part(self) -> Path:
        self.places.objects.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        return self.places.objects / f"part-{secrets.token_hex(8)}"

    def keep_secret(self, text: str | None) -> None:
        """Have the server's key in it, or not."""
        if text is None:
            self.places.secret.unlink(missing_ok=True)
        else:
            _write(self.places.secret, text)

    def finish(self, manifest: Manifest, keys: Iterable[BlobKey]) -> Manifest:
        """Take out what is not wanted after all, and make it a backup; nothing is changed later.

        Args:
            manifest: what is known of it so far; what it says of files is put right here.
            keys: the blobs that belong to it.

        Returns:
            The manifest that was written.
        """
        wanted = sorted((self.copied[key] for key in keys), key=lambda each: each.key)
        self._clear({each.sha256 for each in wanted})
        listing = "".join(f"{_line(each)}\n" for each in wanted)
        _write(self.places.listing, listing)
        whole = attrs.evolve(
            manifest,
            rows_size=self.places.rows.stat().st_size,
            rows_sha256=digest_of(self.places.rows),
            objects=len(wanted),
            objects_size=sum(each.size for each in wanted),
            objects_sha256=hashlib.sha256(listing.encode()).hexdigest(),
            secret=self.places.secret.exists(),
        )
        for folder in (*self.places.objects.glob("??"), self.places.objects, self.places.folder):
            _keep_names(folder)
        _write(self.places.manifest, written_manifest(whole))
        _keep_names(self.places.folder)
        self.places.journal.unlink()
        return whole

    def _clear(self, wanted: set[str]) -> None:
        self.places.objects.mkdir(mode=_OWNER_ONLY, exist_ok=True)
        for file in self.places.objects.rglob("*"):
            if file.is_file() and file.name not in wanted:
                file.unlink()


class ObjectDraft:
    """The bytes of one blob, on their way; they are hashed as they come.

    Attributes:
        path: where they are meanwhile.
    """

    def __init__(self, key: BlobKey, path: Path) -> None:
        self.path = path
        self._key, self._size, self._hash = key, 0, hashlib.sha256()
        self._file = os.fdopen(_owners(path, os.O_EXCL), "wb")

    def write(self, piece: bytes) -> None:
        """Take the next bytes."""
        self._hash.update(piece)
        self._size += len(piece)
        self._file.write(piece)

    def close(self) -> StoredObject:
        """Have them durable, and tell what they are."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return StoredObject(key=self._key, size=self._size, sha256=self._hash.hexdigest())

    def discard(self) -> None:
        """Forget them."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _line(stored: StoredObject) -> str:
    return json.dumps({"key": stored.key, "size": stored.size, "sha256": stored.sha256})


def _expect_free(places: BackupPlaces) -> None:
    folder = places.folder
    if folder.exists() and not folder.is_dir():
        raise PlaceTaken(folder, "is a file")
    if places.manifest.exists():
        raise PlaceTaken(folder, "holds a backup already")
    if folder.exists() and not places.journal.exists() and any(folder.iterdir()):
        raise PlaceTaken(folder, "holds something else")


def _write(path: Path, text: str) -> None:
    """Write a file for its owner alone, whole or not at all, and durably."""
    draft = path.with_name(f"{path.name}.part")
    with os.fdopen(_owners(draft, os.O_TRUNC), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _owners(path: Path, how: int) -> int:
    """Open a file to write, which is made for its owner alone."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | how, 0o600)


def _keep_names(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
