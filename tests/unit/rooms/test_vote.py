"""When a vote is open, who stands in it, who wins, and that anyone can check it."""

import hashlib
from collections import Counter
from datetime import timedelta

import pytest

from phantom_core.rooms.names import RoomId
from phantom_core.rooms.playback import Entry, Playback, Reason, Status
from phantom_core.rooms.vote import (
    TALLY_EVERY,
    VoteSession,
    drawn,
    opening_position,
    vote_seed,
    winner_of,
)
from tests.unit.rooms.stage import START, at, song, song_id

SEED = "ab" * 32


def entry(seconds: float = 200) -> Entry:
    return Entry.of(RoomId(song_id(0)), 1, song(0, seconds), Reason.STARTED, START)


def session(*candidates: int, seconds: float = 200, opened: float = 160) -> VoteSession:
    songs = [song(number) for number in candidates or (1, 2, 3)]
    return VoteSession.opened(entry(seconds), songs, SEED, at(opened))


@pytest.mark.parametrize(
    ("seconds", "opens_at"),
    [
        (10, 0),
        (29, 0),
        (30, 0),
        (31, 1),
        (100, 70),
        (149, 119),
        (150, 120),
        (151, 120.8),
        (300, 240),
    ],
)
def test_it_opens_at_80_percent_or_30_seconds_before_the_end(
    seconds: float, opens_at: float
) -> None:
    assert opening_position(int(seconds * 1000)) == int(opens_at * 1000)


def playing(seconds: float) -> Playback:
    silent = Playback(status=Status.STOPPED, entry=None, anchored_at=START)
    return silent.turned_to(entry(seconds), Status.PLAYING)


@pytest.mark.parametrize(("seconds", "closes"), [(300, 190), (190, 190), (175, 175)])
def test_it_closes_after_30_seconds_or_with_its_song(seconds: float, closes: float) -> None:
    assert session().along(playing(seconds)).closes_at == at(closes)


def test_a_pause_leaves_it_open_for_30_seconds() -> None:
    paused = playing(175).paused(at(165))

    assert session().along(paused).closes_at == at(190)


def test_while_nobody_is_there_it_does_not_close() -> None:
    frozen = session().along(playing(200).frozen(at(170)))

    assert frozen.closes_at is None
    assert frozen.shifted(timedelta(seconds=60)).opens_at == at(220)


def test_the_first_tally_is_told_at_once_and_the_next_not_before_a_quarter_second() -> None:
    stirred = session().stirred(at(161))
    told = stirred.told(at(161))

    assert stirred.tally_due == at(161)
    assert told.stirred(at(161.1)).tally_due == at(161) + TALLY_EVERY
    assert told.stirred(at(161.1)).stirred(at(161.2)).tally_due == at(161.25)
    assert told.stirred(at(170)).tally_due == at(170)


def test_the_song_that_plays_does_not_stand() -> None:
    for number in range(100):
        assert song_id(0) not in drawn([song_id(n) for n in range(3)], song_id(0), {}, f"{number}")


def test_each_song_has_one_turn() -> None:
    found = drawn([song_id(n % 9) for n in range(20)], song_id(0), {}, SEED)

    assert sorted(found) == [song_id(n) for n in range(1, 9)]


def test_the_first_turns_are_of_what_was_not_played_for_longest() -> None:
    played = {song_id(1): 7, song_id(2): 3, song_id(3): 5, song_id(4): 6}
    songs = [song_id(n) for n in range(6)]

    assert drawn(songs, song_id(0), played, SEED) == [song_id(n) for n in (5, 2, 3, 4, 1)]


def test_all_songs_are_drawn_equally_often_where_none_was_played() -> None:
    songs = [song_id(n) for n in range(7)]
    found = Counter(
        each for number in range(3000) for each in drawn(songs, song_id(0), {}, f"{number:x}")[:3]
    )

    assert set(found) == set(songs[1:])
    # 1,500 is what each may expect; five standard deviations are 137.
    assert all(abs(times - 1500) < 137 for times in found.values())


def test_most_votes_win() -> None:
    tally = {song_id(2): 2, song_id(3): 1}
    played = {song_id(2): 9}

    assert winner_of(session(), tally, played, SEED).id == song_id(2)


def test_a_tie_goes_to_the_song_that_has_waited_longest() -> None:
    tally = {song_id(2): 1, song_id(3): 1}
    played = {song_id(2): 8, song_id(3): 4}

    assert winner_of(session(), tally, played, SEED).id == song_id(3)


def test_without_votes_the_same_rules_decide() -> None:
    assert winner_of(session(), {}, {song_id(1): 1, song_id(3): 2}, SEED).id == song_id(2)


def test_the_last_tie_is_decided_by_lot_fairly() -> None:
    won = Counter(winner_of(session(), {}, {}, f"{number:x}").id for number in range(3000))

    # 1,000 is what each may expect; five standard deviations are 129.
    assert all(abs(won[song_id(number)] - 1000) < 129 for number in (1, 2, 3))


def test_whoever_is_given_the_seed_can_check_draw_and_winner() -> None:
    songs = [song_id(n) for n in range(9)]
    seed = vote_seed("5e" * 32, entry().id)
    found = drawn(songs, song_id(0), {}, seed)[:3]
    vote = VoteSession.opened(entry(), [song(songs.index(each)) for each in found], seed, at(1))

    def lots(prefix: str) -> list[str]:
        return [hashlib.sha256(f"{seed}:{prefix}{each}".encode()).hexdigest() for each in found]

    assert vote.seed_hash == hashlib.sha256(seed.encode()).hexdigest()
    assert lots("") == sorted(lots(""))
    ties = dict(zip(lots("tie:"), found, strict=True))
    assert winner_of(vote, {}, {}, seed).id == ties[min(ties)]


def test_a_room_with_another_secret_draws_otherwise() -> None:
    assert vote_seed("5e" * 32, entry().id) != vote_seed("5f" * 32, entry().id)


def test_a_closed_vote_tells_its_seed_and_no_tally_any_more() -> None:
    closed = session().stirred(at(161)).closed(at(170), SEED, song(2))

    assert session().open
    assert not closed.open
    assert (closed.closes_at, closed.winner, closed.tally_due) == (at(170), song(2), None)
