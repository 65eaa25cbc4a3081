"""The similarity of two people and what it is made of, by example."""

import math
from typing import Any

import attrs
import pytest

from phantom_core.kernel import Id, UserId
from phantom_core.matching import (
    Facet,
    Scorer,
    TasteProfile,
    TasteStatistics,
    count_tastes,
)
from phantom_core.matching.taste import rare_first
from tests.unit.matching.people import listener, musician

HAVING = {"radiohead": 400, "burial": 12, "autechre": 30, "coldplay": 700}
EVERYBODY = TasteStatistics(
    version=3, people=1000, artists={Id(artist): people for artist, people in HAVING.items()}
)


A = listener("a", radiohead=10, burial=10)
B = listener("b", radiohead=30, burial=10, autechre=5)
C = listener("c", coldplay=50, radiohead=5)


def overlap(a: TasteProfile, b: TasteProfile) -> dict[str, float]:
    known = ([pair for pair in each.artists if pair[0] in EVERYBODY.artists] for each in (a, b))
    x, y = (rare_first(each, EVERYBODY.artists, EVERYBODY) for each in known)
    return {str(artist): place * y[artist] for artist, place in x.items() if artist in y}


@pytest.mark.parametrize(
    ("one", "other", "terms"),
    [
        (A, B, {"burial": 0.811790, "radiohead": 0.062360}),
        (A, C, {"radiohead": 0.129905}),
        (B, C, {"radiohead": 0.190756}),
    ],
)
def test_overlaps_of_artists_are_those_of_the_reference(
    one: TasteProfile, other: TasteProfile, terms: dict[str, float]
) -> None:
    assert overlap(one, other) == pytest.approx(terms, abs=5e-7)
    assert overlap(one, other) == pytest.approx(overlap(other, one), abs=1e-15)


def test_overlaps_are_trusted_by_how_many_artists_each_side_has() -> None:
    fuller = listener("a", radiohead=10, burial=10, autechre=1)

    similarity = Scorer(EVERYBODY).similarity(fuller, B)

    assert similarity.score == pytest.approx(3 / 8 * math.fsum(overlap(fuller, B).values()))
    assert similarity.statistics_version == 3


def test_nobody_reads_tastes_with_a_profile_of_one_or_two_artists() -> None:
    for probe in (listener("p", burial=1), listener("p", burial=9, coldplay=1)):
        assert Scorer(EVERYBODY).score(probe, B) == 0


def test_who_names_enough_artists_is_trusted_by_those_that_others_have_too() -> None:
    unusual = listener("u", burial=1, nobodys=1, mine=1)

    similarity = Scorer(EVERYBODY).similarity(unusual, B)

    assert [part.item for part in similarity.parts] == ["burial"]
    assert similarity.score == pytest.approx(
        math.sqrt(1 / 6 * 3 / 8) * math.fsum(overlap(unusual, B).values())
    )


def test_what_fewer_have_than_the_floor_is_in_no_score() -> None:
    people = [listener(f"{number}", secret=1, shown=1, third=1, fourth=1) for number in range(3)]
    others = [listener(f"o{number}", shown=1, third=1, fourth=1) for number in range(60)]
    rest = [listener(f"r{number}", elsewhere=1) for number in range(60)]
    scorer = Scorer(count_tastes([*people, *others, *rest], version=1, floor=4))

    parts = scorer.similarity(people[0], people[1]).parts

    assert {part.item for part in parts} == {"shown", "third", "fourth"}
    assert scorer.score(people[0], people[1]) == scorer.score(people[0], others[0])


def test_among_ten_people_shared_artists_count_though_all_like_some() -> None:
    crowd = [listener(f"{each}", **{f"own{each}": 1.0, "all": 1.0, "x": 1.0}) for each in range(8)]
    pair = [listener(name, all=1, rare=1, other=1) for name in "ab"]
    scorer = Scorer(count_tastes([*crowd, *pair], version=1))

    parts = {part.item: part.value for part in scorer.similarity(*pair).parts}

    assert parts["rare"] > parts["all"] > 0
    assert scorer.score(pair[0], pair[1]) > scorer.score(pair[0], crowd[0]) > 0


