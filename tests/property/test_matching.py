"""Laws of matching.

- S and R are the same from either side, bit for bit; what people have alone never makes S negative.
- The parts add up to S, and everything that is told of an artist, tag or role adds something.
- An overlap with oneself is whole; scaling all plays, or adding what everybody has, changes
  nothing.
- Statistics do not depend on the order in which people are counted.
- What suits one side suits the other, and nobody suits a wish that they are known not to meet.
- What is shown grows with R, and the vector of the index finds all that share artists or words.
"""

import math
from datetime import date
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phantom_core.kernel import Id, UserId, search_key
from phantom_core.matching import (
    Facet,
    Scorer,
    TasteProfile,
    Traits,
    Wishes,
    band_of,
    count_tastes,
    liking,
    reasons_for,
    shown_score,
    suits,
    taste_vector,
)
from phantom_core.matching.taste import rare_first

ITEMS: Final = "abcdefghij"
ROLES: Final = ("drummer", "singer", "producer")
TODAY: Final = date(2026, 3, 1)
TEXTS: Final = st.text(max_size=6) | st.text(st.characters(codec="ascii"), max_size=6)

weights = st.floats(1e-3, 1e6)
weighted = st.dictionaries(st.sampled_from(ITEMS), weights, max_size=6).map(
    lambda each: tuple(each.items())
)
roles = st.lists(st.sampled_from(ROLES), max_size=2, unique=True).map(tuple)
wishes = st.builds(
    Wishes,
    genders=st.lists(st.sampled_from(["male", "female", "other"]), max_size=2).map(tuple),
    ages=st.none() | st.tuples(st.integers(18, 40), st.integers(40, 90)),
    roles=roles,
    regions=st.lists(st.sampled_from(["here", "there"]), max_size=1).map(tuple),
)
traits = st.builds(
    Traits,
    gender=st.sampled_from(["male", "female", "other", None]),
    birth_date=st.none() | st.dates(date(1930, 1, 1), TODAY),
    region=st.sampled_from(["here", "there", None]),
    wishes=wishes,
)
profiles: st.SearchStrategy[TasteProfile] = st.builds(
    TasteProfile,
    user_id=st.just(UserId(Id("nobody"))),
    artists=weighted,
    genres=weighted,
    tags=st.lists(st.sampled_from(["live", "dub", "diy"]), max_size=3).map(tuple),
    roles=roles,
    sound=st.just(()) | st.tuples(*[st.floats(-4, 4)] * 3),
    traits=traits,
)


def _named(drawn: list[TasteProfile]) -> list[TasteProfile]:
    return [attrs.evolve(each, user_id=UserId(Id(f"u{at}"))) for at, each in enumerate(drawn)]


worlds = st.lists(profiles, min_size=2, max_size=4).map(_named)


@given(worlds)
def test_scores_are_symmetric_and_the_sum_of_their_parts(world: list[TasteProfile]) -> None:
    scorer = Scorer(count_tastes(world, version=1, floor=1))
    a, b = world[:2]

    there, back = scorer.similarity(a, b), scorer.similarity(b, a)

    assert there.score == back.score == scorer.score(scorer.taste(b), a) >= 0
    assert sorted(map(repr, there.parts)) == sorted(map(repr, back.parts))
    assert math.fsum(part.value for part in there.parts) == pytest.approx(there.score, abs=1e-12)
    assert all(part.value > 0 for part in there.parts if part.item)
    reach_a, reach_b = (
        scorer.reach([scorer.score(x, y) for y in world if y is not x]) for x in (a, b)
    )
    for liked in ((1.0, 1.0), (liking(a, b), liking(b, a))):
        fair = scorer.reciprocal(there.score, reach_a, reach_b, *liked)
        assert fair == scorer.reciprocal(back.score, reach_b, reach_a, *reversed(liked))
        assert fair <= 2 * there.score / min(reach_a, reach_b)


@given(worlds)
def test_whoever_looks_is_told_their_own_wishes_and_named_things_only(
    world: list[TasteProfile],
) -> None:
    a, b = world[:2]
    similarity = Scorer(count_tastes(world, version=1)).similarity(a, b)

    reasons = reasons_for(similarity, a.user_id, {"a": "A", "b": "B"})

    told = {(reason.kind, item) for reason in reasons for item in reason.items}
    theirs: set[tuple[Facet, str]]
    theirs = {(Facet.ARTISTS, artist) for artist, _ in a.artists if artist in "ab"}
    theirs |= {(Facet.GENRES, genre) for genre, _ in a.genres if genre in "ab"}
    theirs |= {(Facet.TAGS, tag) for tag in a.tags} | {(Facet.ROLES, role) for role in a.roles}
    assert told <= theirs | {(Facet.SOUGHT, role) for role in a.traits.wishes.roles}


