"""Clearing a blob store of what the ledger says must go."""

from typing import Final

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ledger_use_cases import ForgetBlobs, TakeDoomedBlobs
from phantom_core.blobs.ports import BlobStore
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.doing import Doer
from phantom_core.kernel.errors import Unavailable

__all__ = ["sweep"]

_SWEEP_BATCH: Final = 100


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
