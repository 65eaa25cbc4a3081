"""loro, as it is measured: a map of maps, each transaction by itself."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Self

from loro import ExportMode, LoroDoc, LoroMap, VersionVector

from tests.benchmarks.merging.workload import Op

__all__ = ["LoroReplica"]


def _peer(number: int) -> int:
    """As loro draws it, from a seed."""
    return random.Random(number).getrandbits(64)


class LoroReplica:
    """A document, and handles on the records in it, as an application would keep them."""

    def __init__(self, number: int, base: Sequence[Op]) -> None:
        self._doc = LoroDoc()
        self._doc.peer_id = _peer(number)
        if base:
            self._doc.import_(_beginning(base))
        self._root = self._doc.get_map("records")
        self._records = {op.record: _map_in(self._root, op.record) for op in base}
        self._begin = self._doc.oplog_vv

    @classmethod
    def loaded(cls, snapshot: bytes) -> Self:
        replica = cls(0, ())
        replica._doc.import_(snapshot)
        return replica

    def write(self, op: Op) -> None:
        if not op.fields:
            self._root.delete(op.record)
            del self._records[op.record]
        else:
            if op.record not in self._records:
                self._records[op.record] = self._root.insert_container(op.record, LoroMap())
            for field, value in op.fields.items():
                self._records[op.record].insert(field, value)
        self._doc.commit()

    def said(self, op: Op) -> bytes | None:
        told: list[bytes] = []

        def tell(update: bytes) -> bool:
            told.append(update)
            return True

        subscription = self._doc.subscribe_local_update(tell)
        self.write(op)
        subscription.unsubscribe()
        # A value that stands there already is no write to loro.
        return told[0] if told else None

    def hear(self, _: int, message: bytes) -> None:
        self._doc.import_(message)

    def delta(self) -> bytes:
        return _exported(self._doc, ExportMode.Updates(self._begin))

    def merge(self, delta: bytes) -> None:
        self._doc.import_(delta)

    def snapshot(self) -> bytes:
        return _exported(self._doc, ExportMode.Snapshot())

    def history(self, _: Sequence[object]) -> bytes | None:
        return _exported(self._doc, ExportMode.Updates(VersionVector()))

    def state(self) -> Mapping[str, Mapping[str, Any]]:
        whole: dict[str, dict[str, Any]] = self._doc.get_deep_value()
        return whole["records"]

    def conflicts(self) -> int | None:
        return None


def _exported(doc: LoroDoc, mode: ExportMode) -> bytes:
    exported: bytes = doc.export(mode)
    return exported


def _map_in(root: LoroMap, record: str) -> LoroMap:
    return root.get(record).container


def _beginning(base: Sequence[Op]) -> bytes:
    doc = LoroDoc()
    doc.peer_id = _peer(-1)
    records = doc.get_map("records")
    for op in base:
        record = records.insert_container(op.record, LoroMap())
        for field, value in op.fields.items():
            record.insert(field, value)
    doc.commit()
    return _exported(doc, ExportMode.Updates(VersionVector()))
