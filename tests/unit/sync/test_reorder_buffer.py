"""The wait before changes are shown."""

from random import Random

from phantom_core.sync import Change, ReorderBuffer
from tests.unit.sync.changes import put


def change(name: str, wall_ms: int) -> Change:
    return put(name, wall_ms, {"volume": 0.5})


def test_changes_that_come_within_the_wait_are_shown_in_their_order() -> None:
    buffer = ReorderBuffer()
    later, earlier = change("a1", 1_010), change("b1", 1_000)
    buffer.add(later, 5_000)
    buffer.add(earlier, 5_040)

    assert buffer.due(5_099) == []
    assert buffer.next_due() == 5_100
    assert buffer.due(5_100) == [earlier, later]
    assert buffer.next_due() is None


def test_what_comes_too_late_for_its_place_is_shown_at_once() -> None:
    buffer = ReorderBuffer()
    buffer.add(change("a1", 1_010), 5_000)
    buffer.due(5_100)
    late = change("b1", 1_000)
    buffer.add(late, 5_200)

    assert buffer.due(5_200) == [late]


def test_what_is_later_than_what_is_due_goes_on_waiting() -> None:
    buffer = ReorderBuffer()
    first, second = change("a1", 1_000), change("b1", 1_050)
    buffer.add(first, 5_000)
    buffer.add(second, 5_050)

    assert buffer.due(5_100) == [first]
    assert buffer.due(5_150) == [second]


def test_no_more_wait_than_the_limit_says() -> None:
    buffer = ReorderBuffer(limit=2)
    changes = [change(f"a{number}", 1_000 + number) for number in (1, 2, 3)]
    for each in reversed(changes):
        buffer.add(each, 5_000)

    assert buffer.due(5_000) == changes[:1]
    assert len(buffer) == 2


def test_nothing_is_dropped_and_nothing_comes_twice() -> None:
    chance, buffer = Random(9), ReorderBuffer()
    sent = [change(f"a{number}", chance.randrange(2_000)) for number in range(1, 300)]
    shown: list[Change] = []
    for number, each in enumerate(sent):
        buffer.add(each, 10 * number)
        shown += buffer.due(10 * number)
    shown += buffer.due(10_000)

    assert sorted(each.counter for each in shown) == [each.counter for each in sent]
