"""Stores that can tell what else lies about in them."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Protocol

from phantom_core.blobs.remains import Remnant

__all__ = ["StoreRemains"]


class StoreRemains(Protocol):
    """Finds and clears what puts and deletions that broke off have left in a store."""

    def remains(self, now: datetime) -> AsyncGenerator[Remnant, None]:
        """Stream what is no blob: what is ours and has stood still for a day, and all of others.

        Raises: Unavailable.
        """
        ...

    async def sweep_temporary(self, now: datetime) -> int:
        """Remove what `remains` finds and calls ours, and say how many; no blob, and nobody else's.

        Raises: Unavailable.
        """
        ...
