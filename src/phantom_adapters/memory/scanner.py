"""A scanner that knows some bytes by heart."""

from collections.abc import AsyncIterable
from typing import Final

from phantom_core.blobs import BlobScanner, Condemned

__all__ = ["EICAR", "MemoryScanner"]

EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
"""The test file of EICAR, which all scanners take for malware and which is none.

It is written in two pieces, so that no scanner condemns this module.
"""


class MemoryScanner(BlobScanner):
    """Condemns whatever contains one of the bytes that it knows, wherever they stand."""

    def __init__(self, bad: bytes = EICAR, finding: str = "Eicar-Test-Signature") -> None:
        """Learn what is bad, and what it is called."""
        self._bad = bad
        self._finding = finding

    async def scan(self, chunks: AsyncIterable[bytes]) -> None:
        """Look for it; see the port."""
        seen = b""
        async for chunk in chunks:
            seen += chunk
            if self._bad in seen:
                raise Condemned(self._finding)
            seen = seen[-len(self._bad) :]
