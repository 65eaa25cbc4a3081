"""Laws of the forms that changes and documents take: nothing is lost in any of them.

- Whoever has met everybody, whoever was told every change in any order, twice, and whoever read
  a snapshot hold equal bytes, values and conflicts.
- Changes are the same after they were packed, sent as frames, or said as JSON.
- A branch holds what its trunk would hold with the same changes, and leaves the trunk alone.
- Compaction leaves all that stands and all that is in conflict, and its snapshot is read equal.
"""

import json
from random import Random

import pytest

from phantom_core.sync import (
    Change,
    Document,
    FrameReader,
    FrameWriter,
    HybridTime,
    batch_of,
    change_from_plain,
    change_to_plain,
    changes_of,
    compact,
    delta,
    load_snapshot,
    merge,
    pack,
    snapshot,
    unpack,
)
from tests.property.sync_histories import History, history

_SEEDS = range(60)


@pytest.fixture(params=_SEEDS)
def told(request: pytest.FixtureRequest) -> History:
    """What came of one seed."""
    return history(request.param)


def _of(changes: list[Change]) -> Document:
    document = Document()
    for change in changes:
        document.apply(change)
    return document


def _disputes(document: Document) -> list[tuple[object, ...]]:
    return [
        (each.record, each.field, each.winner.value, [side.value for side in each.losers])
        for each in document.conflicts()
    ]


def test_whoever_knows_the_same_holds_equal_bytes(told: History) -> None:
    whole = _of(told.changes)
    shuffled = [*told.changes, *told.changes]
    Random(0).shuffle(shuffled)
    for one in told.documents * 2:
        for other in told.documents:
            merge(one, unpack(pack(delta(other, one.vector))))

    equals = [_of(shuffled), load_snapshot(snapshot(whole)), *told.documents]

    assert {snapshot(each) for each in equals} == {snapshot(whole)}
    assert all(each.state() == whole.state() for each in equals)
    assert all(each.conflicts() == whole.conflicts() for each in equals)


def test_changes_are_the_same_in_every_form(told: History) -> None:
    writer, reader, streamed = FrameWriter(), FrameReader(), Document()

    packed = changes_of(unpack(pack(batch_of(told.changes))))
    plain = [json.loads(json.dumps(change_to_plain(each))) for each in told.changes]
    for change in told.changes:
        streamed.absorb(*reader.read(writer.write(change)))

    assert packed == sorted(told.changes, key=lambda each: (each.replica, each.counter))
    assert [change_from_plain(each) for each in plain] == told.changes
    assert snapshot(streamed) == snapshot(_of(told.changes))


def test_a_branch_goes_on_by_itself(told: History) -> None:
    middle = len(told.changes) // 2
    trunk = _of(told.changes[:middle])
    before = snapshot(trunk)

    branch = trunk.branch()
    for change in told.changes[middle:]:
        branch.apply(change)

    assert snapshot(trunk) == before
    assert snapshot(branch) == snapshot(_of(told.changes))
    assert branch.state() == _of(told.changes).state()


@pytest.mark.parametrize("removed_before", [0, 50 << 16, 1 << 60])
def test_compaction_keeps_what_stands_and_what_is_in_conflict(
    told: History, removed_before: int
) -> None:
    document = _of(told.changes)
    state, disputes = document.state(), _disputes(document)

    compact(document, HybridTime(removed_before))
    read = load_snapshot(snapshot(document))

    assert document.state() == read.state() == state
    assert _disputes(document) == _disputes(read) == disputes
    assert snapshot(read) == snapshot(document)
    assert read.horizon == document.vector


def test_compaction_is_the_same_wherever_it_is_done(told: History) -> None:
    one = _of(told.changes)
    other = load_snapshot(snapshot(one))

    compact(one, HybridTime(50 << 16))
    compact(other, HybridTime(50 << 16))

    assert snapshot(one) == snapshot(other)
