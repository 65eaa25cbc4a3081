"""Laws of the order of a feed, and the figures that tell how evenly people are shown."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import EPOCH, UserId, uuid7
from phantom_core.matching.daily_feed import FEED_LENGTH, MOST_REMEMBERED, DailyFeed, gini
from phantom_core.matching.feed_order import EXPLORED_EVERY, EXPOSURE_BUDGET, feed_order

PEOPLE = [UserId(uuid7(EPOCH + timedelta(days=9), number)) for number in range(120)]


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.floats(0, 5), max_size=120),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(1, 500)),
    st.sets(st.sampled_from(PEOPLE)),
    st.integers(0, 2**31),
)
def test_everybody_comes_once_and_the_same_again_whatever_the_figures(
    values: dict[UserId, float], exposures: dict[UserId, int], seen: set[UserId], lot: int
) -> None:
    ranked = feed_order(values, exposures=exposures, seen=seen, lot=lot)
    again = feed_order(
        dict(reversed(values.items())), exposures=exposures, seen=sorted(seen), lot=lot
    )

    assert sorted(ranked.order) == sorted(values)
    assert ranked == again
    assert set(ranked.explored) <= set(ranked.order)


def test_one_place_in_ten_is_for_those_who_were_shown_least() -> None:
    values = {user_id: 1000.0 - place for place, user_id in enumerate(PEOPLE)}
    rare = set(PEOPLE[-7:])
    exposures = {user_id: 3 for user_id in PEOPLE if user_id not in rare}
    ranked = feed_order(values, exposures=exposures, seen=(), lot=1)
    first = ranked.order[:FEED_LENGTH]

    assert len(ranked.explored) == FEED_LENGTH // EXPLORED_EVERY
    assert set(first) - set(PEOPLE[:FEED_LENGTH]) == set(ranked.explored) <= rare
    assert [first.index(each) + 1 for each in ranked.explored] == [10, 20, 30, 40, 50]


def test_who_was_shown_to_many_or_before_counts_less() -> None:
    one, two, three = PEOPLE[:3]
    values = {one: 1.0, two: 0.9, three: 0.6}

    assert feed_order(values, exposures={}, seen=(), lot=0).order == (one, two, three)
    assert feed_order(values, exposures={}, seen=(one,), lot=0).order == (two, three, one)
    often = {one: 4 * EXPOSURE_BUDGET}
    assert feed_order(values, exposures=often, seen=(), lot=0).order == (two, three, one)


@pytest.mark.parametrize(
    ("spread", "people", "expected"),
    [
        ({}, 10, 0.0),
        ({4: 10}, 10, 0.0),
        ({8: 1}, 4, 0.75),
        ({1: 1, 3: 1}, 2, 0.25),
        ({1: 1, 2: 1, 3: 1}, 3, 2 / 9),
    ],
)
def test_gini_is_the_one_of_textbooks(spread: dict[int, int], people: int, expected: float) -> None:
    assert gini(spread, people) == pytest.approx(expected)


def test_a_feed_remembers_so_many_the_latest_last() -> None:
    day = EPOCH.date()
    me, first, second = PEOPLE[:3]
    feed = DailyFeed(
        user_id=me, day=day, basis="", shown=(second,), before=(first, second, *PEOPLE[3:])
    )

    assert feed.remembered == (first, *PEOPLE[3:], second)
    long = DailyFeed(
        user_id=me,
        day=day,
        basis="",
        shown=(second,),
        before=tuple(UserId(uuid7(EPOCH, number)) for number in range(MOST_REMEMBERED)),
    )
    assert len(long.remembered) == MOST_REMEMBERED
    assert long.remembered[-1] == second
