"""An export of all that is held about a person: a zip in the making, or ready to be fetched."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import ByteCount, Cursor, Id, PageRequest, UserId
from phantom_core.kernel.paging import cursor_after, identifier_in, position

__all__ = [
    "DataExport",
    "DataExportId",
    "ExportStage",
    "ExportState",
    "export_before",
    "export_cursor",
    "export_key",
    "export_of",
]

DataExportId = NewType("DataExportId", Id)
"""The id of an export."""

_LISTING: Final = "exports"
_KEY: Final = re.compile(r"exports/([0-9A-Z]{26})/[0-9A-Z]{26}\.zip")


class ExportState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self in {ExportState.DONE, ExportState.FAILED}


class ExportStage(StrEnum):
    """What a running export does: it writes records first, then projects, then files."""

    RECORDS = "records"
    PROJECTS = "projects"
    FILES = "files"


@attrs.frozen(kw_only=True)
class DataExport:
    """An export, from the moment it was asked for until it expires.

    Attributes:
        stage: what is being done; `None` before it runs, and once it is over.
        progress: the share of the whole that is done, 0 to 1; it begins anew where the work does.
        ended_at: when it was over; `None` while it waits or runs.
        expires_at: when it is forgotten, and its zip deleted; `None` until it is over.
        blob: the zip, once it is done.
        size_bytes: of the zip.
        records: how many records are in it.
        files: how many media files are in it.
        reason: why there is none, as a sentence, if it failed.
    """

    id: DataExportId
    user_id: UserId
    state: ExportState = ExportState.WAITING
    stage: ExportStage | None = None
    progress: float = 0.0
    asked_at: datetime
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    blob: BlobKey | None = None
    size_bytes: ByteCount | None = None
    records: int = 0
    files: int = 0
    reason: str | None = None

    @property
    def running_for(self) -> UserId | None:
        """Whose it is while it waits or runs: a person has one of those at a time."""
        return None if self.state.is_over else self.user_id

    def moved(self, stage: ExportStage, progress: float) -> "DataExport":
        """It runs, and is so far."""
        return attrs.evolve(self, state=ExportState.RUNNING, stage=stage, progress=progress)

    def failed(self, reason: str, now: datetime, expires_at: datetime) -> "DataExport":
        """There will be none, and why."""
        return attrs.evolve(
            self,
            state=ExportState.FAILED,
            stage=None,
            ended_at=now,
            expires_at=expires_at,
            reason=reason,
        )


def export_key(export_id: DataExportId, attempt: Id) -> BlobKey:
    """Where one attempt at an export leaves its zip."""
    return blob_key(f"exports/{export_id}/{attempt}.zip")


def export_of(key: BlobKey) -> DataExportId | None:
    """The export that a key is of; `None` if it is of none."""
    found = _KEY.fullmatch(key)
    return DataExportId(Id(found[1])) if found else None


def export_cursor(export: DataExport) -> Cursor:
    """The place after an export in the list of them, the latest first."""
    return cursor_after(_LISTING, export.id)


def export_before(page: PageRequest) -> Id | None:
    """The id before which a page's ids are; `None` for the first page. Raises: Invalid."""
    keys = position(page, _LISTING, str)
    return None if keys is None else identifier_in(keys[0])
