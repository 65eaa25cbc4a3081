"""What people are told of why they suit each other."""

import pytest

from phantom_core.kernel import Id
from phantom_core.matching import (
    Facet,
    Reason,
    Scorer,
    TasteStatistics,
    band_of,
    count_tastes,
    reasons_for,
    shown_score,
    told_items,
)
from tests.unit.matching.people import listener, musician

NAMES = {"b": "Burial", "r": "Radiohead", "f": "Four Tet", "c": "Coldplay", "g": "Garage"}
HAVING = {Id("b"): 12, Id("r"): 400, Id("f"): 30, Id("c"): 700}
EVERYBODY = TasteStatistics(
    people=1000, artists=HAVING, genre_people={Id("g"): 9}, genres={Id("g"): 0.1}
)
ADA, BEN = listener("ada", "g", r=9, f=9, b=1), listener("ben", "g", b=5, c=9, f=2)


def test_reasons_name_rare_things_first_and_nothing_else_of_a_profile() -> None:
    similarity = Scorer(EVERYBODY).similarity(ADA, BEN)

    assert reasons_for(similarity, ADA.user_id, NAMES) == (
        Reason(kind=Facet.ARTISTS, text="You both like Four Tet and Burial.", items=("f", "b")),
        Reason(kind=Facet.GENRES, text="You both lean towards Garage.", items=("g",)),
    )
    assert told_items([similarity]) == {"b", "f", "g"}


def test_what_has_no_name_for_the_viewer_is_not_told() -> None:
    similarity = Scorer(EVERYBODY).similarity(ADA, BEN)

    (reason,) = reasons_for(similarity, ADA.user_id, {"b": "Burial"})

    assert reason.text == "You both like Burial."
    assert reasons_for(similarity, ADA.user_id, {}) == ()


def test_only_who_looks_for_somebody_is_told_that_they_are_found() -> None:
    seeker = musician("s", sought=("drummer",), roles=("producer",))
    found = musician("d", roles=("drummer", "producer"))
    similarity = Scorer(count_tastes([seeker, found], version=1)).similarity(seeker, found)

    theirs = reasons_for(similarity, seeker.user_id, {})
    others = reasons_for(similarity, found.user_id, {})

    assert [reason.text for reason in theirs] == [
        "You look for: drummer.",
        "You share a role: producer.",
    ]
    assert others == theirs[1:]


def test_tags_and_sound_have_their_sentence() -> None:
    people = [musician(f"{n}", tags=("live", "dub"), sound=(n, 5.0)) for n in (3.0, 4.0)]
    similarity = Scorer(count_tastes(people, version=1)).similarity(*people)

    texts = {reason.text for reason in reasons_for(similarity, people[0].user_id, {})}

    assert texts == {
        "You both describe yourselves as dub and live.",
        "The music you make sounds alike.",
    }


def test_at_most_two_words_are_named_and_what_counts_next_to_nothing_is_not() -> None:
    artists = {Id(each): 9 for each in "abcdef"}
    statistics = TasteStatistics(people=100, artists=artists, sound=(0.0, 0.0), spread=(1.0, 1.0))
    liked = tuple((artist, 1.0) for artist in artists)
    ada = musician("ada", artists=liked, tags=("x", "y", "z"), sound=(1.0, 0.0))
    ben = musician("ben", artists=liked, tags=("x", "y", "z"), sound=(0.1, 1.0))

    similarity = Scorer(statistics).similarity(ada, ben)
    told = {reason.kind: reason for reason in reasons_for(similarity, ada.user_id, {"a": "A"})}

    assert [part.facet for part in similarity.parts].count(Facet.SOUND) == 1
    assert set(told) == {Facet.ARTISTS, Facet.TAGS}
    assert told[Facet.TAGS].items == ("x", "y")


def test_at_most_five_artists_are_named() -> None:
    artists = "abcdefgh"
    statistics = TasteStatistics(people=100, artists={Id(each): 9 for each in artists})
    pair = [listener(name, **dict.fromkeys(artists, 1.0)) for name in ("x", "y")]

    (reason,) = reasons_for(
        Scorer(statistics).similarity(*pair), pair[0].user_id, {each: each for each in artists}
    )

    assert reason.items == tuple("abcde")
    assert reason.text == "You both like a, b, c, d and e."


@pytest.mark.parametrize(
    ("reciprocal", "shown", "band"),
    [
        (0.0, 0, "slight"),
        (0.49, 39, "slight"),
        (0.5, 40, "fair"),
        (0.75, 55, "fair"),
        (1.0, 70, "good"),
        (1.5, 85, "great"),
        (2.0, 93, "exceptional"),
        (2.99, 98, "exceptional"),
        (3.0, 99, "exceptional"),
        (1e9, 99, "exceptional"),
    ],
)
def test_scores_are_shown_from_0_to_99_with_a_word(
    reciprocal: float, shown: int, band: str
) -> None:
    assert shown_score(reciprocal) == shown
    assert band_of(shown).value == band
