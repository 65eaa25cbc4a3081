"""What every index of tastes promises."""

import random
from datetime import date
from typing import Any, Final

import attrs
import pytest

from phantom_adapters.search.brute_force import BruteForceIndex
from phantom_core.kernel import Id, UserId
from phantom_core.kernel.ids import id_from_int
from phantom_core.matching.index_ports import Candidate, CandidateFilter, TasteVector
from phantom_core.matching.profile import Traits, Wishes

__all__ = ["TODAY", "TasteIndexContract", "agree", "random_traits", "random_vector", "somebody"]

TODAY: Final = date(2026, 3, 1)
"""The day on which ages are reckoned here."""

_ROCK: Final = (("a:low", 0.6), ("a:slint", 0.8))
_OPEN: Final = Traits()
_WORDS: Final = ("berlin", "oslo", None)


def somebody(number: int) -> UserId:
    """A person of an example."""
    return UserId(Id(id_from_int(number << 64 | number)))


def random_vector(chance: random.Random, terms: int = 60) -> TasteVector:
    """A unit vector of a few terms, of which the first are the most common."""
    picked = {min(int(chance.expovariate(1 / 12)), terms - 1) for _ in range(chance.randint(0, 8))}
    squares = {term: chance.uniform(0.05, 1) * (1 + term) for term in picked}
    whole = sum(squares.values())
    return [(f"a:{term}", (square / whole) ** 0.5) for term, square in squares.items()]


def random_traits(chance: random.Random) -> Traits:
    """Traits and wishes, of which many are left open."""
    some = chance.choice
    wishes = Wishes(
        genders=some([(), (), ("female",), ("male", "non_binary")]),
        ages=some([None, None, (18, 30), (25, 60)]),
        regions=some([(), (), ("oslo",), ("berlin", "oslo")]),
    )
    born = some([None, *(date(1960 + 3 * each, 1 + each % 12, 28) for each in range(18))])
    gender = some(["female", "male", "non_binary", None])
    return Traits(gender=gender, birth_date=born, region=some(_WORDS), wishes=wishes)


def agree(found: tuple[Candidate, ...], true: tuple[Candidate, ...]) -> None:
    """Assert that the same people were found, but for those alike within the tolerance."""
    products = {each.user_id: each.approximate for each in true}
    least = true[-1].approximate if true else 0.0
    assert len(found) == len(true)
    for each in found:
        assert each.approximate == pytest.approx(products.get(each.user_id, least), abs=2e-3)


class TasteIndexContract:
    """Bind it with a fixture `index`: an empty one, whose methods are awaited."""

    async def test_the_likest_come_first_with_their_products(self, index: Any) -> None:
        await index.upsert(somebody(1), [("a:low", 1.0)], _OPEN)
        await index.upsert(somebody(2), _ROCK, _OPEN)
        await index.upsert(somebody(3), [("a:abba", 1.0)], _OPEN)

        found = await index.candidates(_ROCK, 10)

        assert [each.user_id for each in found] == [somebody(2), somebody(1)]
        assert [each.approximate for each in found] == pytest.approx([1.0, 0.6], abs=1e-3)
        assert await index.candidates(_ROCK, 1) == found[:1]
        assert await index.candidates([], 10) == ()
        assert await index.candidates([("a:unheard-of", 1.0)], 10) == ()

    async def test_what_was_known_of_somebody_is_replaced(self, index: Any) -> None:
        await index.upsert(somebody(1), _ROCK, _OPEN)
        await index.upsert(somebody(1), [("a:abba", 1.0), ("a:slint", 0.1)], _OPEN)
        await index.upsert(somebody(2), [("a:low", 1.0)], _OPEN)
        await index.upsert(somebody(2), [], _OPEN)

        assert await index.candidates([("a:low", 1.0)], 10) == ()
        (found,) = await index.candidates(_ROCK, 10)
        assert found.user_id == somebody(1)
        assert found.approximate == pytest.approx(0.08, abs=1e-3)

    async def test_somebody_removed_is_found_no_more(self, index: Any) -> None:
        await index.upsert(somebody(1), _ROCK, _OPEN)

        assert await index.remove(somebody(1))
        assert not await index.remove(somebody(1))
        assert await index.candidates(_ROCK, 10) == ()
        await index.upsert(somebody(1), _ROCK, _OPEN)
        assert len(await index.candidates(_ROCK, 10)) == 1

    async def test_both_sides_wishes_are_asked(self, index: Any) -> None:
        wishes = Wishes(genders=("female",), ages=(20, 30), regions=("Oslo",))
        seeker = Traits(gender="male", birth_date=date(1990, 3, 2), region="Oslo", wishes=wishes)
        suiting = Traits(gender="female", birth_date=date(2006, 3, 1), region="oslo")
        others = [
            attrs.evolve(suiting, gender="male"),
            attrs.evolve(suiting, gender=None),
            attrs.evolve(suiting, birth_date=date(2006, 3, 2)),
            attrs.evolve(suiting, birth_date=None),
            attrs.evolve(suiting, region="berlin"),
            attrs.evolve(suiting, wishes=Wishes(genders=("female",))),
            attrs.evolve(suiting, wishes=Wishes(ages=(36, 40))),
            attrs.evolve(suiting, wishes=Wishes(regions=("berlin",))),
        ]
        untold = attrs.evolve(suiting, region=None, wishes=Wishes(ages=(35, 35)))
        for number, traits in enumerate([suiting, untold, *others]):
            await index.upsert(somebody(number), _ROCK, traits)

        found = await index.candidates(_ROCK, 20, CandidateFilter(seeker=seeker, today=TODAY))

        assert [each.user_id for each in found] == [somebody(0), somebody(1)]
        assert len(await index.candidates(_ROCK, 20)) == 10

    async def test_whoever_is_left_out_makes_room_for_others(self, index: Any) -> None:
        for number in range(30):
            await index.upsert(somebody(number), _ROCK, _OPEN)
        without = tuple(somebody(number) for number in range(28))

        found = await index.candidates(_ROCK, 2, CandidateFilter(without=(*without, somebody(99))))

        assert [each.user_id for each in found] == [somebody(28), somebody(29)]

    async def test_a_small_world_is_searched_in_full(self, index: Any) -> None:
        chance, true = random.Random(6), BruteForceIndex()
        for number in range(60):
            vector, traits = random_vector(chance), random_traits(chance)
            await index.upsert(somebody(number), vector, traits)
            true.upsert(somebody(number), vector, traits)
        for number in range(0, 60, 7):
            assert await index.remove(somebody(number)) == true.remove(somebody(number))

        for _ in range(20):
            vector, seeker = random_vector(chance), random_traits(chance)
            among = CandidateFilter(
                seeker=chance.choice([None, seeker]),
                today=TODAY,
                without=tuple(somebody(chance.randrange(60)) for _ in range(3)),
            )
            agree(await index.candidates(vector, 9, among), true.candidates(vector, 9, among))
