"""Writes and slots: the plain structures inside a document, and the order among them.

They are tuples and lists, for a document has hundreds of thousands of them: a write is compared,
copied and made in bulk by the interpreter's own loops.
"""

from typing import Final

from phantom_core.sync.change import ReplicaId, Seen, Value
from phantom_core.sync.stamps import HybridTime

__all__ = [
    "AUTHOR",
    "COUNTER",
    "REPLICA",
    "SEEN",
    "SHAPE",
    "TIME",
    "VALUES",
    "Entry",
    "Shape",
    "Slot",
    "Write",
    "added",
    "answers",
    "has_seen",
    "in_conflict",
    "is_superseded",
    "placed",
    "value_in",
]

Shape = tuple[str, ...]
"""The names of the fields that a write gives values to; empty for a removal."""

Write = tuple[HybridTime, str, ReplicaId, int, tuple[Value, ...], Seen, Shape]
"""What one change said of one record: time, author, replica, counter, values, seen, shape.

Writes compare by time, then author, then replica: the greatest has the last word.
"""

TIME: Final = 0
"""Where the time of a write stands in it."""
AUTHOR: Final = 1
"""Where its author stands."""
REPLICA: Final = 2
"""Where its replica stands."""
COUNTER: Final = 3
"""Where its change's number stands."""
VALUES: Final = 4
"""Where what it gave to its fields stands, in the order of their names."""
SEEN: Final = 5
"""Where what its replica had seen stands."""
SHAPE: Final = 6
"""Where its fields' names stand, sorted; none, if it removes the record."""

Slot = Write | list[Write]
"""Who wrote a field: one write, or the latest of each replica that did, greatest first.

A list is never changed once it stands in a slot, so that documents may share it.
"""

Entry = Write | dict[str, Slot]
"""What is known of a record: the one write that made it, or who wrote each field."""


def has_seen(one: Write, other: Write) -> bool:
    """Whether whoever made `one` had seen `other`."""
    if one[REPLICA] == other[REPLICA]:
        return one[COUNTER] >= other[COUNTER]
    return one[SEEN].get(other[REPLICA], 0) >= other[COUNTER]


def answers(edit: Write, removal: Write) -> bool:
    """Whether an edit was made knowing a removal, and not in the same change with it."""
    is_same = edit[REPLICA] == removal[REPLICA] and edit[COUNTER] == removal[COUNTER]
    return has_seen(edit, removal) and not is_same


def value_in(write: Write, field: str) -> Value:
    """What a write gave to one of its fields."""
    return write[VALUES][write[SHAPE].index(field)]


def in_conflict(one: Write, other: Write, field: str) -> bool:
    """Whether two writes of a field, of two replicas, did not know of each other and differ."""
    return (
        one[SEEN].get(other[REPLICA], 0) < other[COUNTER]
        and other[SEEN].get(one[REPLICA], 0) < one[COUNTER]
        and value_in(one, field) != value_in(other, field)
    )


def is_superseded(write: Write, slot: list[Write]) -> bool:
    """Whether somebody wrote over it, knowing it."""
    return any(other is not write and has_seen(other, write) for other in slot)


def placed(slot: Slot, write: Write, field: str) -> tuple[Slot, bool]:
    """The slot with one more write in it, and whether that clashes with one that stood there.

    The same slot, if it has that write or a later one of the same replica.
    """
    replica = write[REPLICA]
    if isinstance(slot, tuple):
        if slot[REPLICA] == replica:
            return (write if write[COUNTER] > slot[COUNTER] else slot), False
        clash = in_conflict(write, slot, field)
        return ([write, slot] if write > slot else [slot, write]), clash
    grown = [write]
    clash = False
    seen, counter = write[SEEN], write[COUNTER]
    for other in slot:
        if other[REPLICA] == replica:
            if other[COUNTER] >= counter:
                return slot, False
            continue
        grown.append(other)
        if seen.get(other[REPLICA], 0) < other[COUNTER] and in_conflict(write, other, field):
            clash = True
    if len(grown) > 1 and grown[1] > write:
        grown.sort(reverse=True)
    return grown, clash


def added(removals: list[Write], removal: Write) -> list[Write]:
    """The removals of a record with one more: the latest of each replica, greatest first."""
    others = [other for other in removals if other[REPLICA] != removal[REPLICA]]
    mine = [other for other in removals if other[REPLICA] == removal[REPLICA]]
    return sorted([*others, max([*mine, removal])], reverse=True)
