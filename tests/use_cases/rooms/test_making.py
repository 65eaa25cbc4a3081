"""Making rooms, changing them, and closing them."""

from typing import Any

import pytest

from phantom_core.catalog import (
    AddArtist,
    CreatePlaylist,
    DeleteArtist,
    DeletePlaylist,
    SetFavouriteArtists,
    SetPlaylistSongs,
)
from phantom_core.identity import BlockUser, SetUserStatus, UserStatus
from phantom_core.kernel import Forbidden, Invalid, NotFound, Outdated, topic
from phantom_core.rooms import (
    ChangeRoom,
    CloseRoom,
    CreateRoom,
    EntryRule,
    GetPlayback,
    GetRoom,
    HostsOnly,
    ListMyInvites,
    PlaylistId,
    Reason,
    RoomOver,
    SetModes,
    Skip,
    Status,
)
from phantom_core.rooms.events import (
    InviteReceived,
    InviteRevoked,
    MemberJoined,
    RoomState,
    SongChanged,
    StateReason,
)
from tests.use_cases.rooms.house import ADA, BOB, CY, DEE, ROOT, House, who


async def another_list(house: House, *songs: int) -> PlaylistId:
    made = await house.do(CreatePlaylist(name="Mine"))
    ids = tuple(house.songs[number].id for number in songs)
    await house.do(SetPlaylistSongs(playlist_id=made.playlist.id, song_ids=ids))
    return made.playlist.id


async def test_the_music_of_a_public_room_plays_from_the_beginning(house: House) -> None:
    room_id = await house.public()
    playback = await house.later(room_id, 5)

    assert playback.song is not None
    assert playback.song.id == house.songs[0].id
    assert (playback.status, playback.position_ms, playback.reason) == (
        Status.PLAYING,
        5000,
        Reason.STARTED,
    )


async def test_a_private_room_begins_paused_at_its_first_song(house: House) -> None:
    room_id = await house.private()
    playback = await house.later(room_id, 5)

    assert playback.song is not None
    assert playback.song.id == house.songs[0].id
    assert (playback.status, playback.position_ms) == (Status.PAUSED, 0)


async def test_a_new_room_has_its_host_in_it_and_is_at_version_1(house: House) -> None:
    made = await house.do(CreateRoom(name="Hall", is_public=True, artist_id=house.artist.id))

    assert made.members is not None
    assert [(each.person.id, each.is_host) for each in made.members.items] == [(*who(ADA), True)]
    assert (made.card.version, made.card.people_present) == (1, 1)
    assert (made.card.genre_id, made.card.playlist_id) == (
        house.genre.id,
        house.artist.default_playlist_id,
    )


async def test_it_tells_of_itself_its_host_and_its_song(house: House) -> None:
    room_id = await house.public()
    told = await house.heard_in(room_id)

    assert [type(event) for event in told] == [RoomState, MemberJoined, SongChanged]
    assert {event.version for event in told} == {1}  # type: ignore[attr-defined]


async def test_invites_are_sent_to_those_named(house: House) -> None:
    room_id = await house.private(BOB)
    told = (await house.heard(topic("user", *who(BOB))))[-2:]

    assert isinstance(told[0], InviteReceived)
    assert (told[0].invite.room.id, told[0].invite.invited_by.id) == (room_id, *who(ADA))


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": " "}, "name"),
        ({"artist_id": None}, "artist_id"),
        ({"artist_id": "7" + "Z" * 25}, "artist_id"),
        ({"playlist_id": "7" + "Z" * 25}, "playlist_id"),
        ({"invites": who(BOB)}, "invites"),
        ({"is_public": False}, "invites"),
        ({"is_public": False, "invites": who(BOB, BOB)}, "invites"),
        ({"is_public": False, "invites": who(BOB, ADA)}, "invites[1]"),
        ({"is_public": False, "invites": ("7" + "Z" * 25,)}, "invites[0]"),
    ],
)
async def test_what_is_wrong_with_a_new_room_is_told(
    house: House, fields: dict[str, Any], path: str
) -> None:
    given = {"name": "Hall", "is_public": True, "artist_id": house.artist.id, **fields}

    with pytest.raises(Invalid) as refusal:
        await house.do(CreateRoom(**given))

    assert [fault.path for fault in refusal.value.faults] == [path]


