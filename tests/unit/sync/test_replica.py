"""What a replica promises to whoever embeds it."""

import json
from collections.abc import Callable, Sequence

import pytest

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.kernel import Unavailable
from phantom_core.sync import (
    Change,
    Document,
    Problem,
    Put,
    RecordId,
    Refused,
    Remove,
    Replica,
    ReplicaId,
    VersionVector,
    batch_of,
    delta,
    pack,
    snapshot,
)
from tests.unit.sync.house import NOON, House

STEM, NOTE = RecordId("stem"), RecordId("note")


def no_volume_of_seven(change: Change, _: Document) -> Problem | None:
    for edit in change.edits:
        if isinstance(edit, Put) and edit.fields.get("volume") == 7:
            return Problem(rule="too-loud", detail="A volume is at most 1.", path="volume")
    return None


@pytest.fixture
def store() -> MemoryReplicaStore:
    return MemoryReplicaStore()


@pytest.fixture
def start(store: MemoryReplicaStore) -> Callable[[], Replica]:
    """Start the program that has the replica: at first, and again after its end."""
    return lambda: Replica(store, new_id=ReplicaId("ada"), author="ada")


def volume(value: float) -> Put:
    return Put(STEM, {"volume": value})


def test_an_edit_is_seen_at_once_and_saved_when_the_server_has_it(
    start: Callable[[], Replica],
) -> None:
    house, replica = House(), start()
    replica.edit(volume(0.5), now_ms=NOON)

    shown, saved = replica.view.value(STEM, "volume"), replica.is_everything_saved
    house.meet(replica)

    assert (shown, saved, replica.is_everything_saved) == (0.5, False, True)
    assert replica.confirmed.value(STEM, "volume") == 0.5


def test_an_edit_outlives_a_cut_of_the_power(
    start: Callable[[], Replica], store: MemoryReplicaStore
) -> None:
    change = start().edit(volume(0.5), now_ms=NOON)
    store.cut_power()

    assert start().pending == (change,)
    assert start().view.value(STEM, "volume") == 0.5


def test_what_the_server_said_is_asked_for_again_where_the_power_took_it(
    start: Callable[[], Replica], store: MemoryReplicaStore
) -> None:
    house, replica = House(), start()
    replica.edit(volume(0.5), now_ms=NOON)
    house.meet(replica)
    store.cut_power()
    replica = start()

    saved = replica.is_everything_saved
    house.meet(replica)
    house.meet(replica)

    assert (saved, replica.is_everything_saved) == (False, True)
    assert [change.counter for change in house.log] == [1]


def test_an_edit_that_cannot_be_kept_is_not_made() -> None:
    class FullStore(MemoryReplicaStore):
        is_full = False

        def append(self, record: bytes, *, durable: bool = True) -> None:
            if self.is_full:
                message = "There is no room."
                raise Unavailable(message)
            super().append(record, durable=durable)

    full = FullStore()
    replica = Replica(full, new_id=ReplicaId("ada"), author="ada")
    full.is_full = True
    with pytest.raises(Unavailable):
        replica.edit(volume(0.5), now_ms=NOON)

    assert not replica.pending
    assert STEM not in replica.view


def test_a_batch_does_not_change_once_it_was_given_out_not_even_by_a_restart(
    start: Callable[[], Replica],
) -> None:
    replica = start()
    replica.edit(volume(0.1), now_ms=NOON)
    batch = replica.outgoing()
    replica.edit(volume(0.2), now_ms=NOON)

    assert replica.outgoing() == batch
    assert start().outgoing() == batch
    assert len(start().pending) == 2


