"""Files in chats: handed in, sent once, and gone with their message, or a day later if unsent."""

import pytest

from phantom_core.blobs.ledger import BlobState
from phantom_core.chat import (
    BeginFile,
    ChatFile,
    ChatRoomId,
    DeleteMessage,
    FinishFile,
    GetFile,
    MessageType,
    Muted,
)
from phantom_core.chat.chat_file import ReceivedFile
from phantom_core.kernel import SYSTEM, Actor, ByteCount, Invalid, Invocation, NotFound
from phantom_core.privacy import ApplyRetention
from phantom_core.uploads import GetStorageAccount
from tests.use_cases.chat.parlour import Parlour


async def handed_in(parlour: Parlour, room: ChatRoomId, owner: Actor) -> ChatFile:
    """A file of somebody's in a chat."""
    file_id = await parlour.do(BeginFile(chat_room_id=room), owner)
    received = ReceivedFile(
        chat_room_id=room, name="../Lyrics.pdf", size_bytes=ByteCount(9), sha256="ab" * 32
    )
    return await parlour.do(FinishFile(file_id=file_id, received=received), owner)


async def test_a_file_is_sent_by_who_has_handed_it_in_and_there_alone(parlour: Parlour) -> None:
    ada, bob, eve = await parlour.people("ada", "bob", "eve")
    room, elsewhere = await parlour.direct(ada, bob), await parlour.direct(ada, eve)
    file = await handed_in(parlour, room, ada)
    for who, where, what in ((bob, room, file.id), (ada, elsewhere, file.id), (ada, room, room)):
        with pytest.raises(Invalid, match="handed in here"):
            await parlour.say(where, who, what, type=MessageType.FILE)
    sent = await parlour.say(room, ada, file.id, type=MessageType.FILE)

    assert (sent.content, file.name) == (file.id, "Lyrics.pdf")
    assert await parlour.ask(GetFile(file_id=file.id), bob) == file.sent()
    with pytest.raises(NotFound):
        await parlour.ask(GetFile(file_id=file.id), eve)


async def test_a_file_is_of_one_message_and_no_other_loses_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    file = await handed_in(parlour, room, ada)
    first = await parlour.say(room, ada, file.id, type=MessageType.FILE, client_id="1")
    with pytest.raises(Invalid, match="not sent yet"):
        await parlour.say(room, ada, file.id, type=MessageType.FILE, client_id="2")

    assert await parlour.say(room, ada, file.id, type=MessageType.FILE, client_id="1") == first


async def test_what_is_kept_of_files_is_counted_until_they_go(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    file = await handed_in(parlour, room, ada)
    message = await parlour.say(room, ada, file.id, type=MessageType.FILE)
    assert (await parlour.ask(GetStorageAccount(), ada)).stored == 9
    await parlour.do(DeleteMessage(message_id=message.id), ada)

    assert (await parlour.ask(GetStorageAccount(), ada)).stored == 0
    with pytest.raises(NotFound):
        await parlour.ask(GetFile(file_id=file.id), ada)


async def test_what_was_not_sent_within_a_day_goes_and_counts_no_more(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    sent, unsent = [await handed_in(parlour, room, ada) for _ in range(2)]
    await parlour.say(room, ada, sent.id, type=MessageType.FILE)
    parlour.clock.advance(hours=23)
    late = await handed_in(parlour, room, bob)
    await parlour.do(ApplyRetention(), SYSTEM)
    assert await parlour.ask(GetFile(file_id=unsent.id), ada) == unsent
    parlour.clock.advance(hours=1)
    await parlour.do(ApplyRetention(), SYSTEM)

    with pytest.raises(NotFound):
        await parlour.ask(GetFile(file_id=unsent.id), ada)
    with pytest.raises(Invalid, match="handed in here"):
        await parlour.say(room, ada, unsent.id, type=MessageType.FILE)
    assert await parlour.ask(GetFile(file_id=sent.id), bob) == sent.sent()
    assert await parlour.ask(GetFile(file_id=late.id), bob) == late
    assert (await parlour.ask(GetStorageAccount(), ada)).stored == 9
    line = await parlour.storage.read(
        Invocation(SYSTEM, 1), lambda work: work.blob_ledger.find(unsent.blob)
    )
    assert line is not None
    assert line.state is BlobState.DOOMED


async def test_who_may_not_write_hands_nothing_in(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.mute(room, ada, bob)

    with pytest.raises(Muted):
        await handed_in(parlour, room, bob)
