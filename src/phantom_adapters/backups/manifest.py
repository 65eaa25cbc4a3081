"""What a backup says of itself."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_adapters import codec
from phantom_core.blobs import BlobKey
from phantom_core.kernel import Conflict

__all__ = [
    "FORMAT",
    "BackupDamaged",
    "BackupUnfinished",
    "BackupUnfit",
    "Manifest",
    "NoBackup",
    "StoredObject",
    "read_manifest",
    "written_manifest",
]

FORMAT: Final = 1
"""The form of what is written. A later form is another number, and says here what it changed."""

_SEAL: Final = "seal"


class NoBackup(Conflict):
    """There is no backup at the place that was named."""

    rule = "no-backup"

    def __init__(self, place: str) -> None:
        super().__init__(f"There is no backup at {place}.")


class BackupUnfinished(Conflict):
    """A backup was begun there, and has not come to its end."""

    rule = "backup-unfinished"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The backup at {place} was never finished, so it is none: run `phantom backup` with "
            "the same place again, which goes on with it."
        )


class BackupUnfit(Conflict):
    """A backup is damaged, or of a form that this version does not know."""

    rule = "backup-unfit"

    def __init__(self, problem: str) -> None:
        super().__init__(f"The backup cannot be used: {problem}.")


class BackupDamaged(BackupUnfit):
    """A backup is not what it was when it was written."""

    rule = "backup-damaged"


@attrs.frozen(kw_only=True)
class StoredObject:
    """A blob in a backup.

    Attributes:
        size: in bytes.
        sha256: of its bytes, in lower-case hexadecimal; it names the file too.
    """

    key: BlobKey
    size: int
    sha256: str


@attrs.frozen(kw_only=True)
class Manifest:
    """What a backup is, from which all else in it is checked.

    Attributes:
        format: the form of it all.
        version: the version of Phantom that wrote it.
        source: what kind of database the rows came from.
        mark: whatever was acknowledged before this moment is in it.
        finished_at: when it was done.
        revision: the migration that its rows stand at.
        epoch: the id of their log.
        tables: how many rows each table has.
        rows_size: bytes of the file of rows.
        rows_sha256: of that file.
        objects: how many blobs there are.
        objects_size: their bytes, each counted as often as it has a key.
        objects_sha256: of the list of them.
        flawed: blobs that rows name and the store did not have, or had with other bytes than the
            rows say; only by consent.
        secret: whether the server's key is in it.
    """

    format: int = FORMAT
    version: str
    source: str
    mark: datetime
    finished_at: datetime
    revision: str
    epoch: str
    tables: Mapping[str, int]
    rows_size: int
    rows_sha256: str
    objects: int
    objects_size: int
    objects_sha256: str
    flawed: tuple[BlobKey, ...] = ()
    secret: bool = False


def written_manifest(manifest: Manifest) -> str:
    """The manifest as JSON, sealed: what is changed in it later is found."""
    fields: dict[str, Any] = json.loads(codec.dumps(manifest, Manifest))
    return json.dumps({**fields, _SEAL: _seal(fields)}, indent=2, ensure_ascii=False) + "\n"


def read_manifest(text: str) -> Manifest:
    """Read one. Raises: BackupDamaged; BackupUnfit, for one of a later form."""
    try:
        fields = json.loads(text)
        seal = fields.pop(_SEAL)
        is_later = fields["format"] > FORMAT
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupDamaged("manifest.json is damaged") from error
    if is_later:
        problem = f"it is of form {fields['format']}, and this version of Phantom knows {FORMAT}"
        raise BackupUnfit(problem)
    if seal != _seal(fields):
        raise BackupDamaged("manifest.json was changed after it was written")
    try:
        manifest: Manifest = codec.load(fields, Manifest)
    except codec.UnknownShape as error:
        raise BackupDamaged("manifest.json is damaged") from error
    return manifest


def _seal(fields: Mapping[str, Any]) -> str:
    whole = json.dumps(fields, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
