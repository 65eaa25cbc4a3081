"""What other engines get wrong: a test for each."""

from random import Random

from phantom_adapters.replicas import MemoryReplicaStore
from phantom_core.sync import (
    ConflictKind,
    Document,
    Put,
    RecordId,
    Remove,
    Replica,
    ReplicaId,
    Value,
    between,
)
from tests.unit.sync.house import NOON, House

STEM, NOTE = RecordId("stem"), RecordId("note")


def in_order(replica: Replica) -> list[RecordId]:
    view = replica.view
    return sorted(view.records(), key=lambda record: (str(view.value(record, "order")), record))


def two_with_a_note(house: House) -> tuple[Replica, Replica]:
    ada, bob = house.member("ada"), house.member("bob")
    ada.edit(Put(STEM, {"name": "bass", "volume": 0.5}), now_ms=NOON)
    ada.edit(Put(NOTE, {"in": STEM, "pitch": 60, "velocity": 80}), now_ms=NOON)
    house.meet(ada, bob)
    return ada, bob


def test_one_late_edit_stands_over_an_earlier_busy_writer() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    for number in range(500):
        ada.edit(Put(STEM, {"volume": number / 500}), now_ms=NOON + number)
    bob.edit(Put(STEM, {"volume": 0.25}), now_ms=NOON + 60_000)
    house.now_ms += 120_000
    house.meet(bob, ada, bob)

    for replica in (ada, bob):
        (conflict,) = replica.conflicts
        assert replica.view.value(STEM, "volume") == 0.25
        assert (conflict.winner.author, conflict.losers[0].author) == ("bob", "ada")
        assert conflict.losers[0].value == 499 / 500


def test_an_edit_of_a_note_survives_its_removal_and_both_are_told() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Remove(NOTE), now_ms=NOON + 2_000)
    bob.edit(Put(NOTE, {"velocity": 100}), now_ms=NOON + 1_000)
    house.meet(ada, bob, ada)

    for replica in (ada, bob):
        (conflict,) = replica.conflicts
        assert replica.view.fields(NOTE) == {"in": STEM, "pitch": 60, "velocity": 100}
        assert conflict.kind is ConflictKind.LIFE
        assert (conflict.winner.author, conflict.losers[0].author) == ("bob", "ada")


def test_both_create_a_stem_of_the_same_name_and_both_are_there() -> None:
    house = House()
    ada, bob = house.member("ada"), house.member("bob")
    ada.edit(Put(RecordId("stem-of-ada"), {"name": "drums", "pan": -1}), now_ms=NOON)
    bob.edit(Put(RecordId("stem-of-bob"), {"name": "drums", "pan": 1}), now_ms=NOON)
    house.meet(ada, bob, ada)

    for replica in (ada, bob):
        assert [replica.view.value(stem, "pan") for stem in replica.view.records()] == [-1, 1]
        assert not replica.conflicts


def test_both_create_the_same_record_and_no_side_is_lost() -> None:
    house = House()
    ada, bob = house.member("ada"), house.member("bob")
    ada.edit(Put(STEM, {"name": "drums", "pan": -1}), now_ms=NOON)
    bob.edit(Put(STEM, {"name": "drums", "volume": 1}), now_ms=NOON)
    house.meet(ada, bob, ada)

    for replica in (ada, bob):
        assert replica.view.fields(STEM) == {"name": "drums", "pan": -1, "volume": 1}
        assert not replica.conflicts


def test_undo_of_a_conflicting_write_leaves_what_the_other_wrote() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    bob.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON + 1_000)
    ada.edit(Put(STEM, {"volume": 0.9}), now_ms=NOON + 2_000)
    house.meet(bob, ada, bob)
    ada.undo(now_ms=NOON + 3_000)
    house.meet(ada, bob)

    for replica in (ada, bob):
        assert replica.view.value(STEM, "volume") == 0.1
        assert not replica.conflicts


def test_undo_leaves_a_value_that_somebody_wrote_over_ones_own() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(STEM, {"volume": 0.9, "pan": 1}), now_ms=NOON + 1_000)
    house.meet(ada, bob)
    bob.edit(Put(STEM, {"volume": 0.3}), now_ms=NOON + 2_000)
    house.meet(bob, ada)
    ada.undo(now_ms=NOON + 3_000)

    assert ada.view.value(STEM, "volume") == 0.3
    assert ada.view.value(STEM, "pan") is None


def test_undo_of_an_added_note_leaves_it_once_somebody_has_edited_it() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    house.meet(bob)
    bob.edit(Put(NOTE, {"velocity": 100}), now_ms=NOON + 1_000)
    house.meet(bob, ada)
    undone = ada.undo(now_ms=NOON + 2_000)

    assert undone is None
    assert ada.view.fields(NOTE) == {"in": STEM, "pitch": 60, "velocity": 100}


def test_redo_brings_an_added_note_back_with_what_somebody_made_of_it_meanwhile() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.undo(now_ms=NOON + 1_000)
    bob.edit(Put(NOTE, {"velocity": 100}), now_ms=NOON + 1_000)
    house.meet(ada, bob, ada)
    alive = NOTE in ada.view
    ada.redo(now_ms=NOON + 2_000)
    house.meet(ada, bob)

    assert alive
    for replica in (ada, bob):
        assert replica.view.fields(NOTE) == {"in": STEM, "pitch": 60, "velocity": 100}
        assert not replica.conflicts


