"""Having what somebody handed in looked at, before anybody can be given it."""

from contextlib import aclosing

from phantom_core.blobs.keys import BlobKey
from phantom_core.blobs.ports import BlobStore
from phantom_core.blobs.scanner_ports import BlobScanner

__all__ = ["scan_blob"]


async def scan_blob(scanner: BlobScanner | None, store: BlobStore, key: BlobKey) -> None:
    """Have a blob scanned, byte by byte as it is kept; without a scanner, do nothing.

    Raises: Condemned, BlobNotFound, Unavailable.
    """
    if scanner is not None:
        async with aclosing(store.read(key)) as chunks:
            await scanner.scan(chunks)
