"""pycrdt, as it is measured: a map of maps, each transaction by itself."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Self

from pycrdt import Doc, Map, TransactionEvent

from tests.benchmarks.merging.workload import Op

__all__ = ["PycrdtReplica"]


def _client(number: int) -> int:
    """As pycrdt draws it, from a seed."""
    return random.Random(number).getrandbits(53)


class PycrdtReplica:
    """A document, and handles on the records in it, as an application would keep them."""

    def __init__(self, number: int, base: Sequence[Op]) -> None:
        self._doc: Doc[Any] = Doc(client_id=_client(number))
        if base:
            self._doc.apply_update(_beginning(base))
        self._root: Map[Any] = self._doc.get("records", type=Map)
        self._records: dict[str, Map[Any]] = {op.record: self._root[op.record] for op in base}
        self._begin = self._doc.get_state()

    @classmethod
    def loaded(cls, snapshot: bytes) -> Self:
        replica = cls(0, ())
        replica._doc.apply_update(snapshot)
        return replica

    def write(self, op: Op) -> None:
        if not op.fields:
            del self._records[op.record], self._root[op.record]
        elif op.record in self._records:
            ((field, value),) = op.fields.items()
            self._records[op.record][field] = value
        else:
            self._root[op.record] = self._records[op.record] = Map({**op.fields})

    def said(self, op: Op) -> bytes | None:
        told: list[bytes] = []

        def tell(event: TransactionEvent) -> None:
            told.append(event.update)

        subscription = self._doc.observe(tell)
        self.write(op)
        self._doc.unobserve(subscription)
        return told[0]

    def hear(self, _: int, message: bytes) -> None:
        self._doc.apply_update(message)

    def delta(self) -> bytes:
        return self._doc.get_update(self._begin)

    def merge(self, delta: bytes) -> None:
        self._doc.apply_update(delta)

    def snapshot(self) -> bytes:
        return self._doc.get_update()

    def history(self, _: Sequence[object]) -> bytes | None:
        return None

    def state(self) -> Mapping[str, Mapping[str, Any]]:
        return self._root.to_py() or {}

    def conflicts(self) -> int | None:
        return None


def _beginning(base: Sequence[Op]) -> bytes:
    doc: Doc[Any] = Doc(client_id=_client(-1))
    records: Map[Any] = doc.get("records", type=Map)
    for op in base:
        records[op.record] = Map({**op.fields})
    return doc.get_update()
