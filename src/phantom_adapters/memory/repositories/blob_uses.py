"""Which rows name which blobs, in memory."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from phantom_adapters.blob_uses import keyed_uses
from phantom_adapters.memory.repositories.blob_ledger import MemoryBlobLedger
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_ports import BlobUses
from phantom_core.blobs.uses import BlobUse

__all__ = ["MemoryBlobUses"]


class MemoryBlobUses(BlobUses):
    """Asks the repositories whose rows name blobs."""

    def __init__(
        self, ledger: MemoryBlobLedger, sources: Sequence[Callable[[], Iterable[BlobUse]]]
    ) -> None:
        self._ledger = ledger
        self._sources = sources

    def of(self, keys: Collection[BlobKey]) -> Sequence[BlobUse]:
        """The rows that name some blobs."""
        return sorted({*(use for use in self._all() if use.key in keys), *keyed_uses(keys)})

    def unkept(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Blobs that rows name and the ledger does not keep."""
        named = {use.key for use in self._all() if use.key > after}
        return sorted(named - self._ledger.kept())[:limit]

    def unused(self, after: str, limit: int) -> Sequence[BlobKey]:
        """Kept blobs that no row names."""
        kept = {key for key in self._ledger.kept() if key > after}
        named = {use.key for use in [*self._all(), *keyed_uses(kept)]}
        return sorted(kept - named)[:limit]

    def _all(self) -> Iterator[BlobUse]:
        for source in self._sources:
            yield from source()
