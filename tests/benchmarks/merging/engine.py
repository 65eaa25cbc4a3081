"""What an engine does for the measurements: one replica's document, and what goes between them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

from tests.benchmarks.merging.workload import Op

__all__ = ["Replica"]


class Replica(Protocol):
    """One of the three, with its document."""

    def __init__(self, number: int, base: Sequence[Op]) -> None:
        """Begin with what all begin with; all of it is known to all, however it went there."""

    @classmethod
    def loaded(cls, snapshot: bytes) -> Self:
        """Somebody who holds a snapshot and no more."""

    def write(self, op: Op) -> object:
        """Do a transaction here; it answers what the history wants of it."""

    def said(self, op: Op) -> bytes | None:
        """Do a transaction here, and give the message that tells the others.

        `None`, if the engine holds that nothing happened.
        """

    def hear(self, number: int, message: bytes, /) -> None:
        """Take in the next message of another replica."""

    def delta(self) -> bytes:
        """All that was written here since the beginning, for those who hold what all began with."""

    def merge(self, delta: bytes) -> None:
        """Take in a delta."""

    def snapshot(self) -> bytes:
        """All that the document holds, as it would be stored."""

    def history(self, written: Sequence[Any], /) -> bytes | None:
        """Every transaction of all replicas as it was made; `None` if the engine forgets them."""

    def state(self) -> Mapping[Any, Mapping[str, Any]]:
        """The values of all fields of all records that are there."""

    def conflicts(self) -> int | None:
        """How many values were lost to others; `None` if the engine does not tell."""
