"""A ban reaches from a chat into its room, as all else reaches from the room into its chat."""

from collections.abc import AsyncIterator
from typing import Final

import anyio
import anyio.from_thread
import psycopg
import pytest
from anyio.to_thread import run_sync

from phantom_adapters.sql import open_storage
from phantom_core.chat import ChatKind, GetLinkedChat, SetChatMember
from phantom_core.kernel import EPOCH
from phantom_core.rooms import GetRoom
from tests.use_cases.rooms.house import BOB, House

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
