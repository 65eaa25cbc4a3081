"""`phantom backup`: rows and blobs of a living installation, into a folder or a file."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import aclosing
from pathlib import Path
from typing import Final

import attrs
from anyio import to_thread

from phantom_adapters.backups import (
    BackupDraft,
    Manifest,
    PlaceTaken,
    SavedBackup,
    StoredObject,
    pack,
)
from phantom_adapters.backups.packing import SUFFIX
from phantom_adapters.clock import wall_clock
from phantom_adapters.sql.copying import (
    NamedBlob,
    RowsFile,
    Taken,
    looking_into,
    named_blobs,
    snapshot,
)
from phantom_app import VERSION
from phantom_app.backups.files import Tell, files_of, several_at_once
from phantom_app.counting import counted
from phantom_app.database import database_url
from phantom_app.settings import BadSetting, Settings
from phantom_core.blobs import BlobKey, BlobNotFound, BlobStore
from phantom_core.kernel import Conflict, Unavailable

__all__ = ["BlobsFlawed", "KeyElsewhere", "SavingOptions", "TooMuchGoes", "save"]

_TRIES: Final = 50
_FEW: Final = 200
_NAMED: Final = 5

_Files = Mapping[BlobKey, tuple[StoredObject, Path]]


class BlobsFlawed(Conflict):
    """The living store does not have what the rows name, or has other bytes."""

    rule = "blobs-flawed"

    def __init__(self, flaws: dict[BlobKey, str]) -> None:
        named = "; ".join(f"{key}: {flaw}" for key, flaw in [*flaws.items()][:_NAMED])
        more = f"; and {len(flaws) - _NAMED} more" if len(flaws) > _NAMED else ""
        many = counted(len(flaws), "blob is", "blobs are")
        super().__init__(
            f"{many} not in the store as the rows have them ({named}{more}). See "
            "`phantom verify`; with --despite-flaws the rest is saved, and the backup says so."
        )


class TooMuchGoes(Unavailable):
    """Blobs were deleted faster than they could be copied."""

    rule = "backup-overtaken"

    def __init__(self) -> None:
        super().__init__(
            f"Blobs that the rows named were deleted during each of {_TRIES} looks at them. Run "
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
        earlier: another backup's folder, whose blobs are shared and not fetched again.
    """

    with_key: bool = False
    despite_flaws: bool = False
    earlier: Path | None = None


async def save(settings: Settings, place: Path, options: SavingOptions, tell: Tell) -> Manifest:
    """Save everything into a folder, or a file if the place's name ends in `.tar`.

    One that broke off goes on with what it has.

    Raises: PlaceTaken, BlobsFlawed, TooMuchGoes, KeyElsewhere; as `take_rows` and the store, and
        as `SavedBackup.at` for an earlier one; OSError.
    """
    saved = {} if options.earlier is None else _files_in(options.earlier, place)
    packed = place.suffix == SUFFIX
    folder = _unpacked(place) if packed else place
    key = _key(settings) if options.with_key else None
    draft = await to_thread.run_sync(BackupDraft, folder)
    draft.keep_secret(key)
    manifest = await _saved(settings, draft, options, saved, tell)
    if packed:
        tell(f"Packing {place}.")
        await to_thread.run_sync(pack, folder, place)
        await to_thread.run_sync(shutil.rmtree, folder)
    return manifest


def _files_in(earlier: Path, place: Path) -> _Files:
    """What another backup has. Raises: as `SavedBackup`; PlaceTaken, if it has the place too."""
    backup = SavedBackup.at(earlier)
    if place.resolve().is_relative_to(earlier.resolve()):
        raise PlaceTaken(place, "is within the backup before")
    return {each.key: (each, backup.places.object(each.sha256)) for each in backup.objects()}


def _unpacked(place: Path) -> Path:
    """The folder that a file is made of. Raises: PlaceTaken."""
    if place.exists():
        raise PlaceTaken(place, "is there already")
    return place.with_name(f"{place.name}.unfinished")


