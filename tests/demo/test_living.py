"""Life in the demo's rooms: people come, vote and go while somebody is there to see it."""

import math
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import anyio
import pytest

from phantom_app.demo import OpenRoom, live
from phantom_app.demo.habits import deeds
from phantom_app.demo.living import Life
from phantom_app.demo.regular import Deed
from phantom_core.catalog import SetFavouriteArtists
from phantom_core.chat import ListMessages, MessageType, SendMessage
from phantom_core.kernel import Actor, Committed
from phantom_core.rooms import (
    AdvanceRoom,
    CastVote,
    CloseRoom,
    GetRoom,
    GetVoteResults,
    JoinRoom,
    LeaveRoom,
    RoomOver,
    RoomView,
)
from tests.demo.scenes import SCENE, events, opened, signed_in, still_world
from tests.http.world import World

_LONG_ENOUGH: Final = 1200


@pytest.fixture
def world(tmp_path: Path) -> World:
    return still_world(tmp_path)


async def seen(world: World, room: OpenRoom) -> RoomView:
    return await world.services.phantom.ask(GetRoom(room_id=room.room_id), actor=room.host)


async def names(world: World, room: OpenRoom) -> set[str]:
    members = (await seen(world, room)).members
    assert members is not None
    return {member.person.username for member in members.items}


async def plan(world: World, room: OpenRoom) -> list[Deed]:
    view = await seen(world, room)
    assert view.playback is not None
    assert view.members is not None
    return [*deeds(room, view.playback, view.members.items)]


async def pass_time(world: World, room: OpenRoom, life: Life, seconds: int) -> None:
    """Let time go by, second by second, and the room and its people with it."""
    for _ in range(seconds):
        world.clock.advance(seconds=1)
        await world.do(AdvanceRoom(room_id=room.room_id))
        await life.look()


async def until(
    world: World, room: OpenRoom, life: Life, happens: Callable[[], Awaitable[bool]]
) -> None:
    """Let time go by until something has happened that chance brings about sooner or later."""
    for _ in range(_LONG_ENOUGH):
        if await happens():
            return
        await pass_time(world, room, life, 1)
    pytest.fail("It never happened.")


async def visit(world: World, room: OpenRoom) -> Actor:
    guest = await signed_in(world, SCENE.cast[-1])
    await world.services.phantom.do(JoinRoom(room_id=room.room_id), actor=guest)
    return guest


async def said(world: World, room: OpenRoom, actor: Actor) -> list[str]:
    """What people have said there, the first first."""
    assert room.chat_room_id is not None
    query = ListMessages(chat_room_id=room.chat_room_id)
    page = await world.services.phantom.ask(query, actor=actor)
    told = [each.message for each in page.items]
    return [each.content for each in reversed(told) if each.type is MessageType.TEXT]


async def test_regulars_come_and_then_rest_while_nobody_watches(world: World) -> None:
    room = await opened(world)
    life = Life(world.services.phantom, room)
    await pass_time(world, room, life, 12)

    assert await names(world, room) == {"ada", "emre", "fay"}
    assert await plan(world, room) == []


async def test_regulars_vote_while_somebody_else_is_there(world: World) -> None:
    room = await opened(world)
    life = Life(world.services.phantom, room)
    await pass_time(world, room, life, 12)
    guest = await visit(world, room)

    async def two_have_voted() -> bool:
        query = GetVoteResults(room_id=room.room_id)
        vote = (await world.services.phantom.ask(query, actor=guest)).vote
        return vote is not None and sum(each.votes for each in vote.candidates) > 1

    await until(world, room, life, two_have_voted)


async def test_some_wander_off_and_come_back_but_two_always_stay(world: World) -> None:
    room = await opened(world)
    life = Life(world.services.phantom, room)
    await pass_time(world, room, life, 12)
    await visit(world, room)

    async def fay_is_away() -> bool:
        there = await names(world, room)
        assert {"ada", "emre", "guest"} <= there
        return "fay" not in there

    async def fay_is_back() -> bool:
        return not await fay_is_away()

    await until(world, room, life, fay_is_away)
    await until(world, room, life, fay_is_back)


async def test_the_host_says_hello_and_the_regulars_talk(world: World) -> None:
    room = await opened(world)
    life = Life(world.services.phantom, room)
    await pass_time(world, room, life, 12)
    guest = await visit(world, room)
    assert room.chat_room_id is not None

    await pass_time(world, room, life, 4)
    (hello,) = [line for line in await said(world, room, guest) if "@guest" in line]

    async def others_have_spoken() -> bool:
        return len(await said(world, room, guest)) > 3

    await until(world, room, life, others_have_spoken)
    assert (await said(world, room, guest)).count(hello) == 1


async def test_what_is_done_is_done_once_however_often_one_looks(world: World) -> None:
    room = await opened(world)
    life, other = (Life(world.services.phantom, room) for _ in range(2))
    await pass_time(world, room, life, 12)
    await visit(world, room)
    await pass_time(world, room, life, 16)
    for _ in range(3):
        await life.look()
    before = await events(world)

    await life.look()
    await other.look()

    assert await events(world) == before


async def test_whoever_looks_finds_the_same_deeds(world: World) -> None:
    room = await opened(world)
    await visit(world, room)
    first = await plan(world, room)
    world.clock.advance(seconds=1)

    again = await plan(world, room)

    assert first
    assert {type(deed.command) for deed in first} <= {JoinRoom, LeaveRoom, CastVote, SendMessage}
    assert [(deed, deed.at) for deed in again] == [(deed, deed.at) for deed in first]


async def test_it_says_how_long_it_may_rest(world: World) -> None:
    room = await opened(world)
    life = Life(world.services.phantom, room)

    rest = await life.look()

    nearest = min(deed.at for deed in await plan(world, room))
    assert math.isclose(rest, (nearest - world.clock.now).total_seconds(), abs_tol=0.002)


async def test_a_refused_deed_is_part_of_life(world: World) -> None:
    room = await opened(world)
    nothing = SetFavouriteArtists(ids=())
    await world.services.phantom.do(nothing, actor=room.regulars["fay"])

    await pass_time(world, room, Life(world.services.phantom, room), 12)

    assert await names(world, room) == {"ada", "emre"}


async def test_life_in_a_room_ends_with_it(world: World) -> None:
    room = await opened(world)
    await world.do(CloseRoom(room_id=room.room_id))

    with pytest.raises(RoomOver):
        await Life(world.services.phantom, room).look()
    with anyio.fail_after(60):
        await live(world.services.phantom, [room])


async def test_it_lives_until_it_is_told_to_stop(world: World) -> None:
    room = await opened(world)
    happened = anyio.Event()

    def notice(committed: Committed) -> None:
        if committed.events:
            happened.set()

    world.clock.advance(seconds=15)
    world.services.phantom.observe(notice)
    with anyio.fail_after(60):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(live, world.services.phantom, [room])
            await happened.wait()
            tasks.cancel_scope.cancel()

    assert len(await names(world, room)) > 1
