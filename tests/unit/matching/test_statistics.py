"""What is counted over everybody, by figures worked out by hand."""

import math

import pytest

from phantom_core.kernel import Id
from phantom_core.matching import TasteStatistics, count_tastes
from phantom_core.matching.statistics import SMALLEST_WORLD, floor_for
from tests.unit.matching.people import listener, musician


def test_means_and_spreads_are_as_if_ten_more_had_been_counted() -> None:
    people = [
        musician("a", sound=(2.0, 0.0), genres=((Id("dub"), 1.0), (Id("pop"), 3.0))),
        musician("b", sound=(4.0, 0.0), genres=((Id("dub"), 5.0),)),
        musician("c", tags=("live",), roles=("dj",)),
    ]

    counted = count_tastes(people, version=7, floor=1)

    assert (counted.version, counted.people, counted.floor) == (7, 3, 1)
    assert counted.genre_people == {"dub": 2, "pop": 1}
    assert counted.genres == pytest.approx({"dub": 1.5 / 12, "pop": math.sqrt(0.75) / 12})
    assert counted.genre_square == pytest.approx((1.5 / 12) ** 2 + 0.75 / 144)
    assert counted.sound == pytest.approx((0.5, 0.0))
    assert counted.spread == pytest.approx(
        (math.sqrt((4 + 16 + 10) / 12 - 0.25), math.sqrt(10 / 12))
    )
    assert (counted.tags, counted.roles) == ({"live": 1}, {"dj": 1})


def test_what_is_below_the_floor_is_not_even_kept() -> None:
    crowd = [listener(f"{n}", "pop", hit=1.0, **({"rare": 1.0} if n < 2 else {})) for n in range(5)]
    crowd.append(listener("6", "pop dub", hit=1.0))

    by_default, higher = count_tastes(crowd, version=1), count_tastes(crowd, version=1, floor=3)

    assert by_default.artists == {"hit": 6, "rare": 2}
    assert by_default.genre_people == {"pop": 6}
    assert higher.artists == {"hit": 6}
    assert set(higher.genres) == {"pop"}


def test_most_embeddings_of_one_length_decide_which_are_compared() -> None:
    old = [musician(f"o{n}", sound=(1.0, 1.0, 1.0)) for n in range(2)]
    new = [musician(f"n{n}", sound=(1.0, 1.0)) for n in range(3)]

    assert len(count_tastes([*old, *new], version=1).sound) == 2
    assert len(count_tastes([*old, *new[:1]], version=1).sound) == 3


def test_rarity_is_told_as_among_fifty_at_least() -> None:
    small, large = TasteStatistics(people=10), TasteStatistics(people=1000)

    assert small.rarity(10) == pytest.approx(math.log((SMALLEST_WORLD + 1) / 11))
    assert large.rarity(10) == pytest.approx(math.log(1001 / 11))
    assert large.rarity(1000) == large.rarity(1200) == 0
    assert (small.world, large.world) == (50, 1000)


def test_counts_are_outdated_when_a_tenth_have_come_or_gone() -> None:
    counted = TasteStatistics(people=100)

    assert [people for people in (89, 90, 91, 109, 110, 111) if counted.outdated(people)] == [
        *(89, 90),
        *(110, 111),
    ]
    assert TasteStatistics().outdated(1)
    assert not TasteStatistics().outdated(0)


@pytest.mark.parametrize(("people", "floor"), [(1, 2), (2000, 2), (2001, 3), (4001, 5), (10**6, 5)])
def test_the_floor_grows_with_the_world(people: int, floor: int) -> None:
    assert floor_for(people) == floor
