"""The compact form of a batch: its columns as JSON, deflated.

Names, ids and what had been seen stand once in tables and are spoken of by their index; counters
and times are differences. The same batch gives the same bytes.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter, sub
from typing import Any, Final

from phantom_core.sync.batch import Batch, Block
from phantom_core.sync.bulk import collector_at_rest
from phantom_core.sync.change import RecordId, ReplicaId, Seen
from phantom_core.sync.stamps import HybridTime, hybrid_time, logical_of, wall_of

__all__ = ["MAX_UNPACKED", "Unpackable", "pack", "pack_plain", "unpack"]

_VERSION: Final = 1
_LEVEL: Final = 3

MAX_UNPACKED: Final = 256 * 1024 * 1024
"""How many bytes a batch may have, inflated."""


class Unpackable(ValueError):
    """These bytes are no batch that this version can read."""


def pack(batch: Batch) -> bytes:
    """A batch as few bytes."""
    return zlib.compress(pack_plain(batch), _LEVEL)


def pack_plain(batch: Batch) -> bytes:
    """A batch as JSON, before it is deflated; equal for equal batches."""
    tables = _Tables()
    blocks = [_packed_block(block, tables) for block in batch.blocks]
    whole = {
        "v": _VERSION,
        "since": batch.since,
        "counters": batch.counters,
        "ahead": {replica: sorted(numbers) for replica, numbers in batch.ahead.items()},
        "authors": batch.authors,
        "horizon": batch.horizon,
        "replicas": list(tables.replicas),
        "records": list(tables.records),
        "seen": tables.seen_vectors(),
        "blocks": blocks,
    }
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False, sort_keys=True).encode()


class _Tables:
    """Gives each thing an index the first time it is asked for."""

    def __init__(self) -> None:
        self.replicas: dict[ReplicaId, int] = {}
        self.records: dict[RecordId, int] = {}
        self._vectors: list[Seen] = []
        self._by_content: dict[tuple[tuple[ReplicaId, int], ...], int] = {}

    def seen(self, seen: Seen) -> int:
        """The index of what had been seen; equal vectors have one."""
        content = tuple(sorted(seen.items()))
        index = self._by_content.setdefault(content, len(self._by_content))
        if index == len(self._vectors):
            self._vectors.append(dict(content))
        return index

    def seen_vectors(self) -> list[Mapping[ReplicaId, int]]:
        """All vectors, each as what it differs in from the one before; 0 for what it lacks."""
        differences: list[Mapping[ReplicaId, int]] = []
        for before, after in pairwise(chain([{}], self._vectors)):
            changed = {
                replica: counter
                for replica, counter in after.items()
                if before.get(replica) != counter
            }
            differences.append(changed | dict.fromkeys(before.keys() - after.keys(), 0))
        return differences


def _packed_block(block: Block, tables: _Tables) -> list[Any]:
    replica = tables.replicas.setdefault(block.replica, len(tables.replicas))
    records = tables.records
    return [
        replica,
        block.author,
        block.shape,
        _differences(block.counters),
        _time_steps(block.times),
        _shortened([records.setdefault(record, len(records)) for record in block.records]),
        _runs(block.seen, tables),
        block.columns,
    ]


def _differences(numbers: Sequence[int]) -> list[int]:
    """Each number less the one before it."""
    return list(map(sub, numbers, chain((0,), numbers)))


def _shortened(indexes: list[int]) -> list[int] | int:
    """Only the first, where each is one more than the one before."""
    first = indexes[0]
    return first if indexes == list(range(first, first + len(indexes))) else indexes


def _time_steps(times: Sequence[HybridTime]) -> list[int]:
    """0: the next tick; n > 0: n ms later, at no tick; else the time itself, negative."""
    steps = []
    before = HybridTime(0)
    for time in times:
        if time == before + 1:
            steps.append(0)
        elif not logical_of(time) and time > before:
            steps.append(wall_of(time) - wall_of(before))
        else:
            steps.append(-time)
        before = time
    return steps


def _times(steps: Iterable[int]) -> Iterator[HybridTime]:
    time = HybridTime(0)
    for step in steps:
        if step > 0:
            time = hybrid_time(wall_of(time) + step)
        else:
            time = HybridTime(-step if step else time + 1)
        yield time


def _runs(seen: Sequence[Seen], tables: _Tables) -> list[int]:
    """An index, how many rows have it, the next one, how many ..."""
    runs: list[int] = []
    for _, same in groupby(seen, key=id):
        rows = list(same)
        index = tables.seen(rows[0])
        if runs and runs[-2] == index:
            runs[-1] += len(rows)
        else:
            runs += [index, len(rows)]
    return runs


def unpack(packed: bytes, *, limit: int = MAX_UNPACKED) -> Batch:
    """The batch that bytes stand for.

    Raises: Unpackable, if they stand for none, or for one of more than `limit` bytes inflated.
    """
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(packed, limit)
    except zlib.error as problem:
        message = "no batch: it cannot be inflated"
        raise Unpackable(message) from problem
    if not inflater.eof or inflater.unused_data:
        message = f"no batch: longer than {limit} bytes, or cut off"
        raise Unpackable(message)
    try:
        whole = json.loads(plain, parse_constant=_refuse)
    except (ValueError, RecursionError) as problem:
        message = "no batch: it is no JSON"
        raise Unpackable(message) from problem
    try:
        with collector_at_rest():
            return _batch(whole)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        message = "no batch: its parts do not fit together"
        raise Unpackable(message) from problem


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _batch(whole: Mapping[str, Any]) -> Batch:
    if whole["v"] != _VERSION:
        raise ValueError(whole["v"])
    seen = list(accumulate(map(_vector, whole["seen"]), _advanced))
    _texts(whole["replicas"])
    _texts(whole["records"])
    return Batch(
        blocks=[
            _block(block, whole["replicas"], whole["records"], seen) for block in whole["blocks"]
        ],
        since=_vector(whole["since"]),
        counters=_vector(whole["counters"]),
        ahead={replica: _naturals(numbers) for replica, numbers in whole["ahead"].items()},
        authors=dict(zip(whole["authors"], _texts(list(whole["authors"].values())), strict=True)),
        horizon=_vector(whole["horizon"]),
    )


def _block(
    packed: list[Any], replicas: list[ReplicaId], records: list[RecordId], seen: list[Seen]
) -> Block:
    replica, author, shape, counters, times, rows, runs, columns = packed
    steps = _naturals(counters)
    indexes = range(rows, rows + len(steps)) if type(rows) is int else _naturals(rows)
    if type(rows) is int and rows < 0:
        raise ValueError(rows)
    block = Block(
        replica=_texts([_at(replicas, replica)])[0],
        author=_texts([author])[0],
        shape=tuple(_texts(shape)),
        records=_picked(records, indexes),
        counters=list(accumulate(steps)),
        times=list(_times(_whole_numbers(times))),
        seen=[_at(seen, index) for index, count in _pairs(_naturals(runs)) for _ in range(count)],
        columns=columns,
    )
    lengths = {len(block.records), len(steps), len(block.times), len(block.seen)}
    if lengths | set(map(len, columns)) != {len(steps)} or len(columns) != len(shape):
        raise ValueError(lengths)
    if not steps or steps[0] < 1:
        raise ValueError(steps)
    return block


def _at(table: Sequence[Any], index: int) -> Any:
    if index < 0:
        raise IndexError(index)
    return table[index]


def _picked(records: list[RecordId], indexes: Sequence[int]) -> list[RecordId]:
    if len(indexes) == 1:
        return [records[indexes[0]]]
    return list(itemgetter(*indexes)(records))


def _pairs(runs: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(runs[::2], runs[1::2], strict=True)


def _whole_numbers(numbers: list[int]) -> list[int]:
    if not set(map(type, numbers)) <= {int}:
        raise TypeError(numbers)
    return numbers


def _naturals(numbers: list[int]) -> list[int]:
    if numbers and min(_whole_numbers(numbers)) < 0:
        raise ValueError(numbers)
    return numbers


def _texts(texts: list[Any]) -> list[Any]:
    if not set(map(type, texts)) <= {str}:
        raise TypeError(texts)
    return texts


def _vector(counters: Mapping[str, int]) -> dict[ReplicaId, int]:
    _naturals(list(counters.values()))
    return {ReplicaId(replica): counter for replica, counter in counters.items()}


def _advanced(before: Seen, change: Seen) -> Seen:
    return {replica: counter for replica, counter in {**before, **change}.items() if counter}
