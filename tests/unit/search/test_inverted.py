"""The index over arrays finds whom comparing with everybody finds, whatever came before."""

import random
from datetime import date
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phantom_adapters.contracts.taste_index import (
    TODAY,
    agree,
    random_traits,
    random_vector,
    somebody,
)
from phantom_adapters.search import inverted
from phantom_adapters.search.ages import born_between
from phantom_adapters.search.brute_force import BruteForceIndex
from phantom_adapters.search.inverted import InvertedIndex
from phantom_adapters.search.person import IndexedPerson
from phantom_core.kernel import UserId
from phantom_core.kernel.ids import id_from_int
from phantom_core.matching.index_ports import CandidateFilter
from phantom_core.matching.profile import ADULT, Traits, age


def some_people(chance: random.Random, count: int) -> list[IndexedPerson]:
    return [
        IndexedPerson(
            somebody(chance.randrange(150)), tuple(random_vector(chance)), random_traits(chance)
        )
        for _ in range(count)
    ]


def some_filter(chance: random.Random) -> CandidateFilter:
    return CandidateFilter(
        seeker=chance.choice([None, random_traits(chance)]),
        today=TODAY,
        without=tuple(somebody(chance.randrange(150)) for _ in range(chance.randint(0, 20))),
    )


@settings(max_examples=settings().max_examples // 5)
@given(st.integers(0, 1 << 32), st.sampled_from([1, 3, 16]), st.sampled_from([8, 64]))
def test_after_any_changes_the_same_people_are_found(seed: int, waiting: int, largest: int) -> None:
    chance, true = random.Random(seed), BruteForceIndex()
    index = InvertedIndex(waiting=waiting, largest=largest, postings=64)
    for _ in range(30):
        if chance.random() < 0.3:
            who = somebody(chance.randrange(150))
            assert index.remove(who) == true.remove(who)
        people = some_people(chance, chance.choice([1, 1, 1, 12]))
        index.load(people)
        true.load(people)
        if chance.random() < 0.3:
            vector, among = random_vector(chance), some_filter(chance)
            agree(index.candidates(vector, 7, among), true.candidates(vector, 7, among))

    assert len(index) == len(true)


def test_merging_beside_keeps_what_happens_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody is removed, and somebody changes, while their segment is being merged."""
    begun, resumed, merged = Event(), Event(), inverted._merged

    def slowly(*arguments: Any) -> Any:
        made = merged(*arguments)
        begun.set()
        assert resumed.wait(60)
        return made

    monkeypatch.setattr(inverted, "_merged", slowly)
    monkeypatch.setattr(inverted, "_AT_ONCE", 0)
    index = InvertedIndex(waiting=4)
    for number in range(16):
        index.upsert(somebody(number), [("a:low", 1.0)], Traits())
    assert begun.wait(60)
    assert index.remove(somebody(3))
    index.upsert(somebody(5), [("a:slint", 1.0)], Traits())
    resumed.set()
    index.close()

    found = {each.user_id for each in index.candidates([("a:low", 1.0)], 99)}
    assert found == {somebody(number) for number in range(16) if number not in {3, 5}}
    assert [each.user_id for each in index.candidates([("a:slint", 1.0)], 9)] == [somebody(5)]


def test_people_whose_ids_end_alike_are_kept_apart() -> None:
    one, other = (UserId(id_from_int(number << 64 | 7)) for number in (1, 2))
    index = InvertedIndex(waiting=1)
    index.upsert(one, [("a:low", 1.0)], Traits())
    index.upsert(other, [("a:low", 1.0)], Traits())

    among = CandidateFilter(without=(one,))
    assert [each.user_id for each in index.candidates([("a:low", 1.0)], 9, among)] == [other]
    assert index.remove(one)
    assert not index.remove(one)
    assert [each.user_id for each in index.candidates([("a:low", 1.0)], 9)] == [other]


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(2024, 2, 27), date(2028, 3, 2)))
def test_days_of_birth_belong_to_the_ages_that_are_reckoned(born: date, today: date) -> None:
    years = age(born, today)
    for ages in [None, (18, 30), (years, years), (min(years, 25), 90)]:
        first, last = born_between(ages, today)
        lowest, highest = ages or (ADULT, 1_000)
        assert (first <= born <= last) == (max(lowest, ADULT) <= years <= highest)