def test_genres_count_where_both_lean_the_same_way_from_everybody() -> None:
    pop = [listener(f"{number}", "pop") for number in range(90)]
    techno = [listener(f"t{number}", "pop techno") for number in range(10)]
    scorer = Scorer(count_tastes([*pop, *techno], version=1))

    parts = scorer.similarity(techno[0], techno[1]).parts

    assert scorer.score(techno[0], pop[0]) == 0
    assert max(parts, key=lambda part: part.value)[:2] == (Facet.GENRES, "techno")
    assert math.fsum(part.value for part in parts) == pytest.approx(0.157)


def test_the_background_fades_as_artists_are_trusted() -> None:
    genre = TasteStatistics(
        people=1000, artists=EVERYBODY.artists, genre_people={Id("g"): 9}, genres={Id("g"): 0.0}
    )
    one, other = (
        attrs.evolve(each, genres=((Id("g"), 1.0),))
        for each in (listener("a", radiohead=10, burial=10, autechre=1), B)
    )

    score = Scorer(genre).score(one, other)

    trust = 3 / 8
    artists = math.fsum(overlap(one, other).values())
    assert score == pytest.approx(trust * artists + 0.157 * (1 - 0.7 * trust))


def test_leanings_are_told_from_the_mean_of_all_genres() -> None:
    mean = {Id("pop"): 0.7, Id("dub"): 0.1, Id("folk"): 0.2}
    statistics = TasteStatistics(people=100, genre_people=dict.fromkeys(mean, 9), genres=mean)
    one = musician("a", genres=((Id("pop"), 1.0), (Id("dub"), 1.0)))
    other = musician("b", genres=((Id("dub"), 4.0), (Id("folk"), 1.0), (Id("unknown"), 5.0)))

    parts = {part.item: part.value for part in Scorer(statistics).similarity(one, other).parts}

    a = [math.sqrt(0.5) - 0.7, math.sqrt(0.5) - 0.1, -0.2]
    b = [-0.7, math.sqrt(0.4) - 0.1, math.sqrt(0.1) - 0.2]
    lengths = math.hypot(*a) * math.hypot(*b)
    cosine = math.fsum(map(float.__mul__, a, b)) / lengths
    assert parts == pytest.approx(
        {"dub": 0.157 * a[1] * b[1] / lengths, None: 0.157 * (cosine - a[1] * b[1] / lengths)}
    )


def test_sound_shares_the_background_with_genres_and_stands_alone_without() -> None:
    crowd = [musician(f"{n}", sound=(math.sin(n), math.cos(n))) for n in range(40)]
    scorer = Scorer(count_tastes(crowd, version=1))
    mixed = [musician(name, sound=(2.0, 0.5), genres=((Id("dub"), 1.0),)) for name in "ab"]

    alone = scorer.similarity(crowd[0], crowd[0])

    assert [(part.facet, part.item) for part in alone.parts] == [(Facet.SOUND, None)]
    assert alone.score == pytest.approx(0.157)
    assert Scorer(count_tastes([*crowd, *mixed], version=2)).score(*mixed) == pytest.approx(0.157)


def test_sounds_compare_by_deviations_from_the_mean() -> None:
    statistics = TasteStatistics(people=100, sound=(1.0, 0.0), spread=(4.0, 0.5))
    one, other = musician("a", sound=(5.0, 1.0)), musician("b", sound=(9.0, -0.75))

    score = Scorer(statistics).score(one, other)

    a, b = (1.0, 2.0), (2.0, -1.5)
    assert score == Scorer(statistics).score(other, one) == 0
    closer = musician("c", sound=(9.0, -0.25))
    assert Scorer(statistics).score(one, closer) == pytest.approx(
        0.157 * (a[0] * b[0] - 2 * 0.5) / (math.hypot(*a) * math.hypot(2.0, 0.5))
    )


