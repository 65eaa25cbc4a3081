"""Bodies on their way: a server that takes nothing more of one is given up.

The client's own patience begins when all is sent, and a server that stalls before would be waited
for for ever.
"""

import asyncio
import time
from collections.abc import Coroutine
from io import BytesIO
from typing import Any, Final, TypeVar

import anyio

__all__ = ["Body", "sent"]

_R = TypeVar("_R")

# Between two attempts of a request it may be waited as long for the line, and for the next try.
_MARGIN_SECONDS: Final = 5.0


class Body(BytesIO):
    """Bytes that know when they were last asked for."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.size = len(data)
        self._read_at = time.monotonic()

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on."""
        self._read_at = time.monotonic()
        return super().read(size)

    def stands_still(self, seconds: float) -> bool:
        """Whether there is more of it, and nobody has asked for that long."""
        return self.tell() < self.size and time.monotonic() - self._read_at > seconds


async def sent(request: Coroutine[Any, Any, _R], body: Body, patience: float) -> _R:
    """Wait for the answer to a request while its body moves on.

    Args:
        request: what sends it.
        body: what is read as it is sent.
        patience: how many seconds the server may be silent.

    Raises: TimeoutError; what the request raises.
    """
    longest = 2 * patience + _MARGIN_SECONDS
    sending = asyncio.ensure_future(request)
    try:
        while not sending.done():
            await asyncio.wait({sending}, timeout=longest / 8)
            if not sending.done() and body.stands_still(longest):
                raise TimeoutError
        return sending.result()
    finally:
        if not sending.done():
            sending.cancel()
            with anyio.CancelScope(shield=True):
                await asyncio.wait({sending})
