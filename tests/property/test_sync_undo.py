"""Laws of undo and redo, whatever others do meanwhile.

- n undos and n redos change nothing
- all of one's own work undone leaves what stood before it
- neither touches a word that somebody else had last
- a new edit leaves nothing to redo
- a restart changes none of this
"""

from collections.abc import Mapping
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.sync import (
    OWNER,
    Document,
    Edit,
    Put,
    RecordId,
    Replica,
    ReplicaId,
    Value,
    VersionVector,
    wall_of,
)
from tests.property.sync_world import STEMS, drawn_edits
from tests.unit.sync.house import House

State = Mapping[RecordId, Mapping[str, Value]]
Worked = tuple[Replica, Replica, House, MemoryReplicaStore, Random]


def is_sensible(edit: Edit, view: Document) -> bool:
    """Whether it is about something that can be seen, or new, and where that can be seen."""
    owner = edit.fields.get(OWNER) if isinstance(edit, Put) else None
    named = [edit.record, *([RecordId(owner)] if isinstance(owner, str) else [])]
    return all(record in view or not view.is_known(record) for record in named)


def work(replica: Replica, chance: Random, steps: int) -> None:
    """Edit what can be seen, and add what was not there."""
    for step in range(steps):
        view, name = replica.view, f"{replica.id}-{chance.randrange(10**9)}"
        edits = [each for each in drawn_edits(view, chance, name) if is_sensible(each, view)]
        gesture = chance.choice((None, "drag", "draw"))
        if edits:
            replica.edit(*edits, now_ms=1_000 * step, gesture=gesture)


def worked(seed: int) -> Worked:
    """Two who worked a while, and met now and then."""
    chance, house, store = Random(seed), House(), MemoryReplicaStore()
    mine = Replica(store, new_id=ReplicaId("mine"), author="me")
    other = house.member("other")
    for _ in range(chance.randrange(1, 5)):
        work(mine, chance, chance.randrange(4))
        work(other, chance, chance.randrange(3))
        house.meet(*chance.choice(([], [mine], [other, mine], [mine, other])))
    return mine, other, house, store, chance


def state_of(document: Document) -> State:
    """What stands; a field that holds nothing is as good as none."""
    return {
        record: {name: value for name, value in fields.items() if value is not None}
        for record, fields in document.state().items()
    }


def words_since(document: Document, vector: VersionVector) -> Mapping[tuple[RecordId, str], Value]:
    """What the other has said last, and not by then."""
    return {
        (record, field): value
        for record, fields in document.state().items()
        for field, value in fields.items()
        if (writer := document.writer(record, field))
        and writer[2] == "other"
        and writer[3] > vector[ReplicaId("other")]
    }


def are_left(words: Mapping[tuple[RecordId, str], Value], document: Document) -> bool:
    return all(
        record in document and document.value(record, field) == value
        for (record, field), value in words.items()
    )


seeds = st.integers(0, 10**6)


@given(seeds, st.integers(1, 6))
def test_as_many_redos_as_undos_change_nothing(seed: int, count: int) -> None:
    mine, *_ = worked(seed)
    before = state_of(mine.view)
    undone = [mine.undo(now_ms=60_000) for _ in range(count)]
    redone = [mine.redo(now_ms=60_000) for _ in range(count)]

    assert state_of(mine.view) == before
    assert sum(change is not None for change in undone) == sum(
        change is not None for change in redone
    )


@given(seeds)
def test_all_of_ones_own_work_undone_leaves_what_stood_before(seed: int) -> None:
    chance, house = Random(seed), House()
    other = house.member("other")
    for stem in STEMS:
        other.edit(Put(stem, {"pitch": 0}), now_ms=0)
    work(other, chance, 4)
    house.meet(other)
    mine = house.member("mine")
    before = state_of(mine.view)
    work(mine, chance, 6)
    while mine.undo(now_ms=60_000):
        pass

    assert state_of(mine.view) == before


@given(seeds, st.integers(0, 3))
def test_what_somebody_else_has_said_since_is_left(seed: int, undone: int) -> None:
    mine, other, house, _, chance = worked(seed)
    house.meet(mine, other)
    for _ in range(undone):
        mine.undo(now_ms=60_000)
    vector = mine.vector
    work(other, chance, 4)
    house.meet(other)
    mine.receive(house.log)
    words = words_since(mine.view, vector)
    while mine.redo(now_ms=60_000):
        assert are_left(words, mine.view)
    while mine.undo(now_ms=60_000):
        assert are_left(words, mine.view)


@given(seeds)
def test_a_new_edit_leaves_nothing_to_redo(seed: int) -> None:
    mine, *_ = worked(seed)
    mine.undo(now_ms=60_000)
    mine.edit(Put(STEMS[0], {"pitch": 1}), now_ms=60_000)

    assert mine.redo(now_ms=60_000) is None
    assert not mine.can_redo


@given(seeds, st.integers(0, 3))
def test_a_restart_changes_nothing(seed: int, count: int) -> None:
    mine, _, _, store, _ = worked(seed)
    for _ in range(count):
        mine.undo(now_ms=60_000)
    again = Replica(store, new_id=ReplicaId("new"), author="me")
    both = [mine, again]

    assert again.id == "mine"
    assert [replica.view.state() for replica in both] == [mine.view.state()] * 2
    assert [replica.pending for replica in both] == [mine.pending] * 2
    assert [replica.outgoing() for replica in both] == [mine.outgoing()] * 2
    assert [replica.vector for replica in both] == [mine.vector] * 2
    for _ in range(count):
        redone = [replica.redo(now_ms=60_000) for replica in both]
        assert redone[0] == redone[1]
    undone = [replica.undo(now_ms=wall_of(mine.view.latest)) for replica in both]
    assert undone[0] == undone[1]
