"""`phantom verify`: whether a backup is whole, or a living installation."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

import attrs
from anyio import to_thread

from phantom_adapters.backups import BackupDamaged, StoredObject, opened
from phantom_adapters.sql.copying import NamedBlob, Naming, looking_into, named_blobs
from phantom_app.backups.files import files_of, several_at_once
from phantom_app.data_folder import data_folder
from phantom_app.database import database_url
from phantom_app.settings import Settings
from phantom_core.blobs import BlobKey, BlobNotFound, BlobStore

__all__ = ["Verified", "verify_backup", "verify_living"]

_ABSENT: Final = "it is not in the store"


@attrs.frozen(kw_only=True)
class Verified:
    """What a look has found.

    Attributes:
        objects: how many blobs were looked at.
        objects_size: their bytes.
        faults: what is wrong, as sentences.
        mark: of a backup: what was acknowledged before this moment is in it; `None` where its
            manifest cannot be read.
        rows: of a backup: how many.
        flawed: of a backup: blobs that were flawed already when it was made.
    """

    objects: int
    objects_size: int
    faults: tuple[str, ...]
    mark: datetime | None = None
    rows: int | None = None
    flawed: tuple[BlobKey, ...] = ()


async def verify_backup(settings: Settings, place: Path) -> Verified:
    """Read all of a backup, and look whether there is anything else beside it.

    Raises: NoBackup, BackupUnfinished; BackupUnfit, for one of a later form; OSError.
    """
    sizes: list[int] = []

    def watch(stored: StoredObject) -> None:
        sizes.append(stored.size)

    try:
        with opened(place, lambda: data_folder(settings)) as backup:
            extras = await to_thread.run_sync(backup.extras)
            faults = await to_thread.run_sync(backup.faults, watch)
    except BackupDamaged as damaged:
        return Verified(objects=0, objects_size=0, faults=(damaged.detail,))
    manifest = backup.manifest
    return Verified(
        objects=len(sizes),
        objects_size=sum(sizes),
        faults=(*faults, *extras),
        mark=manifest.mark,
        rows=sum(manifest.tables.values()),
        flawed=manifest.flawed,
    )


async def verify_living(settings: Settings, *, quick: bool) -> Verified:
    """Look for each blob that rows name, while the server runs; its bytes are read, unless `quick`.

    Raises: SchemaBehind, DatabaseNewer, Unavailable, BadSetting.
    """
    url = database_url(settings)
    async with files_of(settings) as store:
        looking = _Looking(store, url, quick=quick)
        with _names(url) as named:
            await several_at_once(named, looking.at)
    return Verified(
        objects=looking.objects,
        objects_size=looking.size,
        faults=tuple(sorted(looking.faults)),
    )


class _Looking:
    """Looks at one blob after the other.

    Attributes:
        objects: how many there were.
        size: their bytes.
        faults: what is wrong with them.
    """

    def __init__(self, store: BlobStore, url: str, *, quick: bool) -> None:
        self.objects, self.size = 0, 0
        self.faults: list[str] = []
        self._store, self._url, self._quick = store, url, quick

    async def at(self, blob: NamedBlob) -> None:
        """Look at one."""
        try:
            found = await self._faults(blob)
        except BlobNotFound:
            # It may have been let go of since the rows were read: if so, they do not name it now.
            named = await to_thread.run_sync(_still_named, self._url, blob.key)
            found = [_ABSENT] if named else []
        self.faults += [f"The blob {blob.key}: {fault}" for fault in found]

    async def _faults(self, blob: NamedBlob) -> list[str]:
        size, digest = await self._read(blob.key)
        self.objects += 1
        self.size += size
        return blob.faults(size, digest)

    async def _read(self, key: BlobKey) -> tuple[int, str | None]:
        """Size and digest; the latter only where bytes are read."""
        if self._quick:
            return (await self._store.stat(key)).size, None
        size, digest = 0, sha256()
        async with aclosing(self._store.read(key)) as pieces:
            async for piece in pieces:
                size += len(piece)
                digest.update(piece)
        return size, digest.hexdigest()


def _still_named(url: str, key: BlobKey) -> bool:
    with looking_into(url) as connection:
        return any(named_blobs(connection, key))


@contextmanager
def _names(url: str) -> Iterator[Iterator[NamedBlob]]:
    """The blobs that rows name; they are put aside, so that no transaction is held open."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as spool:
        with looking_into(url) as connection:
            for blob in named_blobs(connection):
                spool.write(json.dumps([blob.key, [attrs.astuple(n) for n in blob.namings]]) + "\n")
        spool.seek(0)
        yield _read_back(spool)


def _read_back(spool: IO[str]) -> Iterator[NamedBlob]:
    for line in spool:
        key, namings = json.loads(line)
        yield NamedBlob(BlobKey(key), tuple(Naming(*each) for each in namings))