async def test_an_artist_without_songs_fills_no_public_room(house: House) -> None:
    mute = await house.do(AddArtist(name="Cage", genre_id=house.genre.id), ROOT)

    with pytest.raises(Invalid, match="artist_id"):
        await house.do(CreateRoom(name="Hall", is_public=True, artist_id=mute.id))


async def test_a_private_room_without_songs_has_nothing_to_play(house: House) -> None:
    mute = await house.do(AddArtist(name="Cage", genre_id=house.genre.id), ROOT)
    opening = CreateRoom(name="Den", is_public=False, artist_id=mute.id, invites=who(BOB))
    made = await house.do(opening)

    assert made.playback is not None
    assert (made.playback.song, made.playback.status) == (None, Status.STOPPED)


async def test_a_private_room_plays_what_its_maker_likes_best(house: House) -> None:
    made = await house.do(CreateRoom(name="Den", is_public=False, invites=who(BOB)))

    assert made.card.artist_id is None
    assert made.card.playlist_id == house.artist.default_playlist_id


async def test_a_favourite_artist_who_was_deleted_is_passed_over(house: House) -> None:
    gone = await house.do(AddArtist(name="Cage", genre_id=house.genre.id), ROOT)
    await house.do(SetFavouriteArtists(ids=(gone.id, house.artist.id)))
    await house.do(DeleteArtist(artist_id=gone.id), ROOT)
    made = await house.do(CreateRoom(name="Den", is_public=False, invites=who(BOB)))

    assert made.card.playlist_id == house.artist.default_playlist_id


async def test_a_playlist_that_is_given_is_played(house: House) -> None:
    playlist_id = await another_list(house, 2, 1)
    room_id = await house.public(playlist_id=playlist_id)
    playback = await house.ask(GetPlayback(room_id=room_id))

    assert playback.song is not None
    assert playback.song.id == house.songs[2].id


async def test_nobody_is_invited_by_or_with_a_block_between(house: House) -> None:
    await house.do(BlockUser(user_id=who(ADA)[0]), BOB)
    await house.do(BlockUser(user_id=who(CY)[0]), ADA)
    await house.do(SetUserStatus(user_id=who(DEE)[0], status=UserStatus.SUSPENDED), ROOT)

    with pytest.raises(Invalid) as refusal:
        await house.do(CreateRoom(name="Den", is_public=False, invites=who(BOB, CY, DEE, ROOT)))

    paths = [fault.path for fault in refusal.value.faults]
    assert paths == ["invites[0]", "invites[1]", "invites[2]"]
    assert len({fault.message for fault in refusal.value.faults}) == 1


async def test_whoever_likes_nothing_yet_makes_no_room(house: House) -> None:
    await house.do(SetFavouriteArtists(ids=()))

    with pytest.raises(EntryRule):
        await house.do(CreateRoom(name="Hall", is_public=True, artist_id=house.artist.id))


async def test_the_host_names_it_otherwise(house: House) -> None:
    room_id = await house.public(BOB)
    told = await house.told(ChangeRoom(room_id=room_id, name="Loft", version=2))

    assert isinstance(told[0], RoomState)
    assert (told[0].reason, told[0].card.name, told[0].card.version) == (
        StateReason.CHANGED,
        "Loft",
        3,
    )


async def test_what_is_as_it_was_is_no_change(house: House) -> None:
    room_id = await house.public()

    assert await house.told(ChangeRoom(room_id=room_id, name="Hall", allow_voice_chat=False)) == []


