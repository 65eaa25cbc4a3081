"""Controlling the music of a private room."""

from collections.abc import Callable
from typing import Any

import pytest

from phantom_core.catalog import AddArtist
from phantom_core.kernel import Invalid, Milliseconds, NotFound
from phantom_core.rooms import (
    AlreadyAdvanced,
    CreateRoom,
    HostsOnly,
    NothingToPlay,
    Pause,
    Play,
    Previous,
    PublicRoomControl,
    QueueFull,
    QueueSong,
    Reason,
    Repeat,
    RoomId,
    Seek,
    SetModes,
    Skip,
    SongId,
    Status,
    Stop,
    WaiveVotes,
)
from phantom_core.rooms.events import PlaybackChanged, SongChanged
from tests.use_cases.rooms.house import ADA, BOB, CY, ROOT, House, who

CONTROLS: dict[str, Callable[[RoomId], Any]] = {
    "play": lambda room_id: Play(room_id=room_id),
    "pause": lambda room_id: Pause(room_id=room_id),
    "stop": lambda room_id: Stop(room_id=room_id),
    "skip": lambda room_id: Skip(room_id=room_id),
    "previous": lambda room_id: Previous(room_id=room_id),
    "seek": lambda room_id: Seek(room_id=room_id, position_ms=Milliseconds(1)),
    "modes": lambda room_id: SetModes(room_id=room_id, shuffle=True),
    "queue": lambda room_id: QueueSong(room_id=room_id, song_id=SongId(room_id)),
}


@pytest.mark.parametrize("control", CONTROLS)
async def test_nobody_controls_a_public_room(house: House, control: str) -> None:
    room_id = await house.public(BOB)

    for somebody in (ADA, BOB, CY, ROOT):
        with pytest.raises(PublicRoomControl):
            await house.do(CONTROLS[control](room_id), somebody)


@pytest.mark.parametrize("control", CONTROLS)
async def test_nobody_outside_controls_a_private_room(house: House, control: str) -> None:
    room_id = await house.private(BOB)
    await house.invite(room_id, CY)

    with pytest.raises(NotFound):
        await house.do(CONTROLS[control](room_id), CY)


@pytest.mark.parametrize("control", CONTROLS)
async def test_where_all_others_have_waived_the_host_alone_controls(
    house: House, control: str
) -> None:
    room_id = await house.private(BOB)
    await house.do(WaiveVotes(room_id=room_id, waived=True), BOB)

    with pytest.raises(HostsOnly):
        await house.do(CONTROLS[control](room_id), BOB)


async def test_everybody_plays_and_pauses(house: House) -> None:
    room_id = await house.private(BOB)
    assert (await house.do(Play(room_id=room_id), BOB)).status is Status.PLAYING
    house.clock.advance(seconds=10)
    paused = await house.do(Pause(room_id=room_id), BOB)

    assert (paused.status, paused.position_ms, paused.running) == (Status.PAUSED, 10_000, False)
    assert (await house.later(room_id, 50)).position_ms == 10_000


async def test_what_is_so_already_is_not_told_again(house: House) -> None:
    room_id = await house.private(BOB)

    assert await house.told(Pause(room_id=room_id)) == []
    await house.do(Play(room_id=room_id))
    assert await house.told(Play(room_id=room_id)) == []
    await house.do(Stop(room_id=room_id))
    assert await house.told(Stop(room_id=room_id)) == []
    assert await house.told(SetModes(room_id=room_id, shuffle=False, repeat=Repeat.OFF)) == []


