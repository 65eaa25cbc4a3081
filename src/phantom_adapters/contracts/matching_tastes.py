"""What every store of tastes, and of who resembles whom, promises."""

from datetime import timedelta
from typing import Any

import attrs

from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_adapters.contracts.matching_examples import read, write
from phantom_core.kernel import Id, Storage, uuid7
from phantom_core.matching import (
    Census,
    KeptTaste,
    Standing,
    TasteProfile,
    TasteStatistics,
    Tie,
    Traits,
    Wishes,
)

__all__ = [
    "NeighbourhoodsContract",
    "TasteCensusContract",
    "TasteProfilesContract",
    "TasteRefreshesContract",
]

_BURIAL = Id(uuid7(MOMENT, 801))
_DUBSTEP = Id(uuid7(MOMENT, 802))


def _kept(number: int, **fields: Any) -> KeptTaste:
    given: dict[str, Any] = {
        "artists": ((_BURIAL, 1 / 3),),
        "genres": ((_DUBSTEP, 2.5),),
        "tags": ("night",),
        "roles": ("drummer",),
        "sound": (0.1, -2.0),
        "traits": Traits(region="Bern", birth_date=MOMENT.date(), wishes=Wishes(ages=(20, 30))),
    }
    profile = TasteProfile(user_id=user_id(number), **{**given, **fields})
    return KeptTaste.begun(profile, MOMENT)


def _tie(one: int, other: int, score: float = 0.5) -> Tie:
    return Tie(user_id=user_id(one), other_id=user_id(other), score=score, liking=0.7, liked=1 / 3)


class TasteProfilesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_profile_is_kept_as_it_is_and_replaced(self, storage: Storage) -> None:
        other = attrs.evolve(_kept(1, sound=()), statistics_version=3)

        def keep(work: Any) -> list[Any]:
            found = []
            for kept in (_kept(1), other):
                work.taste_profiles.set(kept)
                found.append(work.taste_profiles.find(user_id(1)))
            return [*found, work.taste_profiles.find(user_id(2))]

        assert await write(storage, keep) == [_kept(1), other, None]

    async def test_those_named_are_found_and_all_are_walked_through_by_id(
        self, storage: Storage
    ) -> None:
        def keep(work: Any) -> None:
            for number in (3, 1, 2):
                work.taste_profiles.set(_kept(number))

        await write(storage, keep)

        def found(work: Any) -> list[Any]:
            named = work.taste_profiles.of([user_id(3), user_id(9), user_id(1)])
            first = work.taste_profiles.after(None, 2)
            rest = work.taste_profiles.after(first[-1].user_id, 2)
            return [dict(named), [*first], [*rest], work.taste_profiles.of([])]

        assert await read(storage, found) == [
            {user_id(1): _kept(1), user_id(3): _kept(3)},
            [_kept(1), _kept(2)],
            [_kept(3)],
            {},
        ]

    async def test_a_profile_can_be_taken_away(self, storage: Storage) -> None:
        def remove(work: Any) -> list[bool]:
            work.taste_profiles.set(_kept(1))
            return [work.taste_profiles.remove(user_id(1)) for _ in range(2)]

        assert await write(storage, remove) == [True, False]
        assert await read(storage, lambda work: work.taste_profiles.find(user_id(1))) is None


class TasteCensusContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_it_begins_with_nobody(self, storage: Storage) -> None:
        assert await read(storage, lambda work: work.taste_census.look()) == Census()
        assert await read(storage, lambda work: work.taste_census.current()) == TasteStatistics()
        assert await write(storage, lambda work: work.taste_census.hold()) == Census()

    async def test_the_statistics_in_force_are_those_that_the_census_names(
        self, storage: Storage
    ) -> None:
        async def counted(number: int) -> TasteStatistics:
            statistics = TasteStatistics(
                version=number, people=3, artists={_BURIAL: 2}, sound=(0.5,), spread=(1.5,)
            )

            def keep(work: Any) -> None:
                counted_id = work.new_id()
                work.taste_census.hold()
                work.taste_census.keep(counted_id, statistics)
                work.taste_census.put(Census(counted_id=counted_id, people=3, counted_at=MOMENT))

            await write(storage, keep)
            return statistics

        for number in (1, 2):
            expected = await counted(number)
            assert await read(storage, lambda work: work.taste_census.current()) == expected
        census = await read(storage, lambda work: work.taste_census.look())
        assert (census.people, census.counted_at) == (3, MOMENT)


class NeighbourhoodsContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_list_has_the_best_first(self, storage: Storage) -> None:
        ties = [_tie(1, 2, 0.2), _tie(1, 4, 0.9), _tie(1, 3, 0.2), _tie(2, 1, 0.2)]
        await write(storage, lambda work: work.neighbourhoods.set(ties))
        lists = await read(
            storage, lambda work: work.neighbourhoods.lists_of([user_id(1), user_id(9)])
        )

        assert {owner: [*ties] for owner, ties in lists.items()} == {
            user_id(1): [_tie(1, 4, 0.9), _tie(1, 2, 0.2), _tie(1, 3, 0.2)],
            user_id(9): [],
        }

    async def test_around_somebody_are_their_list_and_those_who_list_them(
        self, storage: Storage
    ) -> None:
        def change(work: Any) -> list[Any]:
            work.neighbourhoods.set([_tie(1, 2), _tie(2, 1), _tie(3, 1), _tie(2, 3)])
            work.neighbourhoods.set([_tie(1, 2, 0.9)])
            before = work.neighbourhoods.around(user_id(1))
            work.neighbourhoods.drop([(user_id(2), user_id(1)), (user_id(7), user_id(8))])
            return [{*before}, {*work.neighbourhoods.around(user_id(1))}]

        assert await write(storage, change) == [
            {_tie(1, 2, 0.9), _tie(2, 1), _tie(3, 1)},
            {_tie(1, 2, 0.9), _tie(3, 1)},
        ]

    async def test_of_many_who_list_somebody_those_with_the_highest_scores_are_told(
        self, storage: Storage
    ) -> None:
        ties = [_tie(1, 9, 0.1), _tie(4, 1, 0.2), _tie(2, 1, 0.2), _tie(3, 1, 0.9)]
        await write(storage, lambda work: work.neighbourhoods.set(ties))
        told = await read(storage, lambda work: work.neighbourhoods.around(user_id(1), most=2))

        assert {*told} == {ties[0], ties[2], ties[3]}

    async def test_whoever_goes_is_on_no_list_and_has_no_standing(self, storage: Storage) -> None:
        standing = Standing(user_id=user_id(1), reach=0.25, bar=0.5, floor=0.75)

        def change(work: Any) -> list[Any]:
            work.neighbourhoods.set([_tie(1, 2), _tie(2, 1), _tie(3, 2)])
            for each in (attrs.evolve(standing, reach=1.0), standing):
                work.neighbourhoods.put_standing(each)
            found = [work.neighbourhoods.standings([user_id(1), user_id(2)])]
            work.neighbourhoods.remove_of(user_id(1))
            return [*found, work.neighbourhoods.standings([user_id(1)])]

        blank = [Standing(user_id=user_id(number)) for number in (1, 2)]
        assert await write(storage, change) == [
            {user_id(1): standing, user_id(2): blank[1]},
            {user_id(1): blank[0]},
        ]
        rest = await read(storage, lambda work: work.neighbourhoods.around(user_id(2)))
        assert [*rest] == [_tie(3, 2)]


class TasteRefreshesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_note_is_new_once_until_it_is_cleared_or_stale(self, storage: Storage) -> None:
        due, later = MOMENT, MOMENT + timedelta(minutes=1)

        def mark(work: Any) -> list[bool]:
            refreshes = work.taste_refreshes
            return [
                refreshes.clear(user_id(1)),
                refreshes.mark(user_id(1), due, due),
                refreshes.mark(user_id(1), later, due),
                refreshes.mark(user_id(1), later, later),
                refreshes.mark(user_id(2), due, due),
                refreshes.clear(user_id(1)),
                refreshes.mark(user_id(1), due, due),
            ]

        assert await write(storage, mark) == [False, True, False, True, True, True, True]
