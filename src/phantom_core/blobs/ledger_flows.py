"""Clearing a blob store of what the ledger says must go, and comparing the two."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Final

import attrs

from phantom_core.blobs.errors import BlobNotFound
from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger_reconciling import DoomStrays, FindStrays, ListKeptBlobs
from phantom_core.blobs.ledger_use_cases import ForgetBlobs, TakeDoomedBlobs
from phantom_core.blobs.ports import BlobStore
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.doing import Doer
from phantom_core.kernel.errors import Conflict, Unavailable

__all__ = ["EmptyLedger", "Reconciliation", "reconcile", "sweep"]

_SWEEP_BATCH: Final = 100
_LIST_BATCH: Final = 500


class EmptyLedger(Conflict):
    """The ledger keeps nothing while the store holds blobs: one of them is the wrong one."""

    rule = "empty-ledger"

    def __init__(self) -> None:
        super().__init__("The ledger keeps no blob at all, so nothing is taken for a stray.")


@attrs.frozen(kw_only=True)
class Reconciliation:
    """How ledger and store differ.

    Attributes:
        strays: blobs of the store that have no line.
        missing: kept blobs that the store does not have; a loss, for people to look into.
    """

    strays: Sequence[BlobKey]
    missing: Sequence[BlobKey]


async def sweep(phantom: Doer, store: BlobStore) -> int:
    """Delete all blobs whose time has come, and say how many; it may be broken off anywhere.

    Raises: Unavailable, once all others are gone, if there is one that cannot be deleted.
    """
    swept, stuck = 0, list[Unavailable]()
    while keys := (await phantom.do(TakeDoomedBlobs(limit=_SWEEP_BATCH), actor=SYSTEM)).value:
        failures = {key: error for key in keys if (error := await _deleted(store, key))}
        gone = tuple(key for key in keys if key not in failures)
        await phantom.do(ForgetBlobs(keys=gone), actor=SYSTEM)
        swept += len(gone)
        stuck += failures.values()
    if stuck:
        raise stuck[0]
    return swept


async def _deleted(store: BlobStore, key: BlobKey) -> Unavailable | None:
    """Delete a blob; answer what stands in the way."""
    try:
        await store.delete(key)
    except Unavailable as error:
        return error
    return None


async def reconcile(
    phantom: Doer, store: BlobStore, *, put_before: datetime, dry_run: bool
) -> Reconciliation:
    """Compare the ledger with the store, and doom the strays unless it is a dry run.

    Only blobs that were put before a time count as strays; leave some hours, for clocks differ
    and listings lag. Nothing is repaired on the ledger's side.

    Raises: EmptyLedger, Unavailable.
    """
    strays = [key async for key in _strays(phantom, store, put_before)]
    missing = [key async for key in _missing(phantom, store)]
    if strays and not dry_run:
        await _doom(phantom, strays)
    return Reconciliation(strays=strays, missing=missing)


async def _doom(phantom: Doer, strays: Sequence[BlobKey]) -> None:
    if not await phantom.ask(ListKeptBlobs(limit=1), actor=SYSTEM):
        raise EmptyLedger
    for start in range(0, len(strays), _LIST_BATCH):
        batch = tuple(strays[start : start + _LIST_BATCH])
        await phantom.do(DoomStrays(keys=batch), actor=SYSTEM)


async def _strays(phantom: Doer, store: BlobStore, put_before: datetime) -> AsyncIterator[BlobKey]:
    batch: list[BlobKey] = []
    async for entry in store.list():
        if entry.modified_at < put_before:
            batch.append(entry.key)
        if len(batch) == _LIST_BATCH:
            for key in await phantom.ask(FindStrays(keys=tuple(batch)), actor=SYSTEM):
                yield key
            batch = []
    for key in await phantom.ask(FindStrays(keys=tuple(batch)), actor=SYSTEM):
        yield key


async def _missing(phantom: Doer, store: BlobStore) -> AsyncIterator[BlobKey]:
    last = ""
    while kept := await phantom.ask(ListKeptBlobs(after=last, limit=_LIST_BATCH), actor=SYSTEM):
        for key in kept:
            try:
                await store.stat(key)
            except BlobNotFound:
                yield key
        last = kept[-1]
