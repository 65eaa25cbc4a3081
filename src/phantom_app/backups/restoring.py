"""`phantom restore`: a backup, into an empty database and an empty store.

Blobs come first and rows last, in one transaction: until then nobody sees an installation, and one
that broke off is begun again in the same place, where it finds its own blobs.
"""

import hashlib
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import datetime
from pathlib import Path
from typing import Final

import attrs
from anyio import to_thread

from phantom_adapters.backups import BackupUnfit, SavedBackup, StoredObject, opened, scratch_in
from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.copying import NotEmpty, put_rows, rows_there
from phantom_app.backups.files import Tell, files_of, several_at_once
from phantom_app.counting import counted
from phantom_app.data_folder import data_folder
from phantom_app.database import database_url
from phantom_app.settings import Settings
from phantom_core.blobs import PIECE_BYTES, BlobExists, BlobKey, BlobStore
from phantom_core.kernel import ByteCount, Conflict, uuid7

__all__ = ["Restored", "StoreNotEmpty", "bring_back"]

_NAMED: Final = 3


class StoreNotEmpty(Conflict):
    """The store has blobs that are not of this backup."""

    rule = "store-not-empty"

    def __init__(self, keys: Sequence[BlobKey]) -> None:
        more = " and more" if len(keys) > _NAMED else ""
        super().__init__(
            f"The store of files is not empty: it has {', '.join(keys[:_NAMED])}{more}. A backup "
            "is restored into an empty one: name another by PHANTOM_BLOB_URL or --data-dir."
        )


@attrs.frozen(kw_only=True)
class Restored:
    """What was restored.

    Attributes:
        mark: everything acknowledged before this moment is here again.
        rows: how many.
        objects: how many blobs.
        objects_size: their bytes.
        flawed: blobs that the backup did not have, or had damaged, when it was made.
        key: whether the server's key was in it, and is in the data folder now.
    """

    mark: datetime
    rows: int
    objects: int
    objects_size: int
    flawed: tuple[BlobKey, ...]
    key: bool


async def bring_back(settings: Settings, place: Path, tell: Tell) -> Restored:
    """Restore a backup into the database and the store that the settings name.

    The log gets a new id, for the numbers that were told after the mark will be told again, of
    other events: clients with the old id begin anew.

    Raises: NoBackup, BackupUnfinished, BackupUnfit; NotEmpty, StoreNotEmpty; DatabaseNewer;
        Unavailable, BadSetting; OSError.
    """
    url = database_url(settings)
    if there := await to_thread.run_sync(rows_there, url):
        raise NotEmpty(there)
    scratch = data_folder(settings)
    with opened(place, lambda: scratch) as backup:
        async with files_of(settings) as store:
            await _expect_empty(store, backup)
            tell("Checking the backup.")
            await _expect_whole(backup)
            with scratch_in(scratch) as folder:
                rows = backup.rows.copied_to(folder / "rows.sqlite3")
                await to_thread.run_sync(rows.migrate)
                rows.begin_log(uuid7(wall_clock(), secrets.randbits(74)))
                key = _put_key(settings, backup)
                tell(f"Putting {counted(backup.manifest.objects, 'blob')}.")
                await _put_blobs(store, backup)
                tell("Putting the rows.")
                await to_thread.run_sync(put_rows, rows, url)
    return _told(backup, key=key)


async def _expect_empty(store: BlobStore, backup: SavedBackup) -> None:
    """Take nothing for ours but what the backup has: a restore that broke off left it."""
    ours = {each.key: each.size for each in backup.objects()}
    foreign = list[BlobKey]()
    async with aclosing(store.list()) as entries:
        async for entry in entries:
            if ours.get(entry.key) != entry.size:
                foreign.append(entry.key)
            if len(foreign) > _NAMED:
                break
    if foreign:
        raise StoreNotEmpty(foreign)


async def _expect_whole(backup: SavedBackup) -> None:
    faults = await to_thread.run_sync(backup.faults)
    if faults:
        more = f", and {counted(len(faults) - 1, 'more fault')}" if len(faults) > 1 else ""
        problem = f"{faults[0].rstrip('.')}{more}; see `phantom verify`"
        raise BackupUnfit(problem)


async def _put_blobs(store: BlobStore, backup: SavedBackup) -> None:
    async def one(stored: StoredObject) -> None:
        file = backup.places.object(stored.sha256)
        try:
            put = await store.put(stored.key, _pieces(file), limit=ByteCount(stored.size))
        except BlobExists:
            found = await _digest(store, stored.key)
        else:
            found = put.sha256
        if found != stored.sha256:
            raise StoreNotEmpty([stored.key])

    await several_at_once(backup.objects(), one)


async def _pieces(file: Path) -> AsyncIterator[bytes]:
    reading = await to_thread.run_sync(lambda: file.open("rb"))
    with reading:
        while piece := await to_thread.run_sync(reading.read, PIECE_BYTES):
            yield piece


async def _digest(store: BlobStore, key: BlobKey) -> str:
    digest = hashlib.sha256()
    async with aclosing(store.read(key)) as pieces:
        async for piece in pieces:
            digest.update(piece)
    return digest.hexdigest()


def _put_key(settings: Settings, backup: SavedBackup) -> bool:
    """Put the server's key where it was, unless there is one."""
    place = settings.data_dir / "secret.key"
    if not backup.manifest.secret or settings.secret_key is not None or place.exists():
        return False
    place.write_bytes(backup.places.secret.read_bytes())
    place.chmod(0o600)
    return True


def _told(backup: SavedBackup, *, key: bool) -> Restored:
    manifest = backup.manifest
    return Restored(
        mark=manifest.mark,
        rows=sum(manifest.tables.values()),
        objects=manifest.objects,
        objects_size=manifest.objects_size,
        flawed=manifest.flawed,
        key=key,
    )
