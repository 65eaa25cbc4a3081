"""Who listens to a room's topic: grace for those who drop out."""

from typing import Final

import pytest

from phantom_core.catalog import SetFavouriteArtists, SetFavouriteGenres
from phantom_core.kernel import EPOCH, SYSTEM, Actor, Id, NotFound, topic, uuid7
from phantom_core.live import JoinTopic, TopicKind
from phantom_core.rooms import (
    AdvanceRoom,
    AttachMember,
    CatchingUp,
    DetachMember,
    DropServers,
    GetRoom,
    JoinRoom,
    LeaveRoom,
    NotPresent,
    RoomId,
    RoomView,
    may_listen,
)
from phantom_core.rooms.events import MemberLeft
from tests.use_cases.rooms.house import ADA, BOB, CY, House, who

ONE, OTHER = (uuid7(EPOCH, number) for number in (1, 2))
ROOMS: Final = TopicKind(may_join=may_listen)


async def attach(house: House, room_id: RoomId, somebody: Actor, server: Id = ONE) -> bool:
    listens = AttachMember(room_id=room_id, user_id=somebody.person, server_id=server)
    return await house.do(listens, SYSTEM)


async def detach(house: House, room_id: RoomId, somebody: Actor, server: Id = ONE) -> None:
    silence = DetachMember(room_id=room_id, user_id=somebody.person, server_id=server)
    await house.do(silence, SYSTEM)


async def people(house: House, room_id: RoomId) -> int:
    """How many are there, as who looks sees it, whether or not somebody has woken the room."""
    seen: RoomView = await house.ask(GetRoom(room_id=room_id))
    return seen.card.people_present


async def test_whoever_listens_no_longer_leaves_after_twenty_seconds(house: House) -> None:
    room_id = await house.public(BOB)
    assert await attach(house, room_id, BOB)
    await detach(house, room_id, BOB)
    house.clock.advance(milliseconds=19_999)
    assert await people(house, room_id) == 2
    house.clock.advance(milliseconds=1)

    assert await people(house, room_id) == 1
    await house.later(room_id, 0)
    assert isinstance((await house.heard_in(room_id))[-1], MemberLeft)


async def test_whoever_listens_again_stays(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, BOB)
    await detach(house, room_id, BOB)
    house.clock.advance(seconds=10)
    await attach(house, room_id, BOB)
    house.clock.advance(seconds=100)

    assert await people(house, room_id) == 2


async def test_the_last_place_where_one_listens_counts(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, BOB, ONE)
    await attach(house, room_id, BOB, OTHER)
    await detach(house, room_id, BOB, ONE)
    house.clock.advance(seconds=100)

    assert await people(house, room_id) == 2


async def test_whoever_never_listened_stays_until_they_leave(house: House) -> None:
    room_id = await house.public(BOB)
    house.clock.advance(seconds=1000)

    assert await people(house, room_id) == 2


async def test_detaching_again_does_not_prolong_the_grace(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, BOB)
    await detach(house, room_id, BOB)
    house.clock.advance(seconds=19)
    await detach(house, room_id, BOB)
    house.clock.advance(seconds=1)

    assert await people(house, room_id) == 1


async def test_whoever_has_left_meanwhile_is_not_attached(house: House) -> None:
    room_id = await house.public(BOB)
    await house.do(LeaveRoom(room_id=room_id), BOB)

    assert not await attach(house, room_id, BOB)
    assert not await attach(house, room_id, CY)


async def test_when_a_server_is_no_more_the_grace_begins(house: House) -> None:
    room_id, other_id = await house.public(BOB), await house.public(BOB)
    await attach(house, room_id, BOB, ONE)
    await attach(house, room_id, ADA, OTHER)
    await attach(house, other_id, BOB, ONE)
    house.clock.advance(seconds=500)
    assert await house.do(DropServers(alive=(OTHER,)), SYSTEM) == 2
    assert await house.do(DropServers(alive=(OTHER,)), SYSTEM) == 0
    house.clock.advance(seconds=20)

    assert [await people(house, each) for each in (room_id, other_id)] == [1, 1]


async def test_who_looks_sees_all_gone_however_many_go_at_once(house: House) -> None:
    room_id = await house.public()
    crowd = await house.crowd(60)
    for somebody in crowd:
        await house.do(SetFavouriteGenres(ids=(house.genre.id,)), somebody)
        await house.do(SetFavouriteArtists(ids=(house.artist.id,)), somebody)
        await house.do(JoinRoom(room_id=room_id), somebody)
        await attach(house, room_id, somebody)
    await house.do(DropServers(alive=()), SYSTEM)
    house.clock.advance(seconds=20)
    with pytest.raises(CatchingUp):
        await house.do(LeaveRoom(room_id=room_id))

    assert await people(house, room_id) == 1
    assert not await attach(house, room_id, crowd[-1])
    for _ in range(2):
        await house.do(AdvanceRoom(room_id=room_id), SYSTEM)
    await house.do(LeaveRoom(room_id=room_id))


async def test_coming_in_again_ends_the_grace(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, BOB)
    await detach(house, room_id, BOB)
    house.clock.advance(seconds=10)
    assert await house.told(JoinRoom(room_id=room_id), BOB) == []
    house.clock.advance(seconds=100)

    assert await people(house, room_id) == 2


async def test_a_host_who_dropped_out_has_the_role_again_on_return(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, ADA)
    await detach(house, room_id, ADA)
    await house.later(room_id, 20)
    assert (await house.ask(GetRoom(room_id=room_id))).card.host.id == who(BOB)[0]
    await house.do(JoinRoom(room_id=room_id), ADA)

    assert (await house.ask(GetRoom(room_id=room_id))).card.host.id == who(ADA)[0]


async def test_a_host_who_leaves_after_dropping_out_does_not(house: House) -> None:
    room_id = await house.public(BOB)
    await attach(house, room_id, ADA)
    await detach(house, room_id, ADA)
    await house.later(room_id, 20)
    await house.do(LeaveRoom(room_id=room_id), ADA)
    await house.do(JoinRoom(room_id=room_id), ADA)

    assert (await house.ask(GetRoom(room_id=room_id))).card.host.id == who(BOB)[0]


async def test_those_listen_who_are_there(house: House) -> None:
    public, private = await house.public(BOB), await house.private(BOB)

    async def listen(room_id: RoomId, actor: Actor) -> None:
        await house.ask(JoinTopic(topic=topic("room", room_id), kind=ROOMS), actor)

    await listen(public, BOB)
    await listen(private, BOB)
    with pytest.raises(NotPresent):
        await listen(public, CY)
    with pytest.raises(NotFound):
        await listen(private, CY)
