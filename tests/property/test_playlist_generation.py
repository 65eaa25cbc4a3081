"""Laws of making playlists.

- What is chosen is chosen once, comes from what there was, has what was named first, and is as long
  as was asked for, unless there is too little.
- No artist has more than half of what is chosen, rounded up, while there are enough others.
- Arranging changes nothing but the order; no artist comes twice in a row unless one has more than
  half of the songs, rounded up.
- What weighs more comes more often.
- What several people like, and what is dearer to them, weighs more.
"""

from collections import Counter
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from phantom_adapters.contracts.catalog_examples import ADA, EVE, artist_id, genre_id, song
from phantom_core.catalog.generation import (
    Candidate,
    Reason,
    ReasonKind,
    arranged,
    drawn,
    shared,
)
from phantom_core.catalog.taste import Taste

REASON = Reason(ReasonKind.ARTIST, "By somebody.")
SEEDS = st.integers(0, 2**53 - 1)


def candidate(number: int, artist: int, weight: float = 1) -> Candidate:
    return Candidate(song=song(number, artist_id=artist_id(artist)), weight=weight, reason=REASON)


POOLS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 5), st.sampled_from([0.5, 1, 4])), max_size=40
).map(lambda rows: [candidate(*row) for row in rows])


def artists(chosen: list[Candidate]) -> list[str]:
    return [each.song.artist_id for each in chosen]


@given(POOLS, POOLS, st.integers(1, 30), SEEDS)
def test_what_is_chosen_comes_once_and_in_the_length_asked_for(
    first: list[Candidate], others: list[Candidate], length: int, seed: int
) -> None:
    chosen = drawn(first, others, length, Random(seed))
    ids = [each.song.id for each in chosen]
    named = list(dict.fromkeys(each.song.id for each in first))
    known = {each.song.id for each in (*first, *others)}

    assert len(set(ids)) == len(ids) == min(length, len(known))
    assert set(ids) <= known
    assert ids[: len(named)] == named[:length]


@given(POOLS, st.integers(1, 30), SEEDS)
def test_no_artist_has_more_than_half_while_there_are_others(
    others: list[Candidate], length: int, seed: int
) -> None:
    by_artist: dict[str, set[str]] = {}
    seen = {each.song.id: each for each in reversed(others)}
    for each in seen.values():
        by_artist.setdefault(each.song.artist_id, set()).add(each.song.id)
    half = (length + 1) // 2
    if sum(min(len(songs), half) for songs in by_artist.values()) >= length:
        chosen = drawn((), list(seen.values()), length, Random(seed))

        assert max(Counter(artists(chosen)).values()) <= half


@given(POOLS)
def test_no_artist_comes_twice_in_a_row_unless_one_has_most_songs(
    chosen: list[Candidate],
) -> None:
    told = arranged(chosen)
    counts = Counter(artists(chosen))
    repeats = [one for one, other in pairwise(artists(told)) if one == other]

    assert sorted(told, key=id) == sorted(chosen, key=id)
    if counts and max(counts.values()) <= (len(chosen) + 1) // 2:
        assert repeats == []
    elif counts:
        (most, _), *_ = counts.most_common(1)
        assert set(repeats) <= {most}


@given(SEEDS)
def test_the_same_seed_draws_the_same(seed: int) -> None:
    pool = [candidate(number, number % 3 + 1) for number in range(20)]

    assert drawn((), pool, 7, Random(seed)) == drawn((), pool, 7, Random(seed))


def test_what_weighs_more_comes_more_often() -> None:
    pool = [candidate(number, number, 4 if number % 2 else 1) for number in range(40)]
    chosen = [each for seed in range(50) for each in drawn((), pool, 10, Random(seed))]
    heavy = sum(each.weight == 4 for each in chosen)

    assert 0.65 < heavy / len(chosen) < 0.85


def test_what_several_like_weighs_more_than_what_one_likes() -> None:
    mine = Taste(user_id=ADA, artist_ids=(artist_id(1), artist_id(2)), genre_ids=(genre_id(1),))
    yours = Taste(user_id=EVE, artist_ids=(artist_id(2), artist_id(3)))
    wish = shared([mine, yours])

    assert [*wish.artists] == [artist_id(2), artist_id(1), artist_id(3)]
    assert [each.because for each in wish.artists.values()] == [
        ", a favourite of 2 of you",
        ", a favourite of one of you",
        ", a favourite of one of you",
    ]
    assert [*wish.genres] == [genre_id(1)]


def test_ones_own_taste_weighs_what_is_dearest_most() -> None:
    wish = shared([Taste(user_id=ADA, artist_ids=(artist_id(9), artist_id(1)))])
    first, second = wish.artists.values()

    assert [*wish.artists] == [artist_id(9), artist_id(1)]
    assert first.weight > second.weight
    assert first.because == ", a favourite of yours"
