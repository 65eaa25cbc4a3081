"""Writes and slots: the plain structures inside a document, and the order among them.

They are tuples and lists, for a document has hundreds of thousands of them: a write is compared,
copied and made in bulk by the interpreter's own loops.
"""

from itertools import combinations
from operator import itemgetter
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
    "Disputed",
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
    "slot_of",
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

A list is never changed once it stands in a slot, so that documents may share it. It is a plain one
where who wrote the first knew of all others, and else `Disputed`.
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


class Disputed(list[Write]):
    """A slot of several in which not all were known to who wrote last."""

    __slots__ = ()


def placed(slot: Slot, write: Write, field: str) -> tuple[Slot, bool]:
    """The slot with one more write in it, and whether that clashes with one that stood there.

    The same slot, if it has that write or a later one of the same replica.
    """
    replica = write[REPLICA]
    if isinstance(slot, tuple):
        if slot[REPLICA] == replica:
            return (write if write[COUNTER] > slot[COUNTER] else slot), False
        if write[SEEN].get(slot[REPLICA], 0) >= slot[COUNTER]:
            return [write, slot], False
        return _placed_among([slot], write, field)
    first = slot[0]
    # Whoever knew the first knew all of a slot that is in no dispute.
    if type(slot) is list and has_seen(write, first):
        known = [write]
        for other in slot:
            if other[REPLICA] != replica:
                known.append(other)  # noqa: PERF401 - quicker than a comprehension for so few
        return known, False
    return _placed_among(slot, write, field)


def _placed_among(slot: list[Write], write: Write, field: str) -> tuple[Slot, bool]:
    """As `placed`, whoever knew of whom."""
    grown = [write]
    for other in slot:
        if other[REPLICA] != write[REPLICA]:
            grown.append(other)
        elif other[COUNTER] >= write[COUNTER]:
            return slot, False
    grown.sort(reverse=True)
    clash = any(in_conflict(write, other, field) for other in grown if other is not write)
    return _ranked(grown), clash


def _ranked(slot: list[Write]) -> list[Write]:
    """A slot, greatest first, as what it is."""
    first = slot[0]
    return slot if all(has_seen(first, other) for other in slot) else Disputed(slot)


def slot_of(writes: list[Write], field: str) -> tuple[Slot, bool]:
    """The slot with some writes in it, and whether any two clash: as if all were placed in turn."""
    if len(writes) == 1:
        return writes[0], False
    latest = {write[REPLICA]: write for write in writes}
    if len(latest) < len(writes):
        writes.sort(key=itemgetter(COUNTER))
        latest = {write[REPLICA]: write for write in writes}
    slot = sorted(latest.values(), reverse=True)
    clash = any(in_conflict(one, other, field) for one, other in combinations(slot, 2))
    return (_ranked(slot) if len(slot) > 1 else slot[0]), clash


def added(removals: list[Write], removal: Write) -> list[Write]:
    """The removals of a record with one more: the latest of each replica, greatest first."""
    others = [other for other in removals if other[REPLICA] != removal[REPLICA]]
    mine = [other for other in removals if other[REPLICA] == removal[REPLICA]]
    return sorted([*others, max([*mine, removal])], reverse=True)