async def _saved(
    settings: Settings, draft: BackupDraft, options: SavingOptions, earlier: _Files, tell: Tell
) -> Manifest:
    async with files_of(settings) as store:
        saving = _Saving(settings, draft, store, earlier, tell)
        taken = await saving.run()
    flaws = saving.flaws
    if flaws and not options.despite_flaws:
        raise BlobsFlawed(flaws)
    manifest = _manifest(settings, taken, tuple(sorted(flaws)))
    keys = [each.key for each in _named(taken.rows) if each.key in draft.copied]
    return await to_thread.run_sync(draft.finish, manifest, keys)


class _Saving:
    """The looks at the rows, and the blobs that are copied at each.

    Attributes:
        flaws: what is wrong with blobs that the rows name.
    """

    def __init__(
        self,
        settings: Settings,
        draft: BackupDraft,
        store: BlobStore,
        earlier: _Files,
        tell: Tell,
    ) -> None:
        self.flaws: dict[BlobKey, str] = {}
        self._url = database_url(settings)
        self._draft, self._store, self._earlier, self._tell = draft, store, earlier, tell
        self._absent: set[BlobKey] = set()

    async def run(self) -> Taken:
        """Look and copy, until there is a moment all of whose blobs are here, and take its rows."""
        tries = 0
        while tries < _TRIES:
            many = await self._glance()
            await self._copy(many)
            with snapshot(self._url) as held:
                named = await to_thread.run_sync(lambda: [*named_blobs(held.connection)])
                lacking = self._lacking(named)
                if len(lacking) > _FEW:
                    continue
                if await self._copy(lacking):
                    tries += 1
                    continue
                self._tell("Copying the rows.")
                self.flaws = self._flaws(named)
                rows = await to_thread.run_sync(held.copy_rows, self._draft.places.rows)
                return Taken(rows=rows, mark=held.mark)
        raise TooMuchGoes

    async def _glance(self) -> list[NamedBlob]:
        """What there is to copy now; no moment is held on to while that is done."""

        def lacking() -> list[NamedBlob]:
            with looking_into(self._url) as connection:
                return self._lacking([*named_blobs(connection)])

        return await to_thread.run_sync(lacking)

    def _lacking(self, named: list[NamedBlob]) -> list[NamedBlob]:
        """What is neither here nor known to be nowhere.

        What was not in the store, and is named by a later look, was not deleted: a line is doomed
        before its object goes. What is not named any more was.
        """
        self._absent &= {each.key for each in named}
        known = self._draft.copied.keys() | self._absent
        return [each for each in named if each.key not in known]

    async def _copy(self, lacking: list[NamedBlob]) -> bool:
        """Copy them, and answer whether the store did not have one."""
        absent = list[BlobKey]()
        if lacking:
            self._tell(f"Copying {counted(len(lacking), 'file')}.")

        async def one(blob: NamedBlob) -> None:
            if not (await self._shared(blob.key) or await self._fetched(blob.key)):
                absent.append(blob.key)

        await several_at_once(lacking, one)
        self._absent.update(absent)
        return bool(absent)

    def _flaws(self, named: list[NamedBlob]) -> dict[BlobKey, str]:
        found = dict.fromkeys(sorted(self._absent), "it is not in the store")
        for blob in named:
            stored = self._draft.copied.get(blob.key)
            if stored is not None and (faults := blob.faults(stored.size, stored.sha256)):
                found[blob.key] = faults[0]
        return found

    async def _shared(self, key: BlobKey) -> bool:
        """Have what the earlier backup has, if it is as it should be there."""
        if key not in self._earlier:
            return False
        stored, file = self._earlier[key]
        part = await to_thread.run_sync(self._draft.share, file, stored.sha256)
        if part is not None:
            self._draft.keep(part, stored)
        return part is not None

    async def _fetched(self, key: BlobKey) -> bool:
        draft = await to_thread.run_sync(self._draft.begin, key)
        try:
            async with aclosing(self._store.read(key)) as pieces:
                async for piece in pieces:
                    await to_thread.run_sync(draft.write, piece)
            stored = await to_thread.run_sync(draft.close)
        except BlobNotFound:
            draft.discard()
            return False
        except BaseException:
            draft.discard()
            raise
        self._draft.keep(draft.path, stored)
        return True


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
