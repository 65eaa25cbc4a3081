"""What a room does by itself, at its times, however late somebody looks."""

import pytest

from phantom_core.rooms.advancing import MOST_STEPS, advance, next_deadline
from phantom_core.rooms.course import Course
from phantom_core.rooms.happenings import VoteEnded, VoteHeld
from phantom_core.rooms.playback import Reason
from tests.unit.rooms.stage import Scene, at, names, song_id, user_id


def test_a_song_is_voted_on_and_its_winner_follows_it() -> None:
    scene = Scene()

    assert names(scene.to(200)) == [("VoteHeld", 160), ("VoteEnded", 190), ("SongTurned", 200)]
    assert scene.playback.entry is not None
    assert scene.playback.entry.reason is Reason.VOTE


@pytest.mark.parametrize(
    ("seconds", "opens", "closes"),
    [(10, 0, 10), (29, 0, 29), (100, 70, 100), (150, 120, 150), (300, 240, 270)],
)
def test_the_vote_opens_and_closes_by_the_length_of_the_song(
    seconds: float, opens: float, closes: float
) -> None:
    scene = Scene(seconds, 500, 500)

    assert names(scene.to(seconds)) == [
        ("VoteHeld", opens),
        ("VoteEnded", closes),
        ("SongTurned", seconds),
    ]


def test_nothing_happens_before_it_is_due() -> None:
    scene = Scene()

    assert scene.to(159.999) == []
    assert next_deadline(scene.course) == at(160)


def test_with_one_song_there_is_no_vote_and_it_plays_again() -> None:
    scene = Scene(100)

    assert names(scene.to(250)) == [("SongTurned", 100), ("SongTurned", 200)]
    assert scene.playback.entry is not None
    assert scene.playback.entry.reason is Reason.REPEAT


def test_with_two_songs_the_playlist_goes_round_without_votes() -> None:
    scene = Scene(100, 50)

    assert [name for name, _ in names(scene.to(260))] == ["SongTurned"] * 3
    assert scene.plays == 1


def test_a_seek_past_the_threshold_opens_the_vote_at_once() -> None:
    scene = Scene()
    scene.to(50)
    scene.course.turn_playback(scene.playback.sought(185_000, at(50)), at(50))

    assert names(scene.to(65)) == [("VoteHeld", 50), ("VoteEnded", 65), ("SongTurned", 65)]


def test_a_seek_back_has_a_vote_stay_open_and_another_is_not_held() -> None:
    scene = Scene()
    scene.to(170)
    scene.course.turn_playback(scene.playback.sought(0, at(170)), at(170))

    assert names(scene.to(370)) == [("VoteEnded", 190), ("SongTurned", 370)]


def test_a_seek_near_the_end_closes_an_open_vote_with_the_song() -> None:
    scene = Scene()
    scene.to(165)
    scene.course.turn_playback(scene.playback.sought(195_000, at(165)), at(165))

    assert names(scene.to(170)) == [("VoteEnded", 170), ("SongTurned", 170)]


def test_a_pause_before_the_threshold_puts_the_vote_off() -> None:
    scene = Scene(public=False)
    scene.to(100)
    scene.course.turn_playback(scene.playback.paused(at(100)), at(100))
    assert scene.to(1000) == []
    scene.course.turn_playback(scene.playback.played(at(1000)), at(1000))

    assert names(scene.to(1060)) == [("VoteHeld", 1060)]


def test_a_pause_during_a_vote_does_not_keep_it_open() -> None:
    scene = Scene(public=False)
    scene.to(170)
    scene.course.turn_playback(scene.playback.paused(at(170)), at(170))

    assert names(scene.to(10_000)) == [("VoteEnded", 190)]


def test_the_winner_waits_for_the_end_of_a_paused_song() -> None:
    scene = Scene(public=False)
    scene.to(170)
    scene.course.turn_playback(scene.playback.paused(at(170)), at(170))
    scene.to(1000)
    assert scene.room.elected is not None
    winner = scene.room.elected.winner
    scene.course.turn_playback(scene.playback.played(at(1000)), at(1000))
    scene.to(1030)

    assert scene.playback.entry is not None
    assert scene.playback.entry.song == winner


def test_the_winner_stands_over_a_later_seek() -> None:
    scene = Scene()
    scene.to(195)
    elected = scene.room.elected
    scene.course.turn_playback(scene.playback.sought(0, at(195)), at(195))
    scene.to(395)

    assert elected is not None
    assert scene.playback.entry is not None
    assert scene.playback.entry.song == elected.winner