@given(worlds, st.floats(1e-3, 1e3))
def test_only_the_proportions_of_plays_count(world: list[TasteProfile], factor: float) -> None:
    scorer = Scorer(count_tastes(world, version=1, floor=1))
    a, b = world[:2]
    louder = attrs.evolve(a, artists=tuple((item, many * factor) for item, many in a.artists))

    assert scorer.score(louder, b) == pytest.approx(scorer.score(a, b), abs=1e-9)


@given(worlds, weights)
def test_what_everybody_has_changes_nothing(world: list[TasteProfile], weight: float) -> None:
    crowd = [attrs.evolve(each, user_id=UserId(Id(f"c{at}"))) for at in range(30) for each in world]
    common = [attrs.evolve(each, artists=(*each.artists, (Id("common"), weight))) for each in crowd]
    before, after = (Scorer(count_tastes(each, version=1)) for each in (crowd, common))

    assert after.score(*common[:2]) == pytest.approx(before.score(*crowd[:2]), abs=1e-12)


@given(weighted.filter(bool))
def test_an_overlap_with_oneself_is_whole(artists: tuple[tuple[Id, float], ...]) -> None:
    one = TasteProfile(user_id=UserId(Id("one")), artists=artists)
    statistics = count_tastes([one], version=1, floor=1)

    places = rare_first(artists, statistics.artists, statistics).values()

    assert math.fsum(place * place for place in places) == pytest.approx(1)


@given(worlds, st.randoms(use_true_random=False))
def test_statistics_do_not_depend_on_the_order_of_counting(
    world: list[TasteProfile], chance: Any
) -> None:
    shuffled = chance.sample(world, len(world))

    assert count_tastes(shuffled, version=1) == count_tastes(world, version=1)


@given(worlds)
def test_what_suits_one_side_suits_the_other(world: list[TasteProfile]) -> None:
    a, b = world[:2]
    genders, regions = a.traits.wishes.genders, a.traits.wishes.regions

    suited = suits(a, b, TODAY)

    assert suited is suits(b, a, TODAY)
    if suited:
        assert not genders or b.traits.gender in genders
        assert not regions or b.traits.region in {None, *regions}
    assert 0 < liking(a, b) <= 1


@given(
    st.lists(st.text(max_size=6) | st.text(st.characters(codec="ascii"), max_size=6), max_size=6)
)
def test_words_are_folded_as_everywhere(words: list[str]) -> None:
    profile = TasteProfile(user_id=UserId(Id("one")), tags=words)

    assert list(profile.tags) == [*filter(None, dict.fromkeys(map(search_key, words)))]


@given(st.lists(st.floats(0, 50), min_size=2, max_size=2).map(sorted))
def test_what_is_shown_grows_with_the_score(two: list[float]) -> None:
    less, more = map(shown_score, two)

    assert 0 <= less <= more <= 99
    assert [*type(band_of(0))].index(band_of(less)) <= [*type(band_of(0))].index(band_of(more))


@given(worlds)
def test_the_vector_comes_near_the_score_and_finds_whom_artists_and_words_join(
    world: list[TasteProfile],
) -> None:
    statistics = count_tastes(world, version=1, floor=1)
    a, b = world[:2]
    parts = Scorer(statistics).similarity(a, b).parts
    one, other = (dict(taste_vector(each, statistics)) for each in (a, b))

    shared = {term: value * other[term] for term, value in one.items() if term in other}

    assert list(one) == sorted(one)
    assert all(value > 0 for value in one.values())
    for facet, letter in ((Facet.ARTISTS, "a"), (Facet.TAGS, "t")):
        exact = math.fsum(part.value for part in parts if part.facet is facet)
        near = math.fsum(value for term, value in shared.items() if term.startswith(f"{letter}:"))
        assert near == pytest.approx(exact, abs=1e-12)
    met = {part.item for part in parts if part.facet in {Facet.ROLES, Facet.SOUGHT}}
    assert {f"r:{role}" for role in met} <= set(shared)