async def test_a_stale_change_is_refused_and_so_is_that_of_others(house: House) -> None:
    room_id = await house.public(BOB)

    with pytest.raises(Outdated):
        await house.do(ChangeRoom(room_id=room_id, name="Loft", version=1))
    with pytest.raises(HostsOnly):
        await house.do(ChangeRoom(room_id=room_id, name="Loft"), BOB)
    with pytest.raises(Invalid, match="playlist_id"):
        await house.do(ChangeRoom(room_id=room_id, playlist_id=PlaylistId(room_id)))


async def test_another_playlist_goes_on_after_the_current_song(house: House) -> None:
    room_id = await house.private(BOB)
    playlist_id = await another_list(house, 3, 0, 2)
    await house.do(ChangeRoom(room_id=room_id, playlist_id=playlist_id))
    playback = await house.play_on(room_id, 200)

    assert playback.song is not None
    assert playback.song.id in {house.songs[2].id, house.songs[3].id}


async def test_another_playlist_begins_anew_where_the_current_song_is_not_in_it(
    house: House,
) -> None:
    room_id = await house.private(BOB)
    await house.do(Skip(room_id=room_id))
    await house.do(ChangeRoom(room_id=room_id, playlist_id=await another_list(house, 3, 2, 0)))
    skipped = await house.do(Skip(room_id=room_id))

    assert skipped.song is not None
    assert (skipped.song.id, skipped.status) == (house.songs[3].id, Status.PLAYING)


async def test_another_playlist_is_shuffled_after_the_current_song(house: House) -> None:
    playlist_id = await another_list(house, 3, 2, 1, 0)
    for _ in range(5):
        room_id = await house.private(BOB)
        await house.do(SetModes(room_id=room_id, shuffle=True))
        await house.do(ChangeRoom(room_id=room_id, playlist_id=playlist_id))
        heard = [await house.do(Skip(room_id=room_id)) for _ in range(3)]

        assert {each.song.id for each in heard if each.song} == {
            each.id for each in house.songs[1:]
        }
        assert {each.status for each in heard} == {Status.PLAYING}


async def test_a_deleted_playlist_plays_on_and_is_not_chosen_any_more(house: House) -> None:
    playlist_id = await another_list(house, 2, 1)
    room_id = await house.public(playlist_id=playlist_id)
    await house.do(DeletePlaylist(playlist_id=playlist_id))
    playback = await house.later(room_id, 200)

    assert playback.song is not None
    assert playback.song.id == house.songs[1].id
    with pytest.raises(Invalid, match="playlist_id"):
        await house.public(playlist_id=playlist_id)


async def test_a_host_closes_a_private_room_for_all(house: House) -> None:
    room_id = await house.private(BOB)
    await house.invite(room_id, CY)
    told = await house.told(CloseRoom(room_id=room_id))

    assert [type(event) for event in told] == [RoomState, InviteRevoked]
    with pytest.raises(RoomOver):
        await house.ask(GetRoom(room_id=room_id), BOB)
    with pytest.raises(NotFound):
        await house.ask(GetRoom(room_id=room_id), CY)
    assert (await house.ask(ListMyInvites(), CY)).items == []


async def test_of_a_closed_room_its_answer_says_what_is_told(house: House) -> None:
    room_id = await house.private(BOB)
    closed = await house.do(CloseRoom(room_id=room_id))

    assert not closed.card.is_active
    assert not closed.card.voting_waived


async def test_a_public_room_is_closed_by_admins_only(house: House) -> None:
    room_id = await house.public(BOB)
    with pytest.raises(Forbidden):
        await house.do(CloseRoom(room_id=room_id))
    await house.do(CloseRoom(room_id=room_id), ROOT)

    with pytest.raises(RoomOver):
        await house.ask(GetRoom(room_id=room_id), CY)


async def test_a_private_room_is_closed_by_its_host_or_an_admin(house: House) -> None:
    room_id = await house.private(BOB)
    with pytest.raises(HostsOnly):
        await house.do(CloseRoom(room_id=room_id), BOB)
    with pytest.raises(NotFound):
        await house.do(CloseRoom(room_id=room_id), CY)

    await house.do(CloseRoom(room_id=room_id), ROOT)
