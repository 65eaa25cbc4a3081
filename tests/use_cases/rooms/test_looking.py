"""Looking at rooms: what is answered is so at this moment, however late somebody wakes them."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_core.catalog import AddArtist, AddGenre, AddSong
from phantom_core.identity import BlockUser
from phantom_core.kernel import SYSTEM, Actor, Milliseconds, NotFound, PageRequest
from phantom_core.rooms import (
    AdvanceRoom,
    CastVote,
    CatchingUp,
    CreateRoom,
    DueRooms,
    GetOpenRooms,
    GetPlayback,
    GetRoom,
    GetVoteResults,
    JoinRoom,
    LeaveRoom,
    ListHistory,
    ListMembers,
    ListMyRooms,
    ListRooms,
    RoomId,
    Skip,
)
from tests.use_cases.rooms.house import ADA, BOB, CY, ROOT, House


async def test_a_late_waker_does_not_show(house: House) -> None:
    room_id = await house.public(BOB)
    house.clock.advance(seconds=165)
    results = await house.ask(GetVoteResults(room_id=room_id), BOB)
    assert results.vote is not None
    house.clock.advance(seconds=40)
    playback = await house.ask(GetPlayback(room_id=room_id), BOB)
    history = await house.ask(ListHistory(room_id=room_id), BOB)
    (row,) = (await house.ask(ListRooms(), BOB)).items

    assert playback.song is not None
    assert playback.song.id in {each.song.id for each in results.vote.candidates}
    assert row.current_song == playback.song
    assert [play.song.id for play in history.items] == [house.songs[0].id]
    assert len(await house.heard_in(room_id)) == 4


async def test_what_was_seen_early_is_what_happens_late(house: House) -> None:
    room_id = await house.public(BOB)
    house.clock.advance(seconds=1234)
    seen = await house.ask(GetRoom(room_id=room_id))
    history = await house.ask(ListHistory(room_id=room_id))
    await house.do(AdvanceRoom(room_id=room_id), SYSTEM)

    assert await house.ask(GetRoom(room_id=room_id)) == seen
    assert await house.ask(ListHistory(room_id=room_id)) == history


async def test_a_command_finds_the_room_as_it_is_by_now(house: House) -> None:
    room_id = await house.public(BOB)
    house.clock.advance(seconds=165)
    results = await house.ask(GetVoteResults(room_id=room_id))
    assert results.vote is not None
    chosen = results.vote.candidates[2].song.id

    assert (await house.do(CastVote(room_id=room_id, song_id=chosen))).my_vote == chosen


async def test_history_goes_on_over_pages(house: House) -> None:
    room_id = await house.public()
    house.clock.advance(seconds=1000)
    await house.do(AdvanceRoom(room_id=room_id), SYSTEM)
    house.clock.advance(seconds=600)
    page, numbers = PageRequest(limit=3), []
    while True:
        found = await house.ask(ListHistory(room_id=room_id, page=page))
        numbers += [play.number for play in found.items]
        if found.next is None:
            break
        page = PageRequest(limit=3, cursor=found.next)

    assert numbers == [8, 7, 6, 5, 4, 3, 2, 1]


async def test_waking_again_changes_nothing(house: House) -> None:
    room_id = await house.public()
    house.clock.advance(seconds=165)
    next_at = await house.do(AdvanceRoom(room_id=room_id), SYSTEM)

    assert next_at is not None
    assert await house.told(AdvanceRoom(room_id=room_id), SYSTEM) == []


async def test_the_waker_learns_what_is_due_and_when_it_is_next(house: House) -> None:
    first = await house.public()
    house.clock.advance(seconds=100)
    await house.public()
    due = await house.ask(DueRooms(), SYSTEM)
    assert (due.ids, due.next_in) == ([], timedelta(seconds=60))
    house.clock.advance(seconds=61)
    due = await house.ask(DueRooms(), SYSTEM)
    some = await house.ask(DueRooms(limit=1), SYSTEM)

    assert (some.ids, some.next_in) == ([first], timedelta())
    assert (due.ids, due.next_in) == ([first], timedelta(seconds=99))


async def test_nothing_is_ahead_of_an_empty_room(house: House) -> None:
    await house.do(LeaveRoom(room_id=await house.public()))
    house.clock.advance(seconds=10_000)

    due = await house.ask(DueRooms(), SYSTEM)
    assert (due.ids, due.next_in) == ([], None)


async def test_a_room_with_much_behind_it_catches_up(house: House) -> None:
    room_id = await house.public()
    house.clock.advance(days=2)
    with pytest.raises(CatchingUp):
        await house.ask(GetPlayback(room_id=room_id))
    while (await house.ask(DueRooms(), SYSTEM)).ids:
        await house.do(AdvanceRoom(room_id=room_id), SYSTEM)

    assert (await house.ask(GetPlayback(room_id=room_id))).position_ms < 200_000


async def test_public_rooms_are_found_by_taste_then_people_then_name(house: House) -> None:
    genre = await house.do(AddGenre(name="Jazz"), ROOT)
    other = await house.do(AddArtist(name="Miles", genre_id=genre.id), ROOT)
    song = AddSong(title="So", artist_id=other.id, duration_ms=Milliseconds(1_000_000))
    await house.do(song, ROOT)
    jazz = CreateRoom(name="Blue Hall", is_public=True, artist_id=other.id)
    strange = (await house.do(jazz, CY)).card.id
    empty, full = await house.public(), await house.public(BOB)
    await house.private(BOB)

    async def found(**fields: Any) -> list[RoomId]:
        rows = await house.ask(ListRooms(**fields))
        return [row.card.id for row in rows.items]

    assert await found() == [full, empty, strange]
    assert await found(artist_id=other.id) == [strange]
    assert await found(genre_id=house.genre.id) == [full, empty]
    assert await found(query="blue") == [strange]
    assert await found(query="den") == []


async def test_a_row_tells_who_is_there_and_what_plays(house: House) -> None:
    room_id = await house.private(BOB)
    await house.do(Skip(room_id=room_id))
    (row,) = (await house.ask(ListMyRooms(), BOB)).items

    assert (row.card.id, row.card.people_present, row.card.voting_waived) == (room_id, 2, False)
    assert row.current_song is not None
    assert row.current_song.id == house.songs[1].id


async def test_a_public_room_is_open_to_all_eyes_and_a_private_one_to_its_own(house: House) -> None:
    public, private = await house.public(), await house.private(BOB)

    kinds: list[Any] = [GetRoom, GetPlayback, GetVoteResults, ListMembers, ListHistory]
    for query in kinds:
        await house.ask(query(room_id=public), CY)
        await house.ask(query(room_id=private), BOB)
        with pytest.raises(NotFound):
            await house.ask(query(room_id=private), CY)


async def test_those_in_office_see_the_card_of_a_private_room(house: House) -> None:
    room_id = await house.private(BOB)

    assert (await house.ask(GetRoom(room_id=room_id), ROOT)).members is None
    with pytest.raises(NotFound):
        await house.ask(GetPlayback(room_id=room_id), ROOT)


async def test_no_office_opens_a_private_room(house: House) -> None:
    room_id = await house.private(BOB)

    with pytest.raises(NotFound):
        await house.do(JoinRoom(room_id=room_id), ROOT)


async def test_where_one_is_present_is_ones_own_list(house: House) -> None:
    public, private = await house.public(BOB), await house.private(BOB)
    await house.do(LeaveRoom(room_id=public), BOB)

    assert [row.card.id for row in (await house.ask(ListMyRooms(), BOB)).items] == [private]
    assert [row.card.id for row in (await house.ask(ListMyRooms(), ADA)).items] == [private, public]


async def test_rooms_of_whom_one_does_not_see_are_not_found(house: House) -> None:
    adas = await house.public()
    opening = CreateRoom(name="Hall", is_public=True, artist_id=house.artist.id)
    cys = (await house.do(opening, CY)).card.id
    await house.do(BlockUser(user_id=CY.person), BOB)

    async def found(who: Actor) -> set[RoomId]:
        listed = (await house.ask(ListRooms(), who)).items
        named = await house.ask(GetOpenRooms(room_ids=(adas, cys)), who)
        assert {row.card.id for row in named} == {row.card.id for row in listed}
        return {row.card.id for row in listed}

    assert await found(BOB) == {adas}
    assert await found(CY) == {adas, cys}
    await house.do(BlockUser(user_id=BOB.person), ADA)
    assert await found(BOB) == set()
    assert await found(ADA) == {adas, cys}
