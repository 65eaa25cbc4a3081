"""Phantom's own engine, as it is measured."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from phantom_core.sync import (
    OWNER,
    Change,
    Document,
    FrameReader,
    FrameWriter,
    HybridClock,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    Seen,
    batch_of,
    delta,
    hybrid_time,
    load_snapshot,
    merge,
    pack,
    snapshot,
    unpack,
)
from tests.benchmarks.merging.workload import CLIP, REPLICAS, Op

__all__ = ["PhantomReplica"]

_BASE = ReplicaId("0" * 32)


def _edit(op: Op) -> Put | Remove:
    record = RecordId(op.record)
    if not op.fields:
        return Remove(record)
    return Put(record, {**op.fields, OWNER: op.owner} if op.owner else op.fields)


def _base(ops: Sequence[Op]) -> list[Change]:
    edits = [Put(RecordId(CLIP), {"name": CLIP}), *map(_edit, ops)]
    return [
        Change(
            replica=_BASE,
            counter=counter,
            author="ada",
            time=hybrid_time(counter),
            seen={},
            edits=(edit,),
        )
        for counter, edit in enumerate(edits, 1)
    ]


class PhantomReplica:
    """A document, a clock, and a connection to each of the others."""

    def __init__(self, number: int, base: Sequence[Op]) -> None:
        self._base = _base(base)
        self._number = number
        self._count = 0
        self._replica = ReplicaId(f"{number + 1:032x}")
        self._document = Document()
        self._clock = HybridClock()
        self._writer = FrameWriter()
        self._readers = {each: FrameReader() for each in range(REPLICAS) if each != number}
        for change in self._base:
            self._document.apply(change)
            # The connections have carried the beginning too.
            frame = self._writer.write(change)
            for reader in self._readers.values():
                reader.read(frame)
        self._begin = self._document.vector
        self._seen = self._what_is_seen()
        self._has_heard = False

    @classmethod
    def loaded(cls, snapshot: bytes) -> Self:
        replica = cls(0, ())
        replica._document = load_snapshot(snapshot)
        return replica

    def _what_is_seen(self) -> Seen:
        counters = self._document.counters
        return {each: counter for each, counter in counters.items() if each != self._replica}

    def write(self, op: Op) -> Change:
        self._count += 1
        change = Change(
            replica=self._replica,
            counter=self._count,
            author=f"person {self._number}",
            time=self._clock.tick(op.clock),
            seen=self._seen,
            edits=(_edit(op),),
        )
        self._document.apply(change)
        return change

    def said(self, op: Op) -> bytes | None:
        if self._has_heard:
            self._has_heard = False
            self._clock.witness(self._document.latest)
            self._seen = self._what_is_seen()
        return self._writer.write(self.write(op)).encode()

    def hear(self, number: int, message: bytes) -> None:
        self._has_heard = True
        self._document.absorb(*self._readers[number].read(message.decode()))

    def delta(self) -> bytes:
        return pack(delta(self._document, self._begin))

    def merge(self, delta: bytes) -> None:
        merge(self._document, unpack(delta))

    def snapshot(self) -> bytes:
        return snapshot(self._document)

    def history(self, written: Sequence[Change]) -> bytes | None:
        return pack(batch_of([*self._base, *written]))

    def state(self) -> Mapping[RecordId, Mapping[str, Any]]:
        return self._document.state()

    def conflicts(self) -> int | None:
        return len(self._document.conflicts())
