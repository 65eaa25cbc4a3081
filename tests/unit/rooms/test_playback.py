"""Where the music stands is computed, never counted up."""

from datetime import timedelta

import attrs
import pytest

from phantom_core.kernel import Milliseconds
from phantom_core.rooms.names import RoomId
from phantom_core.rooms.playback import Entry, Playback, Reason, Status
from tests.unit.rooms.stage import START, at, song, song_id


def playback(seconds: float = 100, status: Status = Status.PLAYING) -> Playback:
    entry = Entry.of(RoomId(song_id(0)), 1, song(0, seconds), Reason.STARTED, START)
    silent = Playback(status=Status.STOPPED, entry=None, anchored_at=START)
    return silent.turned_to(entry, status)


@pytest.mark.parametrize(
    ("seconds", "position"), [(-5, 0), (0, 0), (1.5, 1500), (100, 100_000), (1e6, 100_000)]
)
def test_the_position_follows_time_and_stays_within_the_song(seconds: float, position: int) -> None:
    assert playback().position(at(seconds)) == position


def test_a_paused_song_stands_and_goes_on_from_there() -> None:
    paused = playback().paused(at(30))

    assert paused.position(at(99)) == 30_000
    assert paused.ends_at is None
    assert paused.played(at(50)).ends_at == at(120)


def test_a_seek_moves_the_end() -> None:
    sought = playback().sought(90_000, at(10))

    assert sought.ends_at == at(20)


@pytest.mark.parametrize(("asked", "position"), [(-1, 0), (100_001, 100_000)])
def test_a_seek_stays_within_the_song(asked: int, position: int) -> None:
    assert playback().sought(asked, at(10)).position_ms == position


def test_a_seek_of_a_paused_song_leaves_it_paused() -> None:
    assert playback().paused(at(1)).sought(5000, at(2)).position(at(50)) == 5000


def test_nothing_moves_while_nobody_is_there() -> None:
    frozen = playback().frozen(at(30))

    assert frozen.position(at(1000)) == 30_000
    assert frozen.ends_at is None
    assert frozen.thawed(at(1000)).ends_at == at(1070)


def test_telling_it_from_another_instant_changes_nothing() -> None:
    settled = playback().settled(at(40))

    assert settled.position_ms == 40_000
    assert settled.ends_at == playback().ends_at


def test_a_song_was_heard_from_when_it_first_played() -> None:
    waiting = playback(status=Status.PAUSED)
    assert waiting.entry is not None
    assert waiting.entry.sounded_at is None

    heard = waiting.played(at(7)).paused(at(8)).played(at(9)).entry

    assert heard is not None
    assert heard.sounded_at == at(7)


def test_where_there_is_nothing_to_play_nothing_moves() -> None:
    empty = Playback(status=Status.PLAYING, entry=None, anchored_at=START)

    assert empty.position(at(9)) == 0
    assert empty.ends_at is None


def test_a_playing_has_the_same_id_whoever_begins_it() -> None:
    room_id = RoomId(song_id(0))
    one, same = (Entry.of(room_id, 2, song(1), Reason.VOTE, at(3)) for _ in range(2))
    other = Entry.of(room_id, 3, song(1), Reason.VOTE, at(3))

    assert one.id == same.id != other.id


def test_positions_are_whole_milliseconds() -> None:
    late = playback().position(START + timedelta(microseconds=1999))

    assert late == Milliseconds(1)
    assert attrs.evolve(playback(), position_ms=Milliseconds(5)).position(START) == 5
