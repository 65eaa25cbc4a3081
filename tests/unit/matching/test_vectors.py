"""What an index stores of somebody, by figures worked out by hand."""

import math

import pytest

from phantom_core.kernel import Id
from phantom_core.matching import TasteStatistics, Term, taste_vector
from tests.unit.matching.people import musician

GENRES = {Id("pop"): 0.5, Id("dub"): 0.0}
EVERYBODY = TasteStatistics(
    people=100,
    artists={Id("x"): 9, Id("y"): 9, Id("z"): 9},
    genre_people=dict.fromkeys(GENRES, 9),
    genres=GENRES,
    sound=(0.0, 0.0, 0.0, 1.0),
    spread=(1.0, 1.0, 1.0, 2.0),
)


def test_a_vector_holds_what_somebody_has_and_looks_for() -> None:
    artists = ((Id("x"), 1.0), (Id("y"), 1.0), (Id("z"), 2.0))
    profile = musician("a", artists=artists, tags=("live",), roles=("dj",), sought=("mc", "vj"))

    vector = dict(taste_vector(profile, EVERYBODY))

    trust = math.sqrt(3 / 8)
    assert vector == pytest.approx(
        {
            "a:x": trust * math.sqrt(1 / 4),
            "a:y": trust * math.sqrt(1 / 4),
            "a:z": trust * math.sqrt(2 / 4),
            "r:dj": math.sqrt(0.04),
            "r:mc": math.sqrt(0.08 / 2),
            "r:vj": math.sqrt(0.08 / 2),
            "t:live": math.sqrt(0.08 / 6),
        }
    )


def test_a_vector_holds_leanings_above_the_mean_and_the_most_telling_of_a_sound() -> None:
    genres = ((Id("pop"), 1.0), (Id("dub"), 9.0))
    profile = musician("a", genres=genres, sound=(2.0, -1.0, 0.5, 9.0))

    vector = dict(taste_vector(profile, EVERYBODY))

    background, places = math.sqrt(0.157), (math.sqrt(0.1) - 0.5, math.sqrt(0.9))
    length = math.hypot(2.0, 1.0, 0.5, 4.0)
    assert vector == pytest.approx(
        {
            "g:dub": background * places[1] / math.hypot(*places),
            "s:0+": background * 2.0 / length,
            "s:1-": background * 1.0 / length,
            "s:3+": background * 4.0 / length,
        }
    )


def test_the_background_fades_by_the_trust_in_ones_own_artists() -> None:
    artists = ((Id("x"), 1.0), (Id("y"), 1.0), (Id("z"), 2.0))
    profile = musician("a", artists=artists, genres=((Id("dub"), 1.0),))

    vector = dict(taste_vector(profile, EVERYBODY))

    place = 1 / math.hypot(1.0, 0.5)
    assert vector[Term("g:dub")] == pytest.approx(math.sqrt(0.157 * (1 - 0.7 * 3 / 8)) * place)
