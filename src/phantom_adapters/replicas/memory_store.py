"""A replica's records in memory: for tests, and for work that need not outlive its process."""

from collections.abc import Sequence

from phantom_core.sync import ReplicaStore

__all__ = ["MemoryReplicaStore"]


class MemoryReplicaStore(ReplicaStore):
    """Keeps records in a list, and can lose what a cut of the power would lose."""

    def __init__(self) -> None:
        self._records: list[bytes] = []
        self._durable = 0

    def read(self) -> Sequence[bytes]:
        """Read all records."""
        return tuple(self._records)

    def append(self, record: bytes, *, durable: bool = True) -> None:
        """Add a record."""
        self._records.append(record)
        if durable:
            self._durable = len(self._records)

    def replace(self, records: Sequence[bytes]) -> None:
        """Put records in place of all."""
        self._records = [*records]
        self._durable = len(self._records)

    def cut_power(self) -> None:
        """Lose what is not durable."""
        del self._records[self._durable :]
