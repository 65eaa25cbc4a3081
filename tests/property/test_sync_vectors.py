"""The vectors: all that three people can do to a small song, in every order of delivery.

Their file is named by `PHANTOM_SYNC_VECTORS`; by default it is the one among the test data, which
also explains its form.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from phantom_core.sync import Change, Clash, Document, Edit, Put, RecordId, Remove, hybrid_time
from tests.property.sync_world import IS_LONG

Vector = Mapping[str, Any]

PREVIOUS: Mapping[str, Mapping[str, str]] = {
    "all_concurrent": {},
    "A_then_B__C_concurrent": {"B": "A"},
    "A_then_B_then_C": {"B": "A", "C": "AB"},
}
"""Schedule -> user -> whose operations they had seen."""


@pytest.fixture(scope="module")
def vectors(test_data: Path) -> Sequence[Vector]:
    path = os.environ.get("PHANTOM_SYNC_VECTORS", test_data / "sync" / "vectors-dev.json")
    found: list[Vector] = json.loads(Path(path).read_bytes())
    return found


def change_of(operation: Sequence[Any], seen: Mapping[Any, int]) -> Change:
    actor, counter, (wall_ms, logical, _), kind, entity, field, value, *_ = operation
    fields = {field: value} if kind == "put" else value
    record = RecordId(entity)
    edit: Edit = Remove(record) if kind == "del" else Put(record, fields)
    return Change(
        replica=actor,
        counter=counter,
        author=actor,
        time=hybrid_time(wall_ms, logical),
        seen=seen,
        edits=(edit,),
    )


def changes_of(vector: Vector) -> list[Change]:
    base, operations = vector["base"], vector["ops"]
    seen_by_all = {operation[0]: operation[1] for operation in base}
    changes = [change_of(operation, {}) for operation in base]
    for user, operation in operations.items():
        before = PREVIOUS[vector["schedule"]].get(user, "")
        seen = {other: operations[other][1] for other in before if other in operations}
        changes.append(change_of(operation, {**seen_by_all, **seen}))
    return changes


def told(clash: Clash) -> Mapping[str, object]:
    winner, loser = clash.winner.author, clash.loser.author
    about = {"kind": clash.kind.value, "entity": clash.record}
    if clash.field is None:
        return {**about, "deleter": loser, "editor": winner}
    return {**about, "prop": clash.field, "winner": winner, "loser": loser}


def by_text(conflicts: Iterator[Any] | Sequence[Any]) -> list[str]:
    return sorted(json.dumps(conflict, sort_keys=True) for conflict in conflicts)


def orders(changes: Sequence[Change], base: int, chance: Random) -> Iterator[Sequence[Change]]:
    """Every order in which the operations may come after the base, and some of all.

    The long profile tries every order of all, the base among them.
    """
    if IS_LONG:
        yield from permutations(changes)
        return
    for order in permutations(changes[base:]):
        yield (*changes[:base], *order)
    for _ in range(20):
        yield chance.sample(changes, len(changes))


def test_every_vector_comes_out_as_expected_in_every_order(vectors: Sequence[Vector]) -> None:
    chance = Random(1)
    for vector in vectors:
        changes, expected = changes_of(vector), vector["expect"]
        conflicts = by_text(expected["conflicts"])
        for order in orders(changes, len(vector["base"]), chance):
            document = Document()
            for change in (*order, *chance.choices(order, k=3)):
                document.apply(change)
            name = (vector["id"], [changes.index(change) for change in order])

            assert document.state() == expected["state"], name
            assert by_text([told(clash) for clash in document.clashes()]) == conflicts, name
