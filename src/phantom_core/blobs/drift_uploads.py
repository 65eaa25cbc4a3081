"""Blobs whose parts are still coming though nobody waits for them: no listing of blobs has them."""

from collections.abc import AsyncIterator
from typing import Final

from phantom_core.blobs.drift_flows import Comparison
from phantom_core.blobs.drift_use_cases import FindUnexpected
from phantom_core.blobs.multipart import MultipartNotFound, OpenMultipart
from phantom_core.blobs.multipart_ports import MultipartUploads
from phantom_core.kernel.actor import SYSTEM
from phantom_core.kernel.quantities import ByteCount

__all__ = ["forsaken", "size_of"]

_BATCH: Final = 100


async def forsaken(
    comparison: Comparison, multiparts: MultipartUploads
) -> AsyncIterator[OpenMultipart]:
    """Stream what was opened before the grace began, and is expected by no line of the ledger.

    Whoever expects a blob writes the line first, so a line that is gone does not come again.

    Raises: Unavailable.
    """
    batch: list[OpenMultipart] = []
    async for each in multiparts.list_open():
        if each.started_at < comparison.put_before:
            batch.append(each)
        if len(batch) == _BATCH:
            for one in await _unexpected(comparison, batch):
                yield one
            batch = []
    for one in await _unexpected(comparison, batch):
        yield one


async def size_of(multiparts: MultipartUploads, opened: OpenMultipart) -> ByteCount:
    """How many bytes have come. Raises: Unavailable."""
    size = 0
    try:
        async for part in multiparts.parts(opened.key, opened.upload_id):
            size += part.size
    except MultipartNotFound:
        pass  # somebody else gave it up meanwhile
    return ByteCount(size)


async def _unexpected(comparison: Comparison, batch: list[OpenMultipart]) -> list[OpenMultipart]:
    if not batch:
        return []
    keys = tuple({each.key for each in batch})
    unexpected = await comparison.phantom.ask(FindUnexpected(keys=keys), actor=SYSTEM)
    return [each for each in batch if each.key in unexpected]
