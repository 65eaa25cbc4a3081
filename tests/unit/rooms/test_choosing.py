"""What is played next, and how the music of a private room is controlled."""

import attrs
import pytest

from phantom_core.kernel import Id
from phantom_core.rooms.choosing import go_back, go_on, reorder, stop
from phantom_core.rooms.ordering import order_of
from phantom_core.rooms.playback import Queued, Reason, Repeat, Status
from tests.unit.rooms.stage import Scene, at, names, song, song_id, user_id


def quiet(*seconds: float, people: int = 1) -> Scene:
    """A private room; alone in it, one does not vote."""
    return Scene(*(seconds or [100] * 4), public=False, people=people)


def enqueue(scene: Scene, *numbers: int) -> None:
    queue = tuple(
        Queued(id=Id(song_id(number)), song=song(number, 100), added_by=user_id(0))
        for number in numbers
    )
    changed = attrs.evolve(scene.playback, queue=queue)
    scene.course.turn_playback(changed, scene.playback.anchored_at)


def repeat(scene: Scene, how: Repeat) -> None:
    changed = attrs.evolve(scene.playback, repeat=how)
    scene.course.turn_playback(changed, scene.playback.anchored_at)


def heard(scene: Scene, *seconds: float) -> list[int]:
    found = []
    for second in seconds:
        scene.to(second)
        found.append(scene.plays)
    return found


def test_the_playlist_is_played_in_its_order_and_stops_at_its_end() -> None:
    scene = quiet()

    assert heard(scene, 50, 150, 250, 350) == [0, 1, 2, 3]
    assert names(scene.to(400)) == [("SongTurned", 400)]
    assert (scene.plays, scene.playback.status) == (0, Status.STOPPED)
    assert scene.playback.position(at(1000)) == 0


def test_where_all_is_repeated_the_playlist_begins_anew() -> None:
    scene = quiet()
    repeat(scene, Repeat.ALL)

    assert heard(scene, 350, 450) == [3, 0]
    assert scene.playback.status is Status.PLAYING


def test_where_one_is_repeated_it_goes_on_until_it_is_skipped() -> None:
    scene = quiet()
    repeat(scene, Repeat.ONE)

    assert heard(scene, 150, 250) == [0, 0]
    go_on(scene.course, at(260), skipping=True)
    assert scene.plays == 1


def test_the_queue_comes_before_repeat_and_the_playlist_goes_on_after_it() -> None:
    scene = quiet()
    enqueue(scene, 7, 3)

    assert heard(scene, 150, 250, 350) == [7, 3, 1]


def test_the_queue_comes_before_repeating_one() -> None:
    scene = quiet()
    repeat(scene, Repeat.ONE)
    enqueue(scene, 7)

    assert heard(scene, 150, 250) == [7, 7]


def test_the_winner_of_a_vote_comes_before_the_queue() -> None:
    scene = quiet(people=2)
    enqueue(scene, 7)
    scene.to(100)

    assert scene.playback.entry is not None
    assert scene.playback.entry.reason is Reason.VOTE
    assert len(scene.playback.queue) == 1


def test_after_a_winner_the_playlist_goes_on_from_where_that_stands() -> None:
    scene = quiet(people=2)
    scene.to(100)
    winner = scene.plays
    scene.course.change_member(scene.member(1, votes_waived=True), at(101))
    scene.to(200)

    assert scene.plays == (winner + 1) % 4


def test_a_skip_during_a_vote_closes_it_and_starts_its_winner() -> None:
    scene = quiet(people=2)
    scene.to(80)
    vote = scene.room.open_vote
    assert vote is not None
    scene.course.vote(user_id(1), vote.standing[2], at(81))
    go_on(scene.course, at(82), skipping=True)

    assert names(scene.course.happened)[-2:] == [("VoteEnded", 82), ("SongTurned", 82)]
    assert scene.playback.entry is not None
    assert scene.playback.entry.song.id == vote.standing[2]


def test_previous_goes_back_within_the_first_three_seconds() -> None:
    scene = quiet()
    scene.to(102.999)
    go_back(scene.course, at(102.999))

    assert scene.plays == 0
    assert scene.playback.position(at(102.999)) == 0


def test_previous_restarts_the_song_after_its_first_three_seconds() -> None:
    scene = quiet()
    scene.to(103)
    go_back(scene.course, at(103))

    assert scene.plays == 1
    assert scene.playback.position(at(103)) == 0


def test_before_the_first_song_there_is_none() -> None:
    scene = quiet()
    go_back(scene.course, at(1))

    assert scene.plays == 0
    assert names(scene.course.happened) == [("PlaybackTurned", 1)]


def test_previous_leaves_a_paused_room_paused() -> None:
    scene = quiet()
    scene.to(100)
    scene.course.turn_playback(scene.playback.paused(at(101)), at(101))
    go_back(scene.course, at(105))

    assert (scene.plays, scene.playback.status) == (0, Status.PAUSED)


def test_previous_of_a_queued_song_is_what_the_playlist_was_at() -> None:
    scene = quiet()
    scene.to(150)
    enqueue(scene, 9)
    scene.to(200)
    go_back(scene.course, at(201))

    assert scene.plays == 1


def test_previous_calls_an_open_vote_off_only_if_it_leaves_the_song() -> None:
    scene = quiet(20, 20, 20, people=2)
    scene.to(20)
    scene.to(25)
    go_back(scene.course, at(25))
    assert scene.room.open_vote is not None
    go_back(scene.course, at(26))

    assert "VoteEnded" in [name for name, _ in names(scene.course.happened)[-2:]]
    assert scene.room.elected is None


def test_stop_is_the_first_song_at_its_beginning_and_calls_a_vote_off() -> None:
    scene = quiet(people=2)
    scene.to(180)
    stop(scene.course, at(185))

    assert (scene.plays, scene.playback.status) == (0, Status.STOPPED)
    assert names(scene.course.happened)[-2:] == [("VoteEnded", 185), ("SongTurned", 185)]
    assert scene.to(1e5) == []


@pytest.mark.parametrize("shuffled", range(5))
def test_shuffling_plays_every_song_once_the_current_one_first(shuffled: int) -> None:
    scene = quiet(*[100] * 8)
    scene.to(100 * shuffled + 50)
    current = scene.plays
    reorder(scene.course, at(100 * shuffled + 50), shuffle=True)
    began = 100 * shuffled
    found = heard(scene, *[began + 50 + 100 * number for number in range(8)])

    assert found[0] == current
    assert sorted(found) == list(range(8))


def test_a_shuffled_order_is_a_permutation_and_another_each_time() -> None:
    scene = quiet(*[100] * 30)
    songs = [song_id(number) for number in range(30)]
    reorder(scene.course, at(1), shuffle=True)
    one = order_of(songs, scene.playback).songs
    reorder(scene.course, at(2), shuffle=False)
    reorder(scene.course, at(3), shuffle=True)
    other = order_of(songs, scene.playback).songs

    assert sorted(one) == sorted(other) == songs
    assert one != other != songs


def test_without_shuffling_the_playlist_goes_on_from_the_current_song() -> None:
    scene = quiet(*[100] * 8)
    reorder(scene.course, at(1), shuffle=True)
    scene.to(350)
    current = scene.plays
    reorder(scene.course, at(351), shuffle=False)
    scene.to(400)

    assert scene.plays == (current + 1 if current < 7 else 0)


def test_a_song_that_the_catalogue_has_lost_is_passed_over() -> None:
    scene = quiet()
    scene.facts.lost = [song_id(1)]
    scene.to(100)

    assert scene.plays == 2
