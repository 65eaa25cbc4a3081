"""Exporting, as a worker does it, and for an operator who takes a person's data out."""

from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Final

import attrs

from phantom_core.kernel import SYSTEM, Lease, Unavailable
from phantom_core.privacy.data_export import ExportStage
from phantom_core.privacy.flows.edge import ExportEdge
from phantom_core.privacy.flows.writing import ExportWriter, OnExportProgress
from phantom_core.privacy.use_cases.export_run import (
    BeginDataExport,
    CompleteDataExport,
    ExportAttempt,
    TellExportProgress,
)
from phantom_core.privacy.use_cases.exports import ExportData, NoteDataExport

__all__ = ["export_person", "run_export"]

_STEP: Final = 0.1


class _NotWanted(Exception):
    """Ends an export that nobody waits for any more."""


async def run_export(edge: ExportEdge, lease: Lease, task: ExportData) -> None:
    """Write an export and hand it over; the job is then done.

    However often it is begun and broken off, one zip comes of it: each attempt writes a blob of
    its own from the beginning, and what others left goes the way of all blobs that never came.

    Raises: LeaseLost, when somebody else does it; Unavailable, and then it may be tried again.
    """
    attempt = (await edge.phantom.do(BeginDataExport(lease=lease, task=task), actor=SYSTEM)).value
    if attempt is None:
        return
    writer = ExportWriter(edge, attempt.export.user_id, _Progress(edge, attempt))
    try:
        async with aclosing(writer.chunks()) as chunks:
            kept = await edge.store.put(attempt.blob, chunks, limit=edge.largest)
    except _NotWanted:
        return
    complete = CompleteDataExport(
        attempt=attempt,
        size_bytes=kept.size,
        records=sum(writer.counts.values()),
        files=len(writer.media),
        life=edge.life,
    )
    await edge.phantom.do(complete, actor=SYSTEM)


async def export_person(
    edge: ExportEdge, username: str, on_progress: OnExportProgress | None = None
) -> AsyncGenerator[bytes, None]:
    """Write a person's export for an operator, which is noted in the audit trail first.

    The zip is made while it is read; close it (`aclosing`) when you stop early.

    Args:
        edge: what it takes.
        username: whose it is: a user name or an e-mail address.
        on_progress: is told how far it is.

    Raises: NotFound, at the first piece; Unavailable.
    """
    noted = await edge.phantom.do(NoteDataExport(username=username), actor=SYSTEM)
    async with aclosing(ExportWriter(edge, noted.value, on_progress).chunks()) as chunks:
        async for chunk in chunks:
            yield chunk


@attrs.define
class _Progress:
    """Passes progress on in steps of a tenth, and ends what nobody waits for any more."""

    edge: ExportEdge
    attempt: ExportAttempt
    told: float = 0.0

    async def __call__(self, stage: ExportStage, fraction: float) -> None:
        if fraction - self.told < _STEP:
            return
        self.told = fraction
        progress = TellExportProgress(attempt=self.attempt, stage=stage, fraction=fraction)
        # What could not be told is no reason to throw away what was written.
        with suppress(Unavailable):
            if not (await self.edge.phantom.do(progress, actor=SYSTEM)).value:
                raise _NotWanted
