"""Sending messages: numbered without gaps, each once, by those who may, with whom they name."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.image_examples import image
from phantom_adapters.contracts.recording_examples import audio_file
from phantom_core.audio import AudioFileId, DiscardAudioFile, Visibility
from phantom_core.chat import (
    ChatClosed,
    EditMessage,
    ListChats,
    MessageSent,
    MessageType,
    React,
    SendMessage,
    ShownMessage,
    chat_topic,
)
from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Id,
    Invalid,
    Invocation,
    NotFound,
    erased_person,
    person,
)
from phantom_core.privacy import EraseUser
from tests.use_cases.chat.parlour import Parlour


async def test_messages_are_numbered_without_gaps_and_read_newest_first(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    sent = [await parlour.say(room, who, text) for who, text in ((ada, "One"), (bob, "Two"))]

    assert [each.seq for each in sent] == [2, 3]
    assert await parlour.texts(room, bob) == ["Two", "One", "Room created. Say hi!"]


async def test_a_message_is_told_in_its_room_with_who_sent_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    told = (await parlour.heard(chat_topic(room)))[-1]

    assert isinstance(told, MessageSent)
    assert told.message == ShownMessage(message=message, people=told.message.people)
    assert [each.username for each in told.message.people] == ["ada"]


async def test_who_is_not_in_a_chat_knows_of_none(parlour: Parlour) -> None:
    ada, bob, eve = await parlour.people("ada", "bob", "eve")
    room = await parlour.direct(ada, bob)
    with pytest.raises(NotFound, match="no chat"):
        await parlour.say(room, eve, "Hello!")


@pytest.mark.parametrize(
    ("kind", "content", "fault"),
    [
        (MessageType.TEXT, "", "blank"),
        (MessageType.TEXT, " \n", "blank"),
        (MessageType.TEXT, "x" * 4001, "4000"),
        (MessageType.TEXT, "a\0", "control"),
        (MessageType.EMOJI, "hello", "emoji"),
        (MessageType.EMOJI, "🎸" * 11, "1 to 10"),
        (MessageType.AUDIO, "song.mp3", "id of a recording"),
        (MessageType.SYSTEM, "I am the room.", "one of text, emoji, audio, image, file"),
        (MessageType.IMAGE, "dawn.png", "id of an image"),
        (MessageType.FILE, "lyrics.pdf", "id of a file"),
    ],
)
async def test_what_cannot_be_said_is_refused(
    parlour: Parlour, kind: MessageType, content: str, fault: str
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    with pytest.raises(Invalid, match=fault):
        await parlour.say(room, ada, content, type=kind)


@pytest.mark.parametrize("content", ["x", "x" * 4000, "two\nlines", "Übermäßig 🎸"])
async def test_a_text_has_one_to_four_thousand_characters(parlour: Parlour, content: str) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)

    assert (await parlour.say(room, ada, content)).content == content


async def test_a_few_emoji_are_a_message_of_their_own(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "🎸👩‍🎤", type=MessageType.EMOJI)

    assert (message.type, message.content) == (MessageType.EMOJI, "🎸👩‍🎤")


async def test_what_a_client_sends_again_is_the_same_message(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    first = await parlour.say(room, ada, "Hello!", client_id="c1")
    again = await parlour.say(room, ada, "Hello! Hello?", client_id="c1")
    others = await parlour.say(room, bob, "Hi!", client_id="c1")

    assert again == first
    assert others.id != first.id
    assert (await parlour.texts(room, bob))[:2] == ["Hi!", "Hello!"]


async def test_what_was_sent_before_is_answered_to_who_is_muted_since(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    first = await parlour.say(room, bob, "Hello!", client_id="c1")
    await parlour.mute(room, ada, bob)

    assert await parlour.say(room, bob, "Hello!", client_id="c1") == first


async def test_a_reply_answers_a_message_of_the_same_chat(parlour: Parlour) -> None:
    ada, bob, eve = await parlour.people("ada", "bob", "eve")
    room, other = await parlour.direct(ada, bob), await parlour.direct(ada, eve)
    question = await parlour.say(room, ada, "When?")
    answer = await parlour.say(room, bob, "Now.", reply_to_id=question.id)
    elsewhere = await parlour.say(other, ada, "When?")
    with pytest.raises(Invalid, match="reply_to_id"):
        await parlour.say(room, bob, "Now.", reply_to_id=elsewhere.id)

    assert answer.reply_to_id == question.id


async def test_nobody_answers_what_they_do_not_see(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    said = await parlour.say(room, bob, "When?")
    await parlour.block(ada, bob)
    with pytest.raises(Invalid, match="reply_to_id"):
        await parlour.say(room, ada, "Now.", reply_to_id=said.id)

    assert (await parlour.say(room, bob, "Well?", reply_to_id=said.id)).reply_to_id == said.id


async def test_members_are_mentioned_by_their_names(parlour: Parlour) -> None:
    ada, bob, cyd, _ = await parlour.people("ada", "bob", "cyd", "eve")
    room = await parlour.group(ada, bob, cyd)
    text = "@Bob, @eve and x@cyd.org: ask @nobody, @bob or @cyd."
    message = await parlour.say(room, ada, text)

    assert message.mentions == (bob.person, cyd.person)


async def test_nobody_is_mentioned_by_emoji(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "🎸", type=MessageType.EMOJI)

    assert message.mentions == ()


async def test_who_sends_has_seen_what_was_said_before(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.say(room, bob, "Hello!")
    await parlour.say(room, ada, "Hi!")
    unread = [(await parlour.ask(ListChats(), who)).items[0].unread for who in (ada, bob)]

    assert unread == [0, 1]


async def keep_recording(parlour: Parlour, owner: Actor, visibility: Visibility) -> str:
    """Somebody has a recording."""
    file = attrs.evolve(audio_file(1), owner_id=owner.person, visibility=visibility)

    def body(work: Any) -> None:
        work.audio_files.add(file)

    await parlour.storage.write(Invocation(SYSTEM, 1), body)
    return file.id


async def test_a_recording_is_sent_by_who_may_hear_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    recording = await keep_recording(parlour, ada, Visibility.PRIVATE)
    message = await parlour.say(room, ada, recording, type=MessageType.AUDIO)
    with pytest.raises(Invalid, match="that you may hear"):
        await parlour.say(room, bob, recording, type=MessageType.AUDIO)
    with pytest.raises(Invalid, match="that you may hear"):
        await parlour.say(room, ada, str(room), type=MessageType.AUDIO)

    assert message.content == recording


async def test_a_public_recording_is_sent_by_anybody(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    recording = await keep_recording(parlour, ada, Visibility.PUBLIC)

    assert (await parlour.say(room, bob, recording, type=MessageType.AUDIO)).seq == 2


async def test_an_image_is_sent_by_whose_it_is_and_a_public_one_by_anybody(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    private, public = (
        image(number, uploader_id=ada.person, visibility=visibility)
        for number, visibility in enumerate((Visibility.PRIVATE, Visibility.PUBLIC))
    )
    await parlour.storage.write(
        Invocation(SYSTEM, 1), lambda work: [work.images.add(each) for each in (private, public)]
    )
    own = await parlour.say(room, ada, private.id, type=MessageType.IMAGE)
    others = await parlour.say(room, bob, public.id, type=MessageType.IMAGE)
    with pytest.raises(Invalid, match="your own, or public"):
        await parlour.say(room, bob, private.id, type=MessageType.IMAGE)
    with pytest.raises(Invalid, match="your own, or public"):
        await parlour.say(room, ada, str(room), type=MessageType.IMAGE)

    assert (own.content, others.content) == (private.id, public.id)


async def test_what_was_sent_is_sent_though_the_recording_is_gone(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    recording = await keep_recording(parlour, ada, Visibility.PRIVATE)
    fields: dict[str, Any] = {"type": MessageType.AUDIO, "client_id": "1"}
    first = await parlour.say(room, ada, recording, **fields)
    await parlour.do(DiscardAudioFile(audio_file_id=AudioFileId(Id(recording))))

    assert await parlour.say(room, ada, recording, **fields) == first


async def test_a_chat_with_somebody_who_was_erased_is_read_and_no_more(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    said, own = await parlour.say(room, bob, "Bye!"), await parlour.say(room, ada, "Why?")
    await parlour.do(EraseUser(user_id=bob.person), SYSTEM)
    ways: list[Command[Any]] = [
        SendMessage(chat_room_id=room, content="Bob?"),
        EditMessage(message_id=own.id, content="Oh."),
        React(message_id=said.id, emoji="🎸"),
    ]
    for way in ways:
        with pytest.raises(ChatClosed, match="has been erased"):
            await parlour.do(way, ada)

    assert await parlour.texts(room, ada) == ["Why?", "Bye!", "Room created. Say hi!"]
    entry = (await parlour.ask(ListChats(), ada)).items[0]
    assert entry.peer == erased_person(bob.person)


async def test_who_is_suspended_finds_what_was_said_meanwhile(parlour: Parlour) -> None:
    ada, bob, root = await parlour.people("ada", "bob", "root")
    room = await parlour.direct(ada, bob)
    admin = person(root.person, is_admin=True)
    await parlour.do(SetUserStatus(user_id=bob.person, status=UserStatus.SUSPENDED), admin)

    assert (await parlour.say(room, ada, "Get well soon!")).seq == 2


async def test_sending_is_told_of_as_hot_where_it_is_said(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)

    assert SendMessage(chat_room_id=room, content="x").hot_topic == chat_topic(room)
