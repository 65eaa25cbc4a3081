"""Conflicts: what was written without knowing of each other, and what the losers had to say.

They are read off the writes that a document keeps, not stored beside them: whoever holds the
same changes sees the same conflicts, in whatever order the changes came.
"""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations

import attrs

from phantom_core.sync.change import RecordId, ReplicaId, Value
from phantom_core.sync.stamps import HybridTime
from phantom_core.sync.writes import (
    AUTHOR,
    COUNTER,
    REPLICA,
    TIME,
    Write,
    answers,
    has_seen,
    in_conflict,
    is_superseded,
    value_in,
)

__all__ = [
    "Clash",
    "Conflict",
    "ConflictKey",
    "ConflictKind",
    "Side",
    "clashes_of_life",
    "clashes_of_writes",
    "conflict_of_life",
    "conflict_of_writes",
    "side_of",
]

ConflictKey = tuple[RecordId, str | None]
"""What a conflict is about: a field of a record, or with `None` the record's being there."""


class ConflictKind(Enum):
    """What clashed."""

    WRITES = "write/write"
    LIFE = "delete/edit"


@attrs.frozen(kw_only=True)
class Side:
    """One of those who clashed.

    Attributes:
        replica: where.
        counter: which change of that replica.
        author: who.
        time: when.
        value: what they wrote; `None` for who removed, and for who kept a record by an edit.
    """

    replica: ReplicaId
    counter: int
    author: str
    time: HybridTime
    value: Value = None


def side_of(write: Write, field: str | None) -> Side:
    """Who made a write, and what it gave to a field."""
    return Side(
        replica=write[REPLICA],
        counter=write[COUNTER],
        author=write[AUTHOR],
        time=write[TIME],
        value=None if field is None else value_in(write, field),
    )


@attrs.frozen(kw_only=True)
class Clash:
    """Two changes that did not know of each other and cannot both hold.

    Attributes:
        winner: whose value stands over the other's; who edited, where the other removed.
        settled: whether somebody who knew of it has written since.
    """

    kind: ConflictKind
    record: RecordId
    field: str | None
    winner: Side
    loser: Side
    settled: bool


@attrs.frozen(kw_only=True)
class Conflict:
    """What is to be settled: one field, or the life of one record, and all who clash about it.

    Attributes:
        field: which field; `None` where some removed the record and others edited it.
        winner: whose value stands; the latest edit, where others removed the record.
        losers: all others whose word nobody has written over knowingly, latest first.
    """

    kind: ConflictKind
    record: RecordId
    field: str | None
    winner: Side
    losers: Sequence[Side]


def clashes_of_writes(record: RecordId, field: str, slot: list[Write]) -> Iterator[Clash]:
    """All pairs in a slot that clash; `slot` is greatest first."""
    for one, other in combinations(slot, 2):
        if in_conflict(one, other, field):
            yield Clash(
                kind=ConflictKind.WRITES,
                record=record,
                field=field,
                winner=side_of(one, field),
                loser=side_of(other, field),
                settled=is_superseded(one, slot) or is_superseded(other, slot),
            )


def clashes_of_life(
    record: RecordId, removals: Sequence[Write], edits: Sequence[Write], *, gone: bool
) -> Iterator[Clash]:
    """All pairs of a removal and an edit that clash."""
    for removal in removals:
        for edit in edits:
            if not has_seen(removal, edit) and not has_seen(edit, removal):
                yield Clash(
                    kind=ConflictKind.LIFE,
                    record=record,
                    field=None,
                    winner=side_of(edit, None),
                    loser=side_of(removal, None),
                    settled=gone or any(answers(later, removal) for later in edits),
                )


def conflict_of_writes(record: RecordId, field: str, slot: list[Write]) -> Conflict | None:
    """What is to be settled in a slot, if anything is."""
    standing = [write for write in slot if not is_superseded(write, slot)]
    winner = standing[0]
    losers = [write for write in standing[1:] if value_in(write, field) != value_in(winner, field)]
    if not losers:
        return None
    return Conflict(
        kind=ConflictKind.WRITES,
        record=record,
        field=field,
        winner=side_of(winner, field),
        losers=[side_of(write, field) for write in losers],
    )


def conflict_of_life(
    record: RecordId, removals: Sequence[Write], edits: Sequence[Write]
) -> Conflict | None:
    """What is to be settled between those who removed a record that is there, and who edited it."""
    open_removals = [
        removal for removal in removals if not any(answers(edit, removal) for edit in edits)
    ]
    keepers = [
        edit
        for edit in edits
        if open_removals and not any(has_seen(removal, edit) for removal in removals)
    ]
    if not keepers:
        return None
    return Conflict(
        kind=ConflictKind.LIFE,
        record=record,
        field=None,
        winner=side_of(max(keepers), None),
        losers=[side_of(removal, None) for removal in sorted(open_removals, reverse=True)],
    )
