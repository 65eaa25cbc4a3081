"""Batches: writes in columns, as they travel and are kept.

A batch is a list of blocks; a block has the writes of one replica that give values to the same
fields, a column for each thing that differs. Columns are built, packed and merged by the
interpreter's own loops, which is what makes a batch fast.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Final

import attrs

from phantom_core.sync.change import Change, Edit, Put, RecordId, Remove, ReplicaId, Seen, Value
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.writes import (
    AUTHOR,
    COUNTER,
    REPLICA,
    SEEN,
    SHAPE,
    TIME,
    VALUES,
    Shape,
    Write,
)

__all__ = ["NOTHING", "Batch", "Block", "Row", "batch_of", "blocks_of", "changes_of", "row_of"]

NOTHING: Final = RecordId("")
"""Stands for no record: what a change that did nothing says something of."""

Row = tuple[RecordId, Write]
"""What one change said of one record; a write without fields removes it."""


@attrs.frozen(kw_only=True)
class Block:
    """Writes of one replica to the same fields, by counter, then by record.

    Attributes:
        shape: the fields' names, sorted; none for removals.
        columns: for each field the values, one a row.
    """

    replica: ReplicaId
    author: str
    shape: Shape
    records: Sequence[RecordId]
    counters: Sequence[int]
    times: Sequence[HybridTime]
    seen: Sequence[Seen]
    columns: Sequence[Sequence[Value]]

    def writes(self) -> list[Write]:
        """The rows as writes, in order."""
        values: Iterable[tuple[Value, ...]] = zip(*self.columns, strict=True)
        return list(
            zip(
                self.times,
                repeat(self.author),
                repeat(self.replica),
                self.counters,
                values if self.shape else repeat(()),
                self.seen,
                repeat(self.shape),
            )
        )


@attrs.frozen(kw_only=True)
class Batch:
    """Blocks, and what whoever takes them in knows then.

    Attributes:
        blocks: writes, none twice.
        since: what one must know to take in no more than the blocks.
        counters: up to where one then knows the changes of each replica; nothing, where the
            blocks are whole changes and say it themselves.
        ahead: the numbers beyond a gap that one then knows too.
        authors: whose each replica is.
        horizon: up to where its sender has compacted.
    """

    blocks: Sequence[Block]
    since: Seen = attrs.field(factory=dict)
    counters: Seen = attrs.field(factory=dict)
    ahead: Mapping[ReplicaId, Sequence[int]] = attrs.field(factory=dict)
    authors: Mapping[ReplicaId, str] = attrs.field(factory=dict)
    horizon: Seen = attrs.field(factory=dict)


def row_of(change: Change, edit: Edit) -> Row:
    """What a change said of one record."""
    fields: Mapping[str, Value] = edit.fields if isinstance(edit, Put) else {}
    shape = tuple(sorted(fields))
    values = tuple([fields[name] for name in shape])
    return edit.record, _write(change, values, shape)


def _write(change: Change, values: tuple[Value, ...], shape: Shape) -> Write:
    return (
        change.time,
        change.author,
        change.replica,
        change.counter,
        values,
        change.seen,
        shape,
    )


def batch_of(changes: Iterable[Change]) -> Batch:
    """Whole changes in columns."""
    rows: list[Row] = []
    for change in changes:
        if change.edits:
            rows.extend([row_of(change, edit) for edit in change.edits])
        else:
            rows.append((NOTHING, _write(change, (), ())))
    return Batch(blocks=blocks_of(rows))


_Kind = tuple[ReplicaId, str, Shape]
_kind: Final[Callable[[Write], _Kind]] = itemgetter(REPLICA, AUTHOR, SHAPE)


def blocks_of(rows: Iterable[Row]) -> list[Block]:
    """Sort writes into blocks: the same ones give the same blocks."""
    groups: defaultdict[_Kind, list[tuple[int, RecordId, Write]]] = defaultdict(list)
    for record, write in rows:
        groups[_kind(write)].append((write[COUNTER], record, write))
    return [_block(*key, groups[key]) for key in sorted(groups)]


def _block(
    replica: ReplicaId, author: str, shape: Shape, rows: list[tuple[int, RecordId, Write]]
) -> Block:
    rows.sort()
    counters, records, writes = zip(*rows, strict=True)
    times, _, _, _, values, seen, _ = zip(*writes, strict=True)
    return Block(
        replica=replica,
        author=author,
        shape=shape,
        records=records,
        counters=counters,
        times=times,
        seen=seen,
        columns=list(zip(*values, strict=True)),
    )


def changes_of(batch: Batch) -> list[Change]:
    """The changes that a batch of whole changes has, by replica and counter."""
    found: dict[tuple[ReplicaId, int], tuple[Write, list[Edit]]] = {}
    for block in batch.blocks:
        for record, write in zip(block.records, block.writes(), strict=True):
            dot = write[REPLICA], write[COUNTER]
            if dot not in found:
                found[dot] = write, []
            if record:
                found[dot][1].append(_edit(record, write))
    return [_change(write, edits) for _, (write, edits) in sorted(found.items(), key=_dot)]


def _dot(item: tuple[tuple[ReplicaId, int], object]) -> tuple[ReplicaId, int]:
    return item[0]


def _edit(record: RecordId, write: Write) -> Edit:
    shape = write[SHAPE]
    return Put(record, dict(zip(shape, write[VALUES], strict=True))) if shape else Remove(record)


def _change(write: Write, edits: list[Edit]) -> Change:
    return Change(
        replica=write[REPLICA],
        counter=write[COUNTER],
        author=write[AUTHOR],
        time=write[TIME],
        seen=write[SEEN],
        edits=tuple(edits),
    )
