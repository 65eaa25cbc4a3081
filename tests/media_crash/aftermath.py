"""What a sweep finds when the last process has been killed, and what the next one finds then."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

from phantom_app.job_handlers import sweeper_of
from phantom_app.workers import worker_of
from phantom_core.blobs import BlobStore
from phantom_core.blobs.drift import Drift, DriftReport
from phantom_core.blobs.sweep_flows import inspect, sweep_all
from tests.crash.judge import LONGER_THAN_ANY_WAIT, House

LONGER_THAN_THE_GRACE = timedelta(days=4)
"""Longer than strays, leftovers and forsaken uploads are let be."""

LONGER_THAN_QUARANTINE = timedelta(days=30)
"""Long enough for what the first sweep quarantined to be deleted."""

_MAY_BE_FOUND = {
    Drift.DOOMED,
    Drift.EXPECTED,
    Drift.FORSAKEN,
    Drift.LEFTOVER,
    Drift.OPEN_UPLOAD,
}


async def aftermath(
    data_dir: Path, store: BlobStore, planted: Collection[str], foreign: Collection[str]
) -> tuple[list[str], DriftReport]:
    """Sweep twice, and answer what was found that nothing explains, and the first report.

    Args:
        planted: keys of blobs that neither ledger nor rows have ever heard of.
        foreign: files that are no blobs.
    """
    await _worked(data_dir, store)
    explained = {Drift.STRAY: planted, Drift.QUARANTINED: planted, Drift.FOREIGN: foreign}
    first = await _swept(data_dir, store, LONGER_THAN_THE_GRACE)
    await _swept(data_dir, store, LONGER_THAN_QUARANTINE)
    last = await _swept(data_dir, store, LONGER_THAN_QUARANTINE)
    faults = [f"found: {fault}" for fault in _told(first, _MAY_BE_FOUND, explained)]
    faults += [f"left: {fault}" for fault in _told(last, set(), {Drift.FOREIGN: foreign})]
    return faults, first


async def _worked(data_dir: Path, store: BlobStore) -> None:
    """Have the jobs done that were left, before what they write looks old and is swept away."""
    house = House.open(data_dir, LONGER_THAN_ANY_WAIT, store)
    await worker_of(house.services).drain()
    await house.storage.close()


async def _swept(data_dir: Path, store: BlobStore, later: timedelta) -> DriftReport:
    """What there is after some time, as it was before a sweep."""
    house = House.open(data_dir, later, store)
    sweeper = sweeper_of(house.services)
    report = (await inspect(sweeper)).report
    await house.settle()
    await sweep_all(sweeper)
    await house.storage.close()
    return report


def _told(
    report: DriftReport, allowed: Collection[Drift], explained: Mapping[Drift, Collection[str]]
) -> Iterator[str]:
    """What was found that is of no kind that is allowed, and has no name that is explained."""
    for found in report.found:
        names = {each.name for each in found.examples} - {*explained.get(found.kind, ())}
        if found.kind not in allowed and names:
            yield f"{found.count} {found.kind.value}: {sorted(names)}"
