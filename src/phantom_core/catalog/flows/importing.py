"""An import: however many rows, in a chain of transactions that may end anywhere and begin anew."""

from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

import attrs

from phantom_core.catalog.ids import SongId
from phantom_core.catalog.importing import (
    AT_A_TIME,
    ImportedBatch,
    ImportedTrack,
    ImportReport,
    Kind,
    Mark,
    RefusedRow,
    Row,
    Standing,
    TrackRow,
)
from phantom_core.catalog.use_cases.importing import ImportTracks, PreviewImport
from phantom_core.kernel import Actor, Conflict, Doer, PhantomError, Unavailable, admit

__all__ = ["Importer", "KeepRecording", "import_rows"]

KeepRecording = Callable[[Path, str, SongId], Awaitable[None]]
"""Takes a recording in, under a title, and makes it a song's."""

_TRIES: Final = 3


def _unheard(_: ImportReport, __: int) -> None:
    """Tell nobody."""


@attrs.frozen(kw_only=True)
class Importer:
    """How rows are imported.

    Attributes:
        actor: on whose behalf; named playlists are theirs.
        dry_run: whether it is only asked what would be done.
        keep_recording: is called for songs that cannot be played yet; `None` if recordings are
            left where they are.
        on_progress: is told the report so far, and how many rows have come.
    """

    phantom: Doer
    actor: Actor
    dry_run: bool = False
    keep_recording: KeepRecording | None = None
    on_progress: Callable[[ImportReport, int], None] = _unheard


async def import_rows(importer: Importer, rows: AsyncIterable[Row]) -> ImportReport:
    """Import rows in their order, and report; what cannot be taken is refused by itself.

    Broken off, what was done stays, and the same again does the rest.

    Raises: NotAuthenticated, Forbidden, Unavailable; what `rows` raise.
    """
    admit(importer.actor, ImportTracks.access)
    report, count = ImportReport(), 0
    async for some in _batches(rows):
        await _take(importer, report, some)
        count += len(some)
        importer.on_progress(report, count)
    return report


async def _batches(rows: AsyncIterable[Row]) -> AsyncIterator[Sequence[Row]]:
    some: list[Row] = []
    async for row in rows:
        some.append(row)
        if len(some) == AT_A_TIME:
            yield some
            some = []
    if some:
        yield some


async def _take(importer: Importer, report: ImportReport, rows: Sequence[Row]) -> None:
    good = [row for row in rows if isinstance(row, TrackRow)]
    batch = await _done(importer, good) if good else ImportedBatch()
    report.mark(batch.marks)
    if importer.actor.user_id is None:
        report.nobodys_playlists |= any(row.track.playlist is not None for row in good)
    for refused in [row for row in rows if isinstance(row, RefusedRow)]:
        report.refuse(refused)
    for refusal in batch.refusals:
        report.refuse(RefusedRow(place=good[refusal.index].place, reason=refusal.reason))
    await _keep_recordings(importer, report, good, batch)


async def _done(importer: Importer, rows: Sequence[TrackRow]) -> ImportedBatch:
    tracks = tuple(row.track for row in rows)
    if importer.dry_run:
        return await importer.phantom.ask(PreviewImport(tracks=tracks), actor=importer.actor)
    for _ in range(_TRIES - 1):
        try:
            return await _imported(importer, tracks)
        except Conflict:
            continue  # somebody else was quicker; what they did is seen now
    return await _imported(importer, tracks)


async def _imported(importer: Importer, tracks: tuple[ImportedTrack, ...]) -> ImportedBatch:
    outcome = await importer.phantom.do(ImportTracks(tracks=tracks), actor=importer.actor)
    return outcome.value


async def _keep_recordings(
    importer: Importer, report: ImportReport, rows: Sequence[TrackRow], batch: ImportedBatch
) -> None:
    """Make playable what can be; the first recording of a song is the one."""
    keep, tried = importer.keep_recording, set[SongId]()
    if keep is None or importer.dry_run:
        return
    for silent in batch.silent:
        row = rows[silent.index]
        if row.recording is None or silent.song_id in tried:
            continue
        tried.add(silent.song_id)
        try:
            await keep(row.recording, row.track.title, silent.song_id)
        except Unavailable:
            raise
        except PhantomError as refusal:
            report.refuse(RefusedRow(place=row.place, reason=refusal.detail))
        else:
            report.mark([Mark(kind=Kind.SONG, key=silent.song_id, standing=Standing.UPDATED)])
