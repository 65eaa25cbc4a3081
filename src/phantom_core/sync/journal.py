"""The facts of a replica as bytes in its store."""

import json
from typing import Final

from phantom_core.sync.fact_forms import fact_of, form_of
from phantom_core.sync.facts import Fact, Stood
from phantom_core.sync.ports import ReplicaStore

__all__ = ["Journal"]

_LEAST_BYTES: Final = 256 * 1024
"""A journal shorter than this is not worth being written anew."""


class Journal:
    """Keeps facts in a store, and knows when one fact in place of all would be shorter."""

    def __init__(self, store: ReplicaStore) -> None:
        self._store = store
        self._grown = 0
        self._least = _LEAST_BYTES

    def read(self) -> list[Fact]:
        """All facts, in their order."""
        records = self._store.read()
        self._grown = sum(map(len, records))
        return [fact_of(json.loads(record)) for record in records]

    def append(self, fact: Fact, *, durable: bool) -> None:
        """Keep one more fact."""
        record = _record(fact)
        self._store.append(record, durable=durable)
        self._grown += len(record)

    @property
    def is_long(self) -> bool:
        """Whether much has been added since it was last written anew."""
        return self._grown > self._least

    def begin_again(self, fact: Stood) -> None:
        """Keep what all facts have led to in place of them."""
        record = _record(fact)
        self._store.replace([record])
        self._grown = 0
        self._least = max(_LEAST_BYTES, len(record))


def _record(fact: Fact) -> bytes:
    return json.dumps(form_of(fact), ensure_ascii=False, separators=(",", ":")).encode()