def test_votes_decide_and_the_tally_is_told_at_most_every_quarter_second() -> None:
    scene = Scene(people=3)
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    loser, chosen = vote.standing[0], vote.standing[2]
    scene.course.vote(user_id(0), loser, at(161))
    told = scene.to(161)
    scene.course.vote(user_id(1), chosen, at(161.1))
    scene.course.vote(user_id(2), chosen, at(161.2))
    told += scene.to(200)

    assert names(told)[:2] == [("TallyTold", 161), ("TallyTold", 161.25)]
    assert scene.playback.entry is not None
    assert scene.playback.entry.song.id == chosen


def test_a_vote_that_moves_is_counted_once() -> None:
    scene = Scene()
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    first, second, _ = vote.standing
    scene.course.vote(user_id(0), first, at(161))
    scene.course.vote(user_id(0), second, at(162))

    assert +scene.course.tally == {second: 1}
    assert scene.course.ballots == {(vote.id, user_id(0)): second}


def test_the_same_vote_again_changes_nothing() -> None:
    scene = Scene()
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    scene.course.vote(user_id(0), vote.standing[0], at(161))
    scene.to(162)
    before = scene.room
    scene.course.vote(user_id(0), vote.standing[0], at(163))

    assert scene.room == before


def test_what_was_stored_of_a_vote_counts() -> None:
    scene = Scene()
    scene.to(160)
    vote = scene.room.open_vote
    assert vote is not None
    scene.facts.ballots = {user_id(0): vote.standing[1], user_id(1): vote.standing[1]}
    later = Course(scene.room, scene.facts)
    later.vote(user_id(1), None, at(161))
    advance(later, at(190))

    ended = later.happened[-1]
    assert isinstance(ended, VoteEnded)
    assert ended.tally[vote.standing[1]] == 1


def test_the_version_grows_by_one_with_each_thing_that_happens() -> None:
    scene = Scene()
    first = scene.room.version
    happened = scene.to(2000)

    versions = [each.room.version for each in happened]
    assert versions == list(range(first + 1, first + 1 + len(happened)))


def test_songs_that_were_heard_are_history() -> None:
    scene = Scene(public=False)
    scene.to(200)
    entry = scene.playback.entry

    assert entry is not None
    assert [(play.number, play.started_at, play.ended_at) for play in scene.course.plays] == [
        (entry.number - 1, at(0), at(200))
    ]


def test_candidates_are_those_that_were_not_played_for_longest() -> None:
    scene = Scene(*[100] * 6)
    for _ in range(30):
        happened = scene.to(((scene.playback.anchored_at - at(0)).total_seconds()) + 100)
        held = next(each for each in happened if isinstance(each, VoteHeld))
        played = scene.course.last_played
        others = {song_id(number) for number in range(6)} - set(held.vote.standing)
        oldest = max(played.get(each, 0) for each in held.vote.standing)

        assert all(played.get(each, oldest) >= oldest for each in others - {held.vote.song_id})


def test_songs_that_the_catalogue_has_lost_stand_in_no_vote_and_prevent_none() -> None:
    scene = Scene(*[200] * 40)
    # They were never played, so that each vote would have them first.
    scene.facts.lost = [song_id(number) for number in range(6, 40)]
    scene.facts.played = {song_id(number): number for number in range(1, 6)}
    scene.to(160)
    vote = scene.room.open_vote

    assert vote is not None
    assert vote.standing == [song_id(1), song_id(2), song_id(3)]


def test_with_one_song_left_beside_the_current_one_there_is_no_vote() -> None:
    scene = Scene()
    scene.facts.lost = [song_id(2), song_id(3)]

    assert names(scene.to(200)) == [("SongTurned", 200)]


def test_what_is_too_much_at_once_is_left_for_later() -> None:
    scene = Scene(1)
    far = at(MOST_STEPS + 10)

    calls = 1
    while not advance(scene.course, far):
        calls += 1

    # Each song takes two steps: it ends, and has no vote.
    assert calls == 3
    assert len(scene.course.happened) == MOST_STEPS + 10


def test_a_room_that_is_over_has_nothing_ahead() -> None:
    scene = Scene(public=False)
    scene.course.end(at(5))

    assert next_deadline(scene.course) is None
    assert scene.to(1e6) == []