def test_no_more_is_given_out_than_fits_a_batch(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    for number in range(5):
        replica.edit(volume(number / 10), now_ms=NOON)
    first = replica.outgoing(2)
    replica.acknowledge(house.push(first))

    assert [change.counter for change in first] == [1, 2]
    assert [change.counter for change in replica.outgoing(2)] == [3, 4]


def test_what_is_refused_is_shown_no_more_and_told_until_it_is_dismissed(
    start: Callable[[], Replica],
) -> None:
    house, replica = House(no_volume_of_seven), start()
    replica.edit(volume(0.5), now_ms=NOON)
    loud = replica.edit(volume(7), now_ms=NOON)
    replica.edit(Put(STEM, {"pan": 1}), now_ms=NOON)
    house.meet(replica)
    (rejection,) = start().rejections

    assert replica.view.fields(STEM) == {"pan": 1, "volume": 0.5}
    assert (rejection.change, rejection.problem.rule) == (loud, "too-loud")
    saved = replica.is_everything_saved
    replica.dismiss(loud.counter)
    replica.dismiss(loud.counter)

    assert (saved, replica.is_everything_saved) == (False, True)
    assert not start().rejections


def test_what_was_refused_can_be_taken_away_as_json(start: Callable[[], Replica]) -> None:
    house, replica = House(no_volume_of_seven), start()
    replica.edit(volume(7), now_ms=NOON)
    house.meet(replica)
    (exported,) = json.loads(replica.export_rejections())

    assert exported["change"]["edits"] == [{"record": "stem", "fields": {"volume": 7}}]
    assert (exported["rule"], exported["path"]) == ("too-loud", "volume")


def test_a_refusal_is_noticed_though_its_answer_was_lost_and_explained_when_it_comes(
    start: Callable[[], Replica],
) -> None:
    house, replica = House(no_volume_of_seven), start()
    replica.edit(volume(7), now_ms=NOON)
    verdicts = house.push(replica.outgoing())
    replica.receive(house.log)

    assert [each.problem.rule for each in replica.rejections] == ["refused"]
    replica.acknowledge(verdicts)
    assert [each.problem.rule for each in replica.rejections] == ["too-loud"]


def test_undoing_passes_over_what_was_refused(start: Callable[[], Replica]) -> None:
    house, replica = House(no_volume_of_seven), start()
    replica.edit(volume(0.5), now_ms=NOON)
    replica.edit(volume(7), now_ms=NOON)
    house.meet(replica)
    replica.undo(now_ms=NOON)

    assert STEM not in replica.view
    assert not replica.can_undo


def test_a_replica_that_the_server_takes_for_anothers_says_so(
    start: Callable[[], Replica],
) -> None:
    house = House()
    thief = Replica(MemoryReplicaStore(), new_id=ReplicaId("ada"), author="thief")
    thief.edit(volume(0.1), now_ms=NOON)
    house.meet(thief)
    replica = start()
    replica.edit(volume(0.2), now_ms=NOON)
    replica.acknowledge(house.push(replica.outgoing()))

    assert replica.problem is not None
    assert replica.problem.rule == "replica-of-another"
    assert len(replica.pending) == 1


def test_what_comes_before_what_it_follows_waits_for_it(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    bob = house.member("bob")
    for number in range(3):
        bob.edit(volume(number / 10), now_ms=NOON + number)
    house.meet(bob)
    replica.receive(house.log[1:])

    shown, missing = STEM in replica.view, replica.needs_pull
    replica.receive(house.log[:1])

    assert (shown, missing, replica.needs_pull) == (False, True, False)
    assert replica.view.value(STEM, "volume") == 0.2
    assert replica.vector == VersionVector({bob.id: 3})


def test_what_is_pending_stays_on_top_of_what_others_did(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    bob = house.member("bob")
    replica.edit(volume(0.9), now_ms=NOON + 1_000)
    bob.edit(Put(STEM, {"volume": 0.1, "name": "bass"}), now_ms=NOON)
    house.meet(bob)
    replica.receive(house.log)

    assert replica.view.fields(STEM) == {"name": "bass", "volume": 0.9}
    assert replica.confirmed.value(STEM, "volume") == 0.1


def test_a_snapshot_that_knows_less_is_passed_over(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    early = snapshot(house.document)
    replica.edit(volume(0.5), now_ms=NOON)
    house.meet(replica)
    replica.load(early)

    assert replica.view.value(STEM, "volume") == 0.5


def test_a_delta_brings_what_stands_of_all_that_is_not_known(
    start: Callable[[], Replica],
) -> None:
    house, replica = House(no_volume_of_seven), start()
    bob = house.member("bob")
    for number in range(3):
        bob.edit(volume(number / 10), now_ms=NOON + number)
    house.meet(bob)
    replica.edit(Put(STEM, {"pan": 1}), now_ms=NOON)
    replica.edit(volume(7), now_ms=NOON)
    house.push(replica.outgoing())
    late = replica.edit(Put(STEM, {"name": "bass"}), now_ms=NOON)
    replica.merge(pack(delta(house.document, replica.vector)))

    for each in (replica, start()):
        assert each.view.fields(STEM) == {"name": "bass", "pan": 1, "volume": 0.2}
        assert each.pending == (late,)
        assert [each.problem.rule for each in each.rejections] == ["not-there-any-more"]
    house.meet(replica)
    assert snapshot(replica.view) == snapshot(house.document)


def test_packed_changes_are_received(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    bob = house.member("bob")
    bob.edit(volume(0.5), now_ms=NOON)
    house.meet(bob)
    replica.merge(pack(batch_of(house.log)))

    assert replica.view.value(STEM, "volume") == 0.5


def test_a_delta_that_leaves_something_out_is_not_taken(start: Callable[[], Replica]) -> None:
    house, replica = House(), start()
    bob = house.member("bob")
    bob.edit(volume(0.5), now_ms=NOON)
    house.meet(bob)
    bob.edit(volume(0.6), now_ms=NOON)
    house.meet(bob)

    with pytest.raises(ValueError, match="does not follow"):
        replica.merge(pack(delta(house.document, VersionVector({bob.id: 1}))))


def test_whoever_is_told_to_take_the_snapshot_sends_nothing_before(
    start: Callable[[], Replica],
) -> None:
    house, replica = House(), start()
    ada = house.member("bob")
    ada.edit(Put(NOTE, {"pitch": 60}), now_ms=NOON)
    house.meet(ada)
    house.forget()
    replica.edit(volume(0.5), now_ms=NOON)
    (verdict,) = house.push(replica.outgoing())
    replica.acknowledge([verdict])

    assert isinstance(verdict, Refused)
    assert replica.needs_snapshot
    assert not replica.outgoing()
    replica.load(snapshot(house.document))
    house.meet(replica)
    assert replica.is_everything_saved
    assert house.document.value(STEM, "volume") == 0.5


def test_changes_of_one_gesture_are_undone_together(start: Callable[[], Replica]) -> None:
    replica = start()
    replica.edit(volume(0.1), now_ms=NOON)
    for value in (0.2, 0.3, 0.4):
        replica.edit(volume(value), now_ms=NOON, gesture="drag 1")
    replica.edit(volume(0.5), now_ms=NOON, gesture="drag 2")
    seen = []
    while replica.undo(now_ms=NOON):
        seen.append(replica.view.value(STEM, "volume") if STEM in replica.view else None)

    assert seen == [0.4, 0.1, None]


def test_no_more_than_two_hundred_steps_are_undone(start: Callable[[], Replica]) -> None:
    replica = start()
    for number in range(300):
        replica.edit(volume(number), now_ms=NOON)
    undone = 0
    while replica.undo(now_ms=NOON):
        undone += 1

    assert undone == 200
    assert replica.view.value(STEM, "volume") == 99


def test_removing_a_stem_with_all_its_notes_is_undone_at_once(
    start: Callable[[], Replica],
) -> None:
    replica = start()
    notes = [RecordId(f"note{number}") for number in range(4)]
    replica.edit(Put(STEM, {"name": "bass"}), now_ms=NOON)
    replica.edit(*(Put(note, {"in": STEM, "pitch": 60}) for note in notes), now_ms=NOON)
    before = replica.view.state()
    replica.edit(*map(Remove, notes), Remove(STEM), now_ms=NOON)
    gone = replica.view.state()
    replica.undo(now_ms=NOON)

    assert gone == {}
    assert replica.view.state() == before


def test_its_records_are_written_anew_before_they_grow_without_end(
    start: Callable[[], Replica], store: MemoryReplicaStore
) -> None:
    house, replica = House(), start()
    for number in range(800):
        replica.edit(Put(STEM, {"name": f"{number:0500}"}), now_ms=NOON + number)
        house.meet(replica)
        house.log.clear()
    again = start()

    assert sum(map(len, store.read())) < 600_000
    assert again.view.state() == replica.view.state()
    assert again.vector == replica.vector
    assert again.undo(now_ms=NOON) == replica.undo(now_ms=NOON)


def test_an_edit_stands_though_there_is_no_room_to_write_all_anew() -> None:
    class NarrowStore(MemoryReplicaStore):
        def replace(self, records: Sequence[bytes]) -> None:
            raise Unavailable(f"There is no room for {len(records)}.")

    store = NarrowStore()
    replica = Replica(store, new_id=ReplicaId("ada"), author="ada")
    for number in range(3):
        replica.edit(Put(STEM, {"name": f"{number:0200000}"}), now_ms=NOON)

    assert len(Replica(store, new_id=ReplicaId("new"), author="ada").pending) == 3


def test_a_store_is_one_persons(start: Callable[[], Replica], store: MemoryReplicaStore) -> None:
    start()

    with pytest.raises(ValueError, match="ada's"):
        Replica(store, new_id=ReplicaId("new"), author="bob")


def test_a_change_edits_something(start: Callable[[], Replica]) -> None:
    with pytest.raises(ValueError, match="edits something"):
        start().edit(now_ms=NOON)
