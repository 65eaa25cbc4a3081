"""A backup that is whole, as its manifest says; whether it is, `faults` tells."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Self

import attrs

from phantom_adapters.backups.manifest import (
    BackupDamaged,
    BackupUnfinished,
    BackupUnfit,
    Manifest,
    NoBackup,
    StoredObject,
    read_manifest,
)
from phantom_adapters.backups.places import BackupPlaces
from phantom_adapters.backups.writing import digest_of
from phantom_adapters.sql.copying import NamedBlob, RowsFile, RowsUnfit, named_blobs
from phantom_adapters.sql.migrations import REVISIONS
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Invalid

__all__ = ["SavedBackup"]

_SAID: Final = 5

_Watch = Callable[[StoredObject], None]


@attrs.frozen
class SavedBackup:
    """A backup in its folder.

    Attributes:
        places: where its parts are.
        manifest: what it says of itself.
    """

    places: BackupPlaces
    manifest: Manifest

    @classmethod
    def at(cls, folder: Path) -> Self:
        """Open one. Raises: NoBackup, BackupUnfinished, BackupDamaged, BackupUnfit."""
        places = BackupPlaces(folder)
        try:
            text = places.manifest.read_text("utf-8")
        except (FileNotFoundError, NotADirectoryError):
            begun = places.journal.exists()
            raise (BackupUnfinished(str(folder)) if begun else NoBackup(str(folder))) from None
        except UnicodeDecodeError as error:
            raise BackupDamaged("manifest.json is damaged") from error
        except OSError as error:
            raise BackupUnfit("manifest.json cannot be read") from error
        return cls(places, read_manifest(text))

    @property
    def rows(self) -> RowsFile:
        """All rows."""
        return RowsFile(self.places.rows)

    def objects(self) -> list[StoredObject]:
        """The blobs, by key. Raises: BackupDamaged, for a list that is not what it was."""
        try:
            text = self.places.listing.read_bytes()
        except OSError as error:
            raise BackupDamaged("objects.jsonl, the list of blobs, is missing") from error
        if hashlib.sha256(text).hexdigest() != self.manifest.objects_sha256:
            raise BackupDamaged("objects.jsonl, the list of blobs, is damaged")
        try:
            return [_stored(json.loads(line)) for line in text.splitlines()]
        except (ValueError, TypeError, Invalid) as error:
            raise BackupDamaged("objects.jsonl, the list of blobs, is damaged") from error

    def faults(self, watch: _Watch = lambda _: None) -> list[str]:
        """All that is wrong with it, as sentences; every byte of it is read.

        Args:
            watch: is told of each blob that was looked at.
        """
        return [
            *self._faults_of_rows(),
            *self._faults_of_secret(),
            *self._faults_of_objects(watch),
        ]

    def extras(self) -> list[str]:
        """What is in its folder and no part of it, as sentences; it hinders no restore."""
        whole = self._parts()
        found = sorted(self.places.folder.rglob("*"))
        files = [each for each in found if each.is_symlink() or not each.is_dir()]
        return [
            f"{file.relative_to(self.places.folder)} is no part of it"
            for file in files
            if file not in whole
        ]

    def _parts(self) -> set[Path]:
        """All files that there may be; of a backup that broke off at its very end, the journal."""
        places = self.places
        parts = {places.manifest, places.rows, places.listing, places.journal}
        if self.manifest.secret:
            parts.add(places.secret)
        try:
            parts.update(places.object(each.sha256) for each in self.objects())
        except BackupDamaged:  # it is told as a fault, and no object can be told from another
            parts.update(places.objects.rglob("*"))
        return parts

    def _faults_of_secret(self) -> Iterator[str]:
        if self.manifest.secret and not self.places.secret.is_file():
            yield "secret.key, the server's key, is missing"

    def _faults_of_rows(self) -> list[str]:
        if not self.places.rows.is_file():
            return ["rows.sqlite3, the file of rows, is missing"]
        if digest_of(self.places.rows) != self.manifest.rows_sha256:
            return ["rows.sqlite3, the file of rows, is damaged: its SHA-256 is another"]
        try:
            return [*self.rows.check(), *self._faults_of_counts()]
        except RowsUnfit as error:
            return [error.detail]

    def _faults_of_counts(self) -> Iterator[str]:
        said, counted = self.manifest.tables, self.rows.counts()
        for table in sorted(said.keys() | counted.keys()):
            if said.get(table) != counted.get(table):
                yield f"{table} has {counted.get(table)} rows, not {said.get(table)}"
        if self.rows.revision() != self.manifest.revision:
            yield f"The rows stand at {self.rows.revision()}, not {self.manifest.revision}"

    def _faults_of_objects(self, watch: _Watch) -> Iterator[str]:
        try:
            objects = self.objects()
        except BackupDamaged as error:
            yield error.detail
            return
        for each in objects:
            if (problem := self._problem(each)) is not None:
                yield f"The blob {each.key} {problem}"
            watch(each)
        yield from self._unnamed(objects)

    def _problem(self, stored: StoredObject) -> str | None:
        file = self.places.object(stored.sha256)
        if not file.is_file():
            return "is missing"
        if file.stat().st_size != stored.size:
            return f"has {file.stat().st_size} bytes, not {stored.size}"
        return None if digest_of(file) == stored.sha256 else "is damaged: its SHA-256 is another"

    def _unnamed(self, objects: list[StoredObject]) -> Iterator[str]:
        """Whether the blobs are those that the rows name; only this version's rows are read."""
        if self.manifest.revision != REVISIONS[-1] or not self.places.rows.is_file():
            return
        there = {each.key: each for each in objects}
        try:
            with self.rows.engine() as engine, engine.connect() as connection:
                for named in named_blobs(connection):
                    yield from self._against(named, there.pop(named.key, None))
        except Exception as error:  # noqa: BLE001 - a damaged file fails in any way; it was told
            yield f"The blobs that the rows name cannot be told: {error}"
        else:
            yield from (f"No row names the blob {key}" for key in [*there][:_SAID])

    def _against(self, named: NamedBlob, stored: StoredObject | None) -> Iterator[str]:
        if named.key in self.manifest.flawed:
            return
        if stored is not None:
            for fault in named.faults(stored.size, stored.sha256):
                yield f"The blob {named.key}: {fault}"
        else:
            yield f"The blob {named.key}, which rows name, is not in it"


def _stored(line: dict[str, object]) -> StoredObject:
    stored = StoredObject(**line)  # type: ignore[arg-type]
    return attrs.evolve(stored, key=BlobKey(blob_key(str(stored.key))))