async def test_what_was_moved_after_a_stop_is_stopped_again(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(Stop(room_id=room_id))
    await house.do(Seek(room_id=room_id, position_ms=Milliseconds(5000)))

    assert (await house.do(Stop(room_id=room_id))).position_ms == 0


async def test_a_seek_beyond_the_end_goes_on_to_the_next_song(house: House) -> None:
    room_id = await house.private()
    await house.do(Play(room_id=room_id))
    house.clock.advance(seconds=1)
    playback = await house.do(Seek(room_id=room_id, position_ms=Milliseconds(999_999)))

    assert playback.song is not None
    assert (playback.song.id, playback.position_ms) == (house.songs[1].id, 0)


async def test_a_seek_past_the_threshold_opens_the_vote_at_once(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(Play(room_id=room_id))
    playback = await house.do(Seek(room_id=room_id, position_ms=Milliseconds(180_000)))

    assert playback.vote is not None
    assert playback.vote.opens_at == house.clock.now


async def test_nobody_seeks_before_the_beginning(house: House) -> None:
    with pytest.raises(Invalid, match="position_ms"):
        Seek(room_id=await house.private(), position_ms=Milliseconds(-1))


async def test_a_skip_goes_on_and_previous_goes_back(house: House) -> None:
    room_id = await house.private()
    skipped = await house.do(Skip(room_id=room_id))
    assert skipped.song is not None
    assert (skipped.song.id, skipped.status) == (house.songs[1].id, Status.PLAYING)
    house.clock.advance(seconds=1)
    previous = await house.do(Previous(room_id=room_id))

    assert previous.song is not None
    assert (previous.song.id, previous.reason) == (house.songs[0].id, Reason.PREVIOUS)


async def test_of_two_who_skip_the_same_song_one_is_told_that_it_is_done(house: House) -> None:
    room_id = await house.private(BOB)
    playing = await house.do(Play(room_id=room_id))
    await house.do(Skip(room_id=room_id, entry_id=playing.entry_id))

    with pytest.raises(AlreadyAdvanced) as refusal:
        await house.do(Skip(room_id=room_id, entry_id=playing.entry_id), BOB)
    assert refusal.value.entry_id != playing.entry_id


async def test_a_skip_of_a_song_that_has_just_ended_skips_nothing(house: House) -> None:
    room_id = await house.private()
    playing = await house.do(Play(room_id=room_id))
    house.clock.advance(seconds=200)

    with pytest.raises(AlreadyAdvanced):
        await house.do(Skip(room_id=room_id, entry_id=playing.entry_id))


async def test_the_queue_is_told_with_who_wanted_it(house: House) -> None:
    room_id = await house.private(BOB)
    (told,) = await house.told(QueueSong(room_id=room_id, song_id=house.songs[3].id), BOB)
    assert isinstance(told, PlaybackChanged)
    assert [(each.song.id, each.added_by.id) for each in told.playback.queue] == [
        (house.songs[3].id, *who(BOB))
    ]
    (turned,) = await house.told(Skip(room_id=room_id))

    assert isinstance(turned, SongChanged)
    assert turned.playback.reason is Reason.QUEUE
    assert turned.playback.queue == ()


async def test_the_queue_has_an_end_and_only_songs_in_it(house: House) -> None:
    room_id = await house.private()
    with pytest.raises(Invalid, match="song_id"):
        await house.do(QueueSong(room_id=room_id, song_id=SongId(room_id)))
    for _ in range(100):
        await house.do(QueueSong(room_id=room_id, song_id=house.songs[1].id))

    with pytest.raises(QueueFull):
        await house.do(QueueSong(room_id=room_id, song_id=house.songs[1].id))


async def test_where_there_is_nothing_there_is_nothing_to_play_until_something_waits(
    house: House,
) -> None:
    mute = await house.do(AddArtist(name="Cage", genre_id=house.genre.id), ROOT)
    opening = CreateRoom(name="Den", is_public=False, artist_id=mute.id, invites=who(BOB))
    room_id = (await house.do(opening)).card.id
    nothing: list[Any] = [
        Play(room_id=room_id),
        Skip(room_id=room_id),
        Previous(room_id=room_id),
        Seek(room_id=room_id, position_ms=Milliseconds(0)),
    ]
    for control in nothing:
        with pytest.raises(NothingToPlay):
            await house.do(control)
    await house.do(QueueSong(room_id=room_id, song_id=house.songs[1].id))
    playing = await house.do(Play(room_id=room_id))

    assert playing.song is not None
    assert playing.song.id == house.songs[1].id


async def test_modes_are_told(house: House) -> None:
    room_id = await house.private()
    playback = await house.do(SetModes(room_id=room_id, shuffle=True, repeat=Repeat.ALL))

    assert (playback.shuffle, playback.repeat) == (True, Repeat.ALL)
