"""Who is put out by a ban or a suspension: what is held first by whom, and who waits for whom."""

from collections.abc import AsyncIterator
from threading import Event
from typing import Final

import anyio
import anyio.from_thread
import attrs
import psycopg
import pytest
from anyio.to_thread import run_sync

from phantom_adapters.sql import open_storage
from phantom_core.chat import ChatKind, GetLinkedChat, SetChatMember
from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import EPOCH, Access, Command
from phantom_core.rooms import GetRoom, JoinRoom, RoomId
from phantom_core.rooms.ports import RoomsWork
from tests.use_cases.rooms.house import BOB, ROOT, House

FOR_EVER: Final = EPOCH.replace(year=2999)
WAITS: Final = "SELECT 1 FROM pg_locks WHERE NOT granted"


@pytest.fixture
async def house(emptied_postgres_url: str) -> AsyncIterator[House]:
    storage = open_storage(emptied_postgres_url)
    yield await House.open(storage=storage)
    await storage.close()


def come_in(url: str, begun: anyio.Event) -> None:
    """Hold the room, and when the ban waits for it its chat, as does who comes in."""
    with psycopg.connect(url) as joining, psycopg.connect(url, autocommit=True) as watching:
        joining.execute("SELECT 1 FROM rooms FOR UPDATE")
        anyio.from_thread.run_sync(begun.set)
        while watching.execute(WAITS).fetchone() is None:
            pass
        joining.execute("SELECT 1 FROM chat_rooms FOR UPDATE NOWAIT")


async def test_a_ban_holds_the_room_before_its_chat(
    house: House, emptied_postgres_url: str
) -> None:
    room_id = await house.public(BOB)
    chat = await house.ask(GetLinkedChat(kind=ChatKind.ROOM, linked_id=room_id))
    begun = anyio.Event()

    async def ban() -> None:
        await begun.wait()
        banning = SetChatMember(chat_room_id=chat, user_id=BOB.person, banned_until=FOR_EVER)
        await house.do(banning)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(ban)
        await run_sync(come_in, emptied_postgres_url, begun)

    assert (await house.ask(GetRoom(room_id=room_id))).card.people_present == 1


@attrs.frozen(kw_only=True)
class ComeInSlowly(Command[None]):
    """Come into a room, and be on the way until whoever begins then is done, or waits."""

    access = Access.PERSON
    room_id: RoomId
    url: str
    begun: Event
    done: Event

    def run(self, work: RoomsWork) -> None:
        """Come in."""
        JoinRoom(room_id=self.room_id).run(work)
        self.begun.set()
        with psycopg.connect(self.url, autocommit=True) as watching:
            while not self.done.is_set() and watching.execute(WAITS).fetchone() is None:
                pass


async def test_who_is_suspended_while_they_come_in_is_in_no_room(
    house: House, emptied_postgres_url: str
) -> None:
    room_id = await house.public()
    begun, done = Event(), Event()

    async def suspend() -> None:
        await run_sync(begun.wait)
        await house.do(SetUserStatus(user_id=BOB.person, status=UserStatus.SUSPENDED), ROOT)
        done.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(suspend)
        coming = ComeInSlowly(room_id=room_id, url=emptied_postgres_url, begun=begun, done=done)
        await house.do(coming, BOB)

    assert (await house.ask(GetRoom(room_id=room_id))).card.people_present == 1
