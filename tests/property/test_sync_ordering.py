"""Laws of order keys: between, unequal, short, and mended where they are equal all the same."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.sync import RecordId, between, is_order_key, place_among

Where = Callable[[int, int, Random], int]
"""Where the next one goes: from its number, where the last one went and chance."""

PATTERNS: dict[str, tuple[Where, int]] = {
    "last": (lambda number, _, __: number, 9),
    "first": (lambda _, __, ___: 0, 9),
    "after one": (lambda _, __, ___: 1, 16),
    "before one": (lambda number, _, __: number - 1, 16),
    "anywhere": (lambda number, _, chance: chance.randrange(number + 1), 16),
    "in a gap": (lambda number, _, chance: chance.randrange(1, number), 16),
    "between the newest": (lambda number, last, _: last + number % 2, 1_500),
}


def inserted(where: Where, count: int, chance: Random) -> list[str]:
    """Two keys, and `count` more placed among them."""
    first = between(None, None, chance=chance)
    keys, last = [first, between(first, None, chance=chance)], 1
    for _ in range(count):
        last = where(len(keys), last, chance)
        before = keys[last - 1] if last > 0 else None
        after = keys[last] if last < len(keys) else None
        key = between(before, after, chance=chance)
        keys.insert(last, key)
    return keys


@pytest.mark.parametrize("pattern", PATTERNS)
def test_four_thousand_inserts_keep_their_places_and_keys_short(pattern: str) -> None:
    where, longest = PATTERNS[pattern]
    keys = inserted(where, 4_000, Random(4))

    assert keys == sorted(set(keys))
    assert max(map(len, keys)) <= longest


@given(st.lists(st.floats(min_value=0, max_value=1), max_size=60), st.randoms())
def test_a_key_is_between_its_neighbours(places: list[float], chance: Random) -> None:
    queue = iter(places)
    keys = inserted(lambda number, _, __: round(next(queue) * number), len(places), chance)

    assert keys == sorted(set(keys))
    assert all(map(is_order_key, keys))


def test_those_who_insert_into_one_gap_at_once_take_different_keys() -> None:
    first = between(None, None, chance=Random(1))
    last = between(first, None, chance=Random(2))
    keys = {between(first, last, chance=Random(seed)) for seed in range(4_000)}

    count = len(keys)

    assert count == 4_000


@given(st.text(max_size=12), st.text(max_size=12), st.randoms())
def test_what_is_no_key_is_told(before: str, after: str, chance: Random) -> None:
    if is_order_key(before) and is_order_key(after) and before < after:
        assert before < between(before, after, chance=chance) < after
    elif before and after:
        with pytest.raises(ValueError, match=r"key|before"):
            between(before, after, chance=chance)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.data())
def test_an_insert_among_equal_keys_mends_them(runs: list[int], data: st.DataObject) -> None:
    chance = Random(5)
    drawn = [between(None, None, chance=chance) for _ in range(4)]
    pairs = sorted((drawn[run], RecordId(f"s{number}")) for number, run in enumerate(runs))
    index = data.draw(st.integers(0, len(pairs)))
    placement = place_among(pairs, index, chance=chance)
    keys = {record: placement.mended.get(record, key) for key, record in pairs}
    after = sorted([*((key, record) for record, key in keys.items()), (placement.key, "new")])
    order = [record for _, record in pairs]

    assert [record for _, record in after] == [*order[:index], "new", *order[index:]]


def test_nothing_is_mended_where_keys_differ() -> None:
    chance = Random(6)
    first = between(None, None, chance=chance)
    siblings = [(first, RecordId("a")), (between(first, None, chance=chance), RecordId("b"))]

    assert not place_among(siblings, 1, chance=chance).mended
