"""Artists by neighbours, rooms by what they play, and what acquaintances add."""

import math

import pytest

from phantom_core.kernel import Id
from phantom_core.matching import (
    Neighbour,
    Scorer,
    TasteProfile,
    TasteStatistics,
    common_friends,
    room_score,
    room_similarity,
    vote_for_artists,
)
from tests.unit.matching.people import listener

STATISTICS = TasteStatistics(
    people=1000, artists={Id("mine"): 50, Id("ours"): 10, Id("new"): 16, Id("hit"): 625}
)
SCORER = Scorer(STATISTICS)
ME = listener("me", mine=1, ours=1, hit=0.1)


def neighbour(profile: TasteProfile, closeness: float) -> Neighbour:
    similarity = SCORER.similarity(ME, profile)
    return Neighbour(profile=profile, closeness=closeness, similarity=similarity)


def test_neighbours_vote_for_what_one_does_not_have_and_the_popular_count_less() -> None:
    asking = listener("me", mine=1, ours=1)
    voters = [
        neighbour(listener("a", mine=1, ours=1, new=1, hit=1, unheard=1), 1.5),
        neighbour(listener("b", mine=1, new=1, hit=1), 0.25),
    ]

    first, second = vote_for_artists(asking, voters, STATISTICS, wanted=9)

    assert [first.artist_id, second.artist_id] == ["new", "hit"]
    assert [first.score, second.score] == pytest.approx([1.75 / 2, 1.75 / 5])
    assert first.because[:2] == ("ours", "mine")
    assert vote_for_artists(asking, voters, STATISTICS, wanted=1) == (first,)
    assert vote_for_artists(asking, [], STATISTICS, wanted=9) == ()


def test_a_room_suits_by_what_it_plays_from_the_first_song_on() -> None:
    playing = room_similarity(SCORER, listener("fan", ours=1), [(Id("ours"), 3.0)])
    other = room_similarity(SCORER, listener("fan", ours=1), [(Id("hit"), 3.0)])

    assert playing.score == pytest.approx(1 / 6)
    assert [part.item for part in playing.parts] == ["ours"]
    assert other.score == 0


def test_matches_in_a_room_raise_it_less_and_less() -> None:
    scores = [room_score(0.2, matches) for matches in (0, 1, 2, 1000)]

    assert scores[0] == 0.2
    assert scores == sorted(scores)
    assert scores[2] == pytest.approx(0.25)
    assert scores[3] < 0.3


def test_common_acquaintances_count_more_the_fewer_they_know() -> None:
    assert common_friends([]) == 0
    assert common_friends([2, 100]) == pytest.approx(1 / math.log(2) + 1 / math.log(100))
    assert common_friends([1]) == common_friends([2])