def test_what_both_like_less_than_others_do_is_not_told_as_shared() -> None:
    mean = {Id("pop"): 0.8, Id("dub"): 0.1}
    statistics = TasteStatistics(people=100, genre_people=dict.fromkeys(mean, 9), genres=mean)
    genres = ((Id("pop"), 1.0), (Id("dub"), 9.0))

    parts = (
        Scorer(statistics)
        .similarity(musician("a", genres=genres), musician("b", genres=genres))
        .parts
    )

    assert [part.item for part in parts] == ["dub", None]
    assert parts[1].value > 0


def test_embeddings_of_another_length_do_not_compare() -> None:
    old, new = musician("o", sound=(1.0, 2.0, 3.0)), musician("n", sound=(1.0, 2.0))
    scorer = Scorer(count_tastes([old, new, musician("m", sound=(3.0, 1.0))], version=1))

    assert scorer.score(old, new) == scorer.score(old, old) == 0
    assert scorer.score(new, new) > 0


def test_extreme_embeddings_compare_as_far_as_they_are_known() -> None:
    loud = [musician(name, sound=(sign * 1e308, math.inf)) for name, sign in (("a", 1), ("b", -1))]
    scorer = Scorer(count_tastes([*loud, musician("c", sound=(0.0, 0.0))], version=1))

    assert scorer.score(loud[0], loud[0]) == pytest.approx(0.157)
    assert scorer.score(*loud) < 0.157


def test_who_is_what_the_other_looks_for_scores_with_both() -> None:
    seeker = musician("s", sought=("Drummer ", "bassist"))
    drummer, singer = musician("d", roles=("drummer",)), musician("v", roles=("singer",))
    scorer = Scorer(count_tastes([seeker, drummer, singer], version=1))

    (part,) = scorer.similarity(drummer, seeker).parts

    assert part == (Facet.SOUGHT, "drummer", 0.08, seeker.user_id)
    assert scorer.score(singer, seeker) == 0


def test_wishes_of_both_sides_share_what_they_count() -> None:
    one = musician("a", roles=("singer", "dj"), sought=("drummer",))
    other = musician("b", roles=("drummer",), sought=("singer", "dj"))
    scorer = Scorer(count_tastes([one, other], version=1))

    parts = scorer.similarity(one, other).parts

    assert {(part.item, part.wisher): part.value for part in parts} == pytest.approx(
        {("drummer", "a"): 0.04, ("singer", "b"): 0.02, ("dj", "b"): 0.02}
    )


def test_roles_and_tags_in_common_add_what_no_others_take_away() -> None:
    one, other = (musician(name, roles=("producer",), tags=("live", "dub")) for name in "ab")
    scorer = Scorer(count_tastes([one, other, musician("c")], version=1))

    facets = [part.facet for part in scorer.similarity(one, other).parts]

    assert facets == [Facet.TAGS, Facet.TAGS, Facet.ROLES]
    assert scorer.score(one, other) == pytest.approx(0.04 + 0.08 * 2 / 7)


def test_reach_is_the_mean_of_the_best_and_never_nothing() -> None:
    large, small = Scorer(TasteStatistics(people=1000)), Scorer(TasteStatistics(people=10))

    assert large.reach([0.5] * 20 + [0.1] * 500) == pytest.approx(0.5)
    assert small.reach([0.6, 0.5, 0.4, 0.0, 0.0]) == pytest.approx(0.5)
    assert small.reach([]) == large.reach([0.001]) == 0.02


def test_reciprocity_is_the_harmonic_mean_of_both_sides() -> None:
    scorer = Scorer(TasteStatistics())

    assert scorer.reciprocal(0.4, 0.4, 0.4) == pytest.approx(1.0)
    assert scorer.reciprocal(0.4, 0.4, 0.2) == pytest.approx(2 / (1 / 1 + 1 / 2))
    assert scorer.reciprocal(0.4, 0.4, 0.4, 0.5) == pytest.approx(2 / (1 / 0.5 + 1 / 1))
    assert scorer.reciprocal(0.0, 0.02, 0.02) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"artists": ((Id("x"), 0.0),)},
        {"artists": ((Id("x"), math.inf),)},
        {"genres": ((Id("x"), 1.0), (Id("x"), 2.0))},
        {"sound": (math.nan,)},
    ],
)
def test_a_profile_cannot_be_made_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        TasteProfile(user_id=UserId(Id("w")), **wrong)
