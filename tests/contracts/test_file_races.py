"""Many at once about one file of a chat, on every storage: it is one, sent once, refunded once."""

from functools import partial

import anyio
import anyio.from_thread
import psycopg
import pytest
from anyio.to_thread import run_sync

from phantom_adapters.sql import open_storage
from phantom_core.chat import (
    BeginFile,
    ChatFile,
    ChatMessage,
    ChatRoomId,
    DeleteFile,
    FinishFile,
    GetFile,
    MessageType,
)
from phantom_core.chat.chat_file import UNSENT_LIFE, ReceivedFile
from phantom_core.kernel import SYSTEM, Actor, ByteCount, Invalid, NotFound, Storage
from phantom_core.privacy import ApplyRetention
from phantom_core.uploads import GetStorageAccount
from tests.contracts.test_ban_races import WAITS
from tests.contracts.test_identity_races import ROUNDS, at_once
from tests.use_cases.chat.parlour import Parlour


@pytest.fixture
def parlour(storage: Storage) -> Parlour:
    return Parlour.open(storage)


async def finishing(
    parlour: Parlour, room: ChatRoomId, owner: Actor, key: str | None = None
) -> FinishFile:
    """What makes a file of what has come."""
    return FinishFile(
        file_id=await parlour.do(BeginFile(chat_room_id=room), owner),
        received=ReceivedFile(
            chat_room_id=room, name="Lyrics.pdf", size_bytes=ByteCount(9), sha256="ab" * 32
        ),
        key=key,
    )


async def test_a_file_that_comes_twice_at_once_under_a_key_is_one(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for number in range(ROUNDS):
        finishes = [await finishing(parlour, room, ada, f"k{number}") for _ in range(4)]
        files = await at_once(*[partial(parlour.do, each, ada) for each in finishes])

        assert len({file.id for file in files}) == 1
        assert (await parlour.ask(GetStorageAccount(), ada)).stored == 9 * (number + 1)


async def test_what_is_sent_twice_deleted_and_let_go_of_at_once_ends_once(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for _ in range(ROUNDS):
        file: ChatFile = await parlour.do(await finishing(parlour, room, ada), ada)
        parlour.clock.advance(seconds=UNSENT_LIFE.total_seconds())
        send = partial(parlour.say, room, ada, file.id, type=MessageType.FILE)
        delete = partial(parlour.do, DeleteFile(file_id=file.id), ada)
        sweep = partial(parlour.do, ApplyRetention(), SYSTEM)
        ended = await at_once(send, sweep, delete, send, delete, sweep)
        kept = (await parlour.ask(GetStorageAccount(), ada)).stored

        assert sum(isinstance(each, ChatMessage) for each in ended) <= 1
        assert kept == 0
        with pytest.raises(NotFound):
            await parlour.ask(GetFile(file_id=file.id), ada)


async def test_what_is_sent_while_it_is_let_go_of_stays_whole_or_is_not_sent(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    stays = 0
    for _ in range(ROUNDS):
        file: ChatFile = await parlour.do(await finishing(parlour, room, ada), ada)
        parlour.clock.advance(seconds=UNSENT_LIFE.total_seconds())
        send = partial(parlour.say, room, ada, file.id, type=MessageType.FILE)
        sent, _ = await at_once(send, partial(parlour.do, ApplyRetention(), SYSTEM))
        stays += isinstance(sent, ChatMessage)

        assert (await parlour.ask(GetStorageAccount(), ada)).stored == 9 * stays


def let_go(url: str, begun: anyio.Event) -> None:
    """Take all files away, as a sweep does, and be at it until somebody waits for that."""
    with psycopg.connect(url) as sweeping, psycopg.connect(url, autocommit=True) as watching:
        sweeping.execute("DELETE FROM chat_files")
        anyio.from_thread.run_sync(begun.set)
        while watching.execute(WAITS).fetchone() is None:
            pass


async def test_who_sends_what_is_being_let_go_of_waits_and_is_told(
    emptied_postgres_url: str,
) -> None:
    async with open_storage(emptied_postgres_url) as storage:
        parlour = Parlour.open(storage)
        ada, bob = await parlour.people("ada", "bob")
        room = await parlour.direct(ada, bob)
        file: ChatFile = await parlour.do(await finishing(parlour, room, ada), ada)
        begun = anyio.Event()

        async def send() -> None:
            await begun.wait()
            with pytest.raises(Invalid, match="not sent yet"):
                await parlour.say(room, ada, file.id, type=MessageType.FILE)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(send)
            await run_sync(let_go, emptied_postgres_url, begun)
