"""A whole sweep: look at everything, and act on what can be put right without people."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime
from typing import Final

import attrs

from phantom_core.blobs.blob import BlobEntry
from phantom_core.blobs.drift import Drift, DriftReport, Finding
from phantom_core.blobs.drift_counting import DriftCounter
from phantom_core.blobs.drift_flows import Comparison, Seen, compared, unkept, unused
from phantom_core.blobs.drift_uploads import forsaken, size_of
from phantom_core.blobs.drift_use_cases import QuarantineStrays, RestoreBlob, TellLedgerTime
from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.multipart_ports import MultipartUploads
from phantom_core.blobs.ports import BlobStore
from phantom_core.blobs.remains_ports import StoreRemains
from phantom_core.blobs.sweeping import (
    EmptyLedger,
    SweepOutcome,
    SweepRules,
    TooManyStrays,
    WrongStore,
)
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.doing import Doer
from phantom_core.kernel.quantities import ByteCount

__all__ = ["Sweeper", "inspect", "restore", "sweep_all"]

_AT_ONCE: Final = 200
_FEW: Final = 10


@attrs.frozen(kw_only=True)
class Sweeper:
    """What a sweep works with.

    Attributes:
        clock: the time of the store, as far as it is known.
        remains: the store, if it can tell what lies about in it besides blobs.
        multiparts: the store's other door, if it has one.
    """

    phantom: Doer
    store: BlobStore
    rules: SweepRules
    clock: Callable[[], datetime]
    remains: StoreRemains | None = None
    multiparts: MultipartUploads | None = None


async def inspect(sweeper: Sweeper) -> SweepOutcome:
    """Look at everything and change nothing. Raises: Unavailable."""
    return SweepOutcome(report=await _report(sweeper, await _comparison(sweeper)), dry_run=True)


async def sweep_all(sweeper: Sweeper, *, force: bool = False) -> SweepOutcome:
    """Delete what is due, then look at everything and quarantine the strays.

    It may be broken off anywhere, and begun again. Rows and lines are not mended: what is missing
    is told, for people to look into.

    Args:
        force: whether to act even where most of the store, or of the ledger, looks wrong.

    Raises: EmptyLedger; WrongStore and TooManyStrays, unless forced; Unavailable.
    """
    deleted = await sweep(sweeper.phantom, sweeper.store)
    comparison = await _comparison(sweeper)
    report = await _report(sweeper, comparison)
    _guard(report, force=force)
    return SweepOutcome(
        report=report,
        dry_run=False,
        deleted=deleted,
        quarantined=await _quarantine(sweeper, comparison) if report.of(Drift.STRAY).count else 0,
        aborted=await _abort(sweeper, comparison),
        leftovers=await _clear(sweeper, comparison.now),
    )


async def restore(sweeper: Sweeper, key: BlobKey) -> None:
    """Keep a quarantined blob for good. Raises: BlobNotFound; NotFound; BlobNotQuarantined."""
    await sweeper.store.stat(key)
    await sweeper.phantom.do(RestoreBlob(key=key), actor=SYSTEM)


async def _comparison(sweeper: Sweeper) -> Comparison:
    now = await sweeper.phantom.ask(TellLedgerTime(), actor=SYSTEM)
    # The earlier of two clocks: whichever is wrong, nothing looks older than it is.
    put_before = min(now, sweeper.clock()) - sweeper.rules.grace
    return Comparison(phantom=sweeper.phantom, store=sweeper.store, now=now, put_before=put_before)


async def _report(sweeper: Sweeper, comparison: Comparison) -> DriftReport:
    counter, objects, size, kept = DriftCounter(), 0, 0, 0
    async for each in compared(comparison):
        if isinstance(each, Finding):
            counter.add(each)
        else:
            objects, size = objects + (each.entry is not None), size + _size(each.entry)
            kept += _is_kept(each)
    async for finding in _others(sweeper, comparison):
        counter.add(finding)
    return DriftReport(
        at=comparison.now,
        put_before=comparison.put_before,
        objects=objects,
        size=ByteCount(size),
        kept=kept,
        found=counter.found(),
    )


async def _others(sweeper: Sweeper, comparison: Comparison) -> AsyncIterator[Finding]:
    """Stream what is found by no comparison of store and ledger."""
    rows = (unkept(sweeper.phantom), unused(sweeper.phantom))
    for found in (*rows, _given_up(sweeper, comparison), _lying_about(sweeper, comparison.now)):
        async for finding in found:
            yield finding


async def _given_up(sweeper: Sweeper, comparison: Comparison) -> AsyncIterator[Finding]:
    if sweeper.multiparts is None:
        return
    async for each in forsaken(comparison, sweeper.multiparts):
        size = await size_of(sweeper.multiparts, each)
        yield Finding(kind=Drift.OPEN_UPLOAD, name=each.key, size=size, at=each.started_at)


async def _lying_about(sweeper: Sweeper, now: datetime) -> AsyncIterator[Finding]:
    if sweeper.remains is None:
        return
    async for each in sweeper.remains.remains(now):
        kind = Drift.LEFTOVER if each.ours else Drift.FOREIGN
        yield Finding(kind=kind, name=each.name, size=each.size, at=each.modified_at)


def _guard(report: DriftReport, *, force: bool) -> None:
    """Refuse to act on a look that is more likely to be at the wrong place."""
    strays, missing = report.of(Drift.STRAY).count, report.of(Drift.MISSING).count
    if strays and not report.kept:
        raise EmptyLedger(report.objects)
    if strays and not force:
        if missing > _FEW and missing * 2 > report.kept:
            raise WrongStore(missing, report.kept)
        if strays > _FEW and strays * 2 > report.objects:
            raise TooManyStrays(strays, report.objects)


async def _quarantine(sweeper: Sweeper, comparison: Comparison) -> int:
    """Look once more, and quarantine what is a stray still; each is asked for again as it is."""
    batch, quarantined = list[BlobKey](), 0
    async for each in compared(comparison):
        if isinstance(each, Finding) and each.kind is Drift.STRAY:
            batch.append(BlobKey(each.name))
        if len(batch) == _AT_ONCE:
            quarantined += await _put_aside(sweeper, batch)
            batch = []
    return quarantined + (await _put_aside(sweeper, batch) if batch else 0)


async def _put_aside(sweeper: Sweeper, keys: Sequence[BlobKey]) -> int:
    command = QuarantineStrays(keys=tuple(keys), stay=sweeper.rules.quarantine)
    return len((await sweeper.phantom.do(command, actor=SYSTEM)).value)


async def _abort(sweeper: Sweeper, comparison: Comparison) -> int:
    if sweeper.multiparts is None:
        return 0
    aborted = 0
    async for each in forsaken(comparison, sweeper.multiparts):
        await sweeper.multiparts.abort(each.key, each.upload_id)
        aborted += 1
    return aborted


async def _clear(sweeper: Sweeper, now: datetime) -> int:
    return 0 if sweeper.remains is None else await sweeper.remains.sweep_temporary(now)


def _size(entry: BlobEntry | None) -> int:
    return 0 if entry is None else entry.size


def _is_kept(seen: Seen) -> bool:
    return seen.line is not None and seen.line.state is BlobState.KEPT
