"""Histories of a few replicas that edit, remove, move and meet, made from one seed."""

from random import Random

import attrs

from phantom_core.sync import (
    Change,
    Document,
    HybridClock,
    Put,
    RecordId,
    Remove,
    ReplicaId,
    delta,
    merge,
)

_RECORDS = [RecordId(f"record-{number}") for number in range(6)]


@attrs.frozen(kw_only=True)
class History:
    """What some replicas did.

    Attributes:
        changes: all of them, each replica's own in order.
        documents: what each replica holds, after some of them had met.
    """

    changes: list[Change]
    documents: list[Document]


def history(seed: int, *, replicas: int = 4, steps: int = 60) -> History:
    """What came of one seed: a few records in each other's hands, and clocks that are apart."""
    chance = Random(seed)
    documents = [Document() for _ in range(replicas)]
    clocks = [HybridClock() for _ in documents]
    changes: list[Change] = []
    for _ in range(steps):
        at = chance.randrange(replicas)
        document = documents[at]
        if chance.random() < 0.4:
            other = chance.choice(documents)
            merge(other, delta(document, other.vector))
            continue
        replica = ReplicaId(f"replica-{at}")
        clocks[at].witness(document.latest)
        edit = _edit(chance)
        change = Change(
            replica=replica,
            counter=document.counters.get(replica, 0) + 1,
            author=f"person-{at % 2}",
            time=clocks[at].tick(chance.randrange(100)),
            seen={each: count for each, count in document.counters.items() if each != replica},
            edits=() if chance.random() < 0.05 else (edit,),
        )
        document.apply(change)
        changes.append(change)
    return History(changes=changes, documents=documents)


def _edit(chance: Random) -> Put | Remove:
    record = chance.choice(_RECORDS)
    kind = chance.random()
    if kind < 0.2:
        return Remove(record)
    if kind < 0.4:
        owner = chance.choice([None, *_RECORDS])
        return Put(record, {"a": chance.randrange(3), "b": chance.randrange(3), "in": owner})
    return Put(record, {chance.choice("abc"): chance.randrange(4)})
