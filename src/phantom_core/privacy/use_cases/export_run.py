"""One attempt at an export, as its worker tells it: each step carries the job's lease.

The person may be erased at any moment. Then the next step finishes the job, and nothing else
happens.
"""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.jobs import finish
from phantom_core.kernel import Access, ByteCount, Command, Lease
from phantom_core.privacy.data_export import DataExport, ExportStage, ExportState, export_key
from phantom_core.privacy.export_events import ExportDone, ExportProgress
from phantom_core.privacy.export_ports import ExportWork
from phantom_core.privacy.use_cases.exports import EXPORT_LIFE, ExportData

__all__ = [
    "BeginDataExport",
    "CompleteDataExport",
    "ExportAttempt",
    "TellExportProgress",
]

_LONGEST_ATTEMPT: Final = timedelta(hours=24)


@attrs.frozen(kw_only=True)
class ExportAttempt:
    """What a worker needs for one attempt.

    Attributes:
        export: which one is written.
        blob: where its zip is expected.
    """

    lease: Lease
    task: ExportData
    export: DataExport
    blob: BlobKey


@attrs.frozen(kw_only=True)
class BeginDataExport(Command[ExportAttempt | None]):
    """Begin an attempt; `None` if the export is not wanted any more. Raises: LeaseLost."""

    access = Access.SYSTEM
    lease: Lease
    task: ExportData

    def run(self, work: ExportWork) -> ExportAttempt | None:
        """Answer what it takes."""
        export = _wanted(work, self.lease, self.task)
        if export is None:
            return None
        blob = export_key(export.id, work.new_id())
        expect_blobs(work, blob, until=work.now + _LONGEST_ATTEMPT)
        begun = _move(work, export, ExportStage.RECORDS, 0.0)
        return ExportAttempt(lease=self.lease, task=self.task, export=begun, blob=blob)


@attrs.frozen(kw_only=True)
class TellExportProgress(Command[bool]):
    """Say how far an export is; answer whether it is still wanted. Raises: LeaseLost.

    Attributes:
        fraction: the share of the whole that is done, 0 to 1.
    """

    access = Access.SYSTEM
    attempt: ExportAttempt
    stage: ExportStage
    fraction: float

    def run(self, work: ExportWork) -> bool:
        """Answer whether to go on."""
        export = _wanted(work, self.attempt.lease, self.attempt.task)
        if export is None:
            doom_blobs(work, self.attempt.blob)
            return False
        _move(work, export, self.stage, self.fraction)
        return True


@attrs.frozen(kw_only=True)
class CompleteDataExport(Command[DataExport | None]):
    """Hand the zip over and finish the job, in one transaction.

    Attributes:
        size_bytes: of the zip.
        records: how many records are in it.
        files: how many media files are in it.
        life: how long it is kept.

    Raises: LeaseLost, if somebody else does it; BlobNotExpected, if it took too long.
    """

    access = Access.SYSTEM
    attempt: ExportAttempt
    size_bytes: ByteCount
    records: int
    files: int
    life: timedelta = EXPORT_LIFE

    def run(self, work: ExportWork) -> DataExport | None:
        """Answer it; `None` if it was no longer wanted."""
        attempt = self.attempt
        export = _wanted(work, attempt.lease, attempt.task)
        if export is None:
            doom_blobs(work, attempt.blob)
            return None
        finish(work, attempt.lease)
        keep_blobs(work, attempt.blob)
        done = attrs.evolve(
            export,
            state=ExportState.DONE,
            stage=None,
            progress=1.0,
            ended_at=work.now,
            expires_at=work.now + self.life,
            blob=attempt.blob,
            size_bytes=self.size_bytes,
            records=self.records,
            files=self.files,
        )
        work.data_exports.put(done)
        work.record(ExportDone(user_id=done.user_id, export_id=done.id, size_bytes=self.size_bytes))
        return done


def _wanted(work: ExportWork, lease: Lease, task: ExportData) -> DataExport | None:
    """The export, held, if it is not over; or else the job is done with."""
    work.jobs.get(lease.job_id).held(lease)
    export = work.data_exports.find(task.export_id)
    if export is not None and not export.state.is_over:
        return export
    finish(work, lease)
    return None


def _move(work: ExportWork, export: DataExport, stage: ExportStage, fraction: float) -> DataExport:
    moved = export.moved(stage, fraction)
    work.data_exports.put(moved)
    work.record(
        ExportProgress(user_id=export.user_id, export_id=export.id, stage=stage, fraction=fraction)
    )
    return moved
