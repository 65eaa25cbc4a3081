"""What a replica needs: somewhere to keep what it did until everybody has it."""

from collections.abc import Sequence
from typing import Protocol

__all__ = ["ReplicaStore"]


class ReplicaStore(Protocol):
    """Keeps the records of one replica, in order, through its ends and its crashes.

    One replica uses it at a time. Every method may raise Unavailable when the store does not
    answer or has no room; then nothing of what was asked is done.
    """

    def read(self) -> Sequence[bytes]:
        """All records that are kept, in their order; none of a new store.

        After a crash these are all that were appended up to some moment, none of them changed,
        and that moment is not before the last durable append or replacement.
        """

    def append(self, record: bytes, *, durable: bool = True) -> None:
        """Keep one more record, of any length and any bytes.

        What is `durable` survives the end of the process and of the machine's power from when
        this returns, and so does all that was appended before it. What is not may be lost with
        the power, together with what came after it.
        """

    def replace(self, records: Sequence[bytes]) -> None:
        """Keep these records durably instead of all others: a crash leaves the old or the new."""
