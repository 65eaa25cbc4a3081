"""`phantom backup`: rows and blobs of a living installation, into a folder or a file."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Final

import attrs
from anyio import to_thread

from phantom_adapters.backups import BackupDraft, Manifest, PlaceTaken, StoredObject, pack
from phantom_adapters.backups.packing import SUFFIX
from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.copying import NamedBlob, RowsFile, Taken, named_blobs, take_rows
from phantom_app import VERSION
from phantom_app.backups.files import files_of, several_at_once
from phantom_app.database import database_url
from phantom_app.settings import BadSetting, Settings
from phantom_core.blobs import BlobKey, BlobNotFound, BlobStore
from phantom_core.kernel import Conflict, Unavailable

__all__ = ["BlobsFlawed", "KeyElsewhere", "SavingOptions", "TooMuchGoes", "save"]

Tell = Callable[[str], None]

_ROUNDS: Final = 10
_NAMED: Final = 5


class BlobsFlawed(Conflict):
    """The living store does not have what the rows name, or has other bytes."""

    rule = "blobs-flawed"

    def __init__(self, flaws: dict[BlobKey, str]) -> None:
        named = "; ".join(f"{key}: {flaw}" for key, flaw in [*flaws.items()][:_NAMED])
        more = f"; and {len(flaws) - _NAMED} more" if len(flaws) > _NAMED else ""
        super().__init__(
            f"{len(flaws)} blobs are not in the store as the rows have them ({named}{more}). See "
            "`phantom verify`; with --despite-flaws the rest is saved, and the backup says so."
        )


class TooMuchGoes(Unavailable):
    """Blobs were deleted faster than they could be copied."""

    rule = "backup-overtaken"

    def __init__(self) -> None:
        super().__init__(
            f"Blobs that the rows named were deleted during each of {_ROUNDS} looks at them. Run "
            "it again with the same place, which goes on with what it has."
        )


class KeyElsewhere(Conflict):
    """The server's key is not in the data folder, so it cannot be saved from there."""

    rule = "key-elsewhere"

    def __init__(self, why: str) -> None:
        super().__init__(f"There is no key to save: {why}.")


@attrs.frozen(kw_only=True)
class SavingOptions:
    """How to save.

    Attributes:
        with_key: whether the server's key, where it is in the data folder, is saved too.
        despite_flaws: whether to go on where blobs are missing or damaged already.
    """

    with_key: bool = False
    despite_flaws: bool = False


async def save(settings: Settings, place: Path, options: SavingOptions, tell: Tell) -> Manifest:
    """Save everything into a folder, or a file if the place's name ends in `.tar`.

    One that broke off goes on with what it has.

    Raises: PlaceTaken, BlobsFlawed, TooMuchGoes, KeyElsewhere; as `take_rows` and the store;
        OSError.
    """
    packed = place.suffix == SUFFIX
    folder = _unpacked(place) if packed else place
    key = _key(settings) if options.with_key else None
    draft = await to_thread.run_sync(BackupDraft, folder)
    draft.keep_secret(key)
    manifest = await _saved(settings, draft, options, tell)
    if packed:
        tell(f"Packing {place}.")
        await to_thread.run_sync(pack, folder, place)
        await to_thread.run_sync(shutil.rmtree, folder)
    return manifest


def _unpacked(place: Path) -> Path:
    """The folder that a file is made of. Raises: PlaceTaken."""
    if place.exists():
        raise PlaceTaken(place, "is there already")
    return place.with_name(f"{place.name}.unfinished")


async def _saved(
    settings: Settings, draft: BackupDraft, options: SavingOptions, tell: Tell
) -> Manifest:
    async with files_of(settings) as store:
        saving = _Saving(settings, draft, store, tell)
        taken = await saving.run()
    flaws = saving.flaws
    if flaws and not options.despite_flaws:
        raise BlobsFlawed(flaws)
    manifest = _manifest(settings, taken, tuple(sorted(flaws)))
    keys = [each.key for each in _named(taken.rows) if each.key in draft.copied]
    return await to_thread.run_sync(draft.finish, manifest, keys)


class _Saving:
    """The looks at the rows, and the blobs that are copied after each.

    Attributes:
        flaws: what is wrong with blobs that the rows of the last look name.
    """

    def __init__(
        self, settings: Settings, draft: BackupDraft, store: BlobStore, tell: Tell
    ) -> None:
        self.flaws: dict[BlobKey, str] = {}
        self._url = database_url(settings)
        self._draft, self._store, self._tell = draft, store, tell

    async def run(self) -> Taken:
        """Look and copy, until all that the rows name has been copied or is not there."""
        absent: set[BlobKey] = set()
        for _ in range(_ROUNDS):
            self._tell("Copying the rows.")
            taken = await to_thread.run_sync(take_rows, self._url, self._draft.places.rows)
            before, absent = absent, await self._copy(taken.rows)
            # What was absent before these rows were taken, and is named by them, is no deletion.
            if absent <= before:
                self.flaws.update(dict.fromkeys(absent, "it is not in the store"))
                return taken
        raise TooMuchGoes

    async def _copy(self, rows: RowsFile) -> set[BlobKey]:
        """Copy what these rows name and is not here yet; answer what the store does not have."""
        self.flaws, absent = {}, set[BlobKey]()
        named = await to_thread.run_sync(lambda: [*_named(rows)])
        self._tell(f"Copying {len(named)} blobs, of which {self._count(named)} are here already.")

        async def one(blob: NamedBlob) -> None:
            stored = self._draft.copied.get(blob.key) or await self._fetched(blob.key)
            if stored is None:
                absent.add(blob.key)
            elif faults := blob.faults(stored.size, stored.sha256):
                self.flaws[blob.key] = faults[0]

        await several_at_once(named, one)
        return absent

    def _count(self, named: list[NamedBlob]) -> int:
        return sum(each.key in self._draft.copied for each in named)

    async def _fetched(self, key: BlobKey) -> StoredObject | None:
        draft = await to_thread.run_sync(self._draft.begin, key)
        try:
            async with aclosing(self._store.read(key)) as pieces:
                async for piece in pieces:
                    await to_thread.run_sync(draft.write, piece)
            stored = await to_thread.run_sync(draft.close)
        except BlobNotFound:
            draft.discard()
            return None
        except BaseException:
            draft.discard()
            raise
        self._draft.keep(draft, stored)
        return stored


def _named(rows: RowsFile) -> Iterator[NamedBlob]:
    with rows.engine() as engine, engine.connect() as connection:
        yield from named_blobs(connection)


def _manifest(settings: Settings, taken: Taken, flawed: tuple[BlobKey, ...]) -> Manifest:
    return Manifest(
        version=VERSION,
        source=settings.storage_kind,
        mark=taken.mark,
        finished_at=wall_clock(),
        revision=taken.rows.revision(),
        epoch=taken.rows.epoch(),
        tables=taken.rows.counts(),
        rows_size=0,
        rows_sha256="",
        objects=0,
        objects_size=0,
        objects_sha256="",
        flawed=flawed,
    )


def _key(settings: Settings) -> str:
    if settings.secret_key is not None:
        raise KeyElsewhere("it is given by PHANTOM_SECRET_KEY, so keep it where that is kept")
    try:
        return (settings.data_dir / "secret.key").read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(str(settings.data_dir / "secret.key"), "cannot be read") from error
