"""Who looks for malware in what people hand in."""

from collections.abc import AsyncIterable
from typing import Protocol

__all__ = ["BlobScanner"]


class BlobScanner(Protocol):
    """Says of bytes whether they may be kept. May be asked by any number of tasks at once."""

    async def scan(self, chunks: AsyncIterable[bytes]) -> None:
        """Look at all that `chunks` yields; return if nothing is wrong with it.

        - How the bytes are cut does not matter, and no more than a few MiB are held in memory.
        - What cannot be looked at is not let through: a scanner that is away, breaks off, takes too
          long, or looks at less than the whole, is Unavailable.
        - What `chunks` raises is passed on as it is. Nothing stays open after any end.

        Raises: Condemned, Unavailable.
        """
        ...