def test_a_batch_whose_answer_was_lost_is_sent_again_as_it_was_though_more_was_edited() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON + 1_000)
    sent = ada.outgoing()
    house.push(sent)
    ada.edit(Put(STEM, {"volume": 0.2}), now_ms=NOON + 2_000)
    again = ada.outgoing()
    house.meet(bob)

    assert again == sent
    assert bob.view.value(STEM, "volume") == 0.1

    ada.acknowledge(house.push(again))
    assert ada.needs_pull
    house.meet(ada)
    house.meet(ada, bob)

    assert ada.is_everything_saved
    assert [change.counter for change in house.log if change.replica == "ada"] == [1, 2, 3, 4]
    assert bob.view.value(STEM, "volume") == 0.2


def test_the_same_value_written_twice_at_once_is_a_write_and_no_conflict() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(STEM, {"volume": 0.7}), now_ms=NOON + 1_000)
    bob.edit(Put(STEM, {"volume": 0.7}), now_ms=NOON + 2_000)
    house.meet(ada, bob, ada)
    writer = ada.view.writer(STEM, "volume")

    assert not ada.conflicts
    assert writer is not None
    assert writer[1] == "bob"


def test_a_clock_that_jumps_back_takes_no_word_back() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON + 2_000)
    house.meet(ada, bob)
    ada.edit(Put(STEM, {"volume": 0.2}), now_ms=NOON - 3_600_000)
    house.meet(ada, bob)
    bob.edit(Put(STEM, {"volume": 0.3}), now_ms=NOON - 7_200_000)
    house.meet(bob, ada)

    for replica in (ada, bob):
        assert replica.view.value(STEM, "volume") == 0.3
        assert not replica.conflicts


def test_a_clock_a_day_ahead_does_not_hold_a_field_for_a_day() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON + 86_400_000)
    house.meet(ada)
    house.now_ms += 5_000
    bob.edit(Put(STEM, {"volume": 0.2}), now_ms=NOON + 5_000)
    house.meet(bob, ada)

    assert ada.view.value(STEM, "volume") == 0.2


def test_moving_a_note_and_changing_how_loud_it_is_merge() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Put(NOTE, {"start": 480, "pitch": 64}), now_ms=NOON + 1_000)
    bob.edit(Put(NOTE, {"velocity": 100}), now_ms=NOON + 1_000)
    house.meet(ada, bob, ada)

    assert ada.view.fields(NOTE) == {"in": STEM, "pitch": 64, "start": 480, "velocity": 100}
    assert not ada.conflicts


def test_two_notes_alike_are_two_notes() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    same: dict[str, Value] = {"in": STEM, "pitch": 60, "start": 0, "velocity": 80}
    ada.edit(Put(RecordId("of-ada"), same), now_ms=NOON)
    bob.edit(Put(RecordId("of-bob"), same), now_ms=NOON)
    house.meet(ada, bob, ada)

    assert ada.view.children(STEM) == [NOTE, "of-ada", "of-bob"]


def test_removing_a_stem_keeps_it_where_somebody_added_a_note() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    ada.edit(Remove(STEM), now_ms=NOON + 1_000)
    bob.edit(Put(RecordId("new"), {"in": STEM, "pitch": 67}), now_ms=NOON + 1_000)
    house.meet(ada, bob, ada)

    assert {STEM, "new"} <= {*ada.view.records()}
    assert [conflict.kind for conflict in ada.conflicts] == [ConflictKind.LIFE]


def test_those_who_insert_into_one_gap_at_once_keep_both_and_the_same_order() -> None:
    house = House()
    first = between(None, None, chance=Random(0))
    ada, bob = house.member("ada"), house.member("bob")
    for number, replica in enumerate((ada, bob)):
        key = between(first, None, chance=Random(number))
        replica.edit(Put(RecordId(f"stem{number}"), {"order": key}), now_ms=NOON)
    house.meet(ada, bob, ada)
    orders = [in_order(replica) for replica in (ada, bob)]

    assert orders[0] == orders[1]
    assert len(orders[0]) == 2


def test_whoever_is_older_than_the_horizon_keeps_their_work_and_resurrects_nothing() -> None:
    house = House()
    ada, bob = two_with_a_note(house)
    bob.edit(Put(NOTE, {"velocity": 100}), now_ms=NOON + 1_000)
    bob.edit(Put(STEM, {"pan": 1}), now_ms=NOON + 1_000)
    bob.edit(Put(RecordId("new"), {"in": STEM, "pitch": 67}), now_ms=NOON + 1_000)
    ada.edit(Remove(NOTE), now_ms=NOON + 2_000)
    house.meet(ada)
    house.now_ms += 10_000
    house.forget()
    house.meet(bob, ada)

    (rejection,) = bob.rejections
    assert rejection.problem.rule == "removed-meanwhile"
    assert rejection.change.edits == (Put(NOTE, {"velocity": 100}),)
    for replica in (ada, bob):
        assert replica.view.children(STEM) == ["new"]
        assert replica.view.value(STEM, "pan") == 1
    assert Document.state(ada.view) == Document.state(bob.view)


def test_a_copy_of_a_devices_data_loses_nothing_in_silence() -> None:
    house, store = House(), MemoryReplicaStore()
    ada = Replica(store, new_id=ReplicaId("ada"), author="ada")
    ada.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON)
    copied = MemoryReplicaStore()
    copied.replace(store.read())
    house.meet(ada)
    ada.edit(Put(STEM, {"volume": 0.2}), now_ms=NOON)
    copy = Replica(copied, new_id=ReplicaId("new"), author="ada")
    copy.edit(Put(STEM, {"volume": 0.3}), now_ms=NOON)
    house.meet(ada)
    house.meet(copy)

    assert copy.view.value(STEM, "volume") == 0.2
    assert [each.problem.rule for each in copy.rejections] == ["number-taken"]
