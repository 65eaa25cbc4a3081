"""What those are told who show a replica."""

import pytest

from phantom_core.sync import Put, RecordId, Remove, Replica, Update, snapshot
from tests.unit.sync.house import NOON, House

STEM, NOTE = RecordId("stem"), RecordId("note")

Told = list[Update]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def bob(house: House) -> Replica:
    return house.member("bob")


@pytest.fixture
def ada(house: House, bob: Replica) -> Replica:
    replica = house.member("ada")
    replica.edit(Put(STEM, {"volume": 0.5}), now_ms=NOON)
    replica.edit(Put(NOTE, {"in": STEM, "pitch": 60}), now_ms=NOON)
    house.meet(replica, bob)
    return replica


@pytest.fixture
def told(ada: Replica) -> Told:
    told: Told = []
    ada.listen(told.append)
    return told


def test_an_edit_tells_which_records_it_is_about(ada: Replica, told: Told) -> None:
    ada.edit(Put(NOTE, {"pitch": 62}), now_ms=NOON)

    assert told == [Update(records=frozenset({NOTE}))]


def test_what_others_did_is_told(house: House, ada: Replica, bob: Replica, told: Told) -> None:
    bob.edit(Put(STEM, {"pan": 1}), now_ms=NOON)
    house.meet(bob, ada)

    assert told == [Update(records=frozenset({STEM}))]


def test_nothing_is_told_of_what_comes_again(house: House, ada: Replica, told: Told) -> None:
    house.meet(ada, ada)

    assert told == []


def test_a_conflict_is_told_when_it_opens_and_when_it_is_settled(
    house: House, ada: Replica, bob: Replica, told: Told
) -> None:
    ada.edit(Put(STEM, {"volume": 0.1}), now_ms=NOON)
    bob.edit(Put(STEM, {"volume": 0.2}), now_ms=NOON + 1)
    house.meet(bob, ada)
    (opened,) = [conflict for update in told for conflict in update.opened]
    ada.edit(Put(STEM, {"volume": 0.15}), now_ms=NOON)

    assert (opened.record, opened.field, opened.losers[0].value) == (STEM, "volume", 0.1)
    assert [key for update in told for key in update.closed] == [(STEM, "volume")]


def test_a_removal_closes_the_conflicts_of_what_it_takes_away(
    house: House, ada: Replica, bob: Replica, told: Told
) -> None:
    ada.edit(Put(NOTE, {"pitch": 1}), now_ms=NOON)
    bob.edit(Put(NOTE, {"pitch": 2}), now_ms=NOON + 1)
    house.meet(bob, ada)
    ada.edit(Remove(STEM), now_ms=NOON)
    closed = told[-1].closed
    ada.undo(now_ms=NOON)

    assert closed == {(NOTE, "pitch")}
    assert [(each.record, each.field) for each in told[-1].opened] == [(NOTE, "pitch")]


def test_a_snapshot_tells_that_everything_may_be_otherwise(
    house: House, ada: Replica, told: Told
) -> None:
    ada.load(snapshot(house.document))

    assert told == [Update(everything=True)]


def test_whoever_stops_listening_is_told_no_more(ada: Replica) -> None:
    told: Told = []
    stop = ada.listen(told.append)
    stop()
    ada.edit(Put(NOTE, {"pitch": 62}), now_ms=NOON)

    assert told == []
