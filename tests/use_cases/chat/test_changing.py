"""Changing messages: other words by their author, none by who may, and emoji under them."""

from typing import Any

import pytest

from phantom_core.chat import (
    ChatMessage,
    DeleteMessage,
    EditMessage,
    MessageDeleted,
    MessageEdited,
    MessageReaction,
    MessageType,
    React,
    Reaction,
    Role,
    TooManyReactions,
    Unreact,
    chat_topic,
)
from phantom_core.chat.message import MOST_KINDS, MOST_REACTIONS
from phantom_core.identity import ListAudit
from phantom_core.kernel import (
    Command,
    Forbidden,
    Gone,
    Id,
    Invalid,
    NotFound,
    UserId,
)
from tests.use_cases.chat.parlour import Parlour


async def test_an_author_puts_a_text_into_other_words(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Helo @bob")
    parlour.clock.advance(seconds=1)
    edited = await parlour.do(EditMessage(message_id=message.id, content="Hello @bob!"), ada)
    told = (await parlour.heard(chat_topic(room)))[-1]

    assert edited.message.content == "Hello @bob!"
    assert edited.message.edited_at == parlour.clock.now
    assert edited.message.mentions == (bob.person,)
    assert isinstance(told, MessageEdited)
    assert (told.seq, told.content) == (message.seq, "Hello @bob!")
    assert [each.username for each in told.mentions] == ["bob"]


async def test_the_same_words_change_nothing(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello!")

    assert await parlour.told(EditMessage(message_id=message.id, content="Hello!"), ada) == []


async def test_nobody_edits_what_others_said_nor_what_is_no_text(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    theirs = await parlour.say(room, bob, "Hello!")
    emoji = await parlour.say(room, ada, "🎸", type=MessageType.EMOJI)
    (_, _, created) = await parlour.messages(room, ada)
    for message in (theirs, emoji, created.message):
        with pytest.raises(Forbidden):
            await parlour.do(EditMessage(message_id=message.id, content="Changed."), ada)


async def test_other_words_obey_the_same_rules(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    message = await parlour.say(await parlour.direct(ada, bob), ada, "Hello!")
    with pytest.raises(Invalid, match="blank"):
        await parlour.do(EditMessage(message_id=message.id, content=" "), ada)


async def test_of_a_deleted_message_its_place_is_left(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello @bob")
    await parlour.do(React(message_id=message.id, emoji="👍"), bob)
    await parlour.do(DeleteMessage(message_id=message.id), ada)
    left = (await parlour.shown(room, bob, message.id)).message
    told = (await parlour.heard(chat_topic(room)))[-1]

    assert (left.seq, left.content, left.mentions, left.reactions) == (2, "", (), ())
    assert left.deleted_at == parlour.clock.now
    assert isinstance(told, MessageDeleted)
    assert (told.message_id, told.seq) == (message.id, 2)


async def test_deleting_again_changes_nothing(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    message = await parlour.say(await parlour.direct(ada, bob), ada, "Hello!")
    await parlour.do(DeleteMessage(message_id=message.id), ada)

    assert await parlour.told(DeleteMessage(message_id=message.id), ada) == []


async def test_nothing_more_can_be_done_with_a_deleted_message(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    await parlour.do(DeleteMessage(message_id=message.id), ada)
    commands: list[Command[Any]] = [
        EditMessage(message_id=message.id, content="Hello?"),
        React(message_id=message.id, emoji="👍"),
        Unreact(message_id=message.id, emoji="👍"),
    ]
    for command in commands:
        with pytest.raises(Gone):
            await parlour.do(command, ada)
    with pytest.raises(Invalid, match="reply_to_id"):
        await parlour.say(room, bob, "What?", reply_to_id=message.id)


async def test_moderators_delete_what_lower_roles_said(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    await parlour.promote(room, ada, bob, Role.MOD)
    said = {who: await parlour.say(room, who, "Hello!") for who in (ada, bob, cyd)}
    for message, by in ((said[ada], bob), (said[ada], cyd), (said[bob], cyd)):
        with pytest.raises(Forbidden):
            await parlour.do(DeleteMessage(message_id=message.id), by)
    await parlour.do(DeleteMessage(message_id=said[cyd].id), bob)
    await parlour.do(DeleteMessage(message_id=said[bob].id), ada)

    assert (await parlour.texts(room, cyd))[:2] == [
        "A message of Bob's was deleted.",
        "A message of Cyd's was deleted.",
    ]


async def test_what_a_moderator_deletes_is_written_down(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    message = await parlour.say(room, bob, "Hello!")
    await parlour.do(DeleteMessage(message_id=message.id), ada)
    (record,) = (await parlour.ask(ListAudit())).items

    assert (record.actor_id, record.action) == (ada.person, "chat.message-deleted")
    assert (record.target_kind, record.target_id) == ("chat", room)
    assert record.detail == f"message {message.id}"


async def test_what_one_deletes_of_ones_own_is_no_act_of_office(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    await parlour.do(DeleteMessage(message_id=message.id), ada)

    assert (await parlour.ask(ListAudit())).items == []
    assert (await parlour.texts(room, ada))[0] == ""


async def test_what_somebody_said_who_has_left_is_a_guests(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    await parlour.promote(room, ada, bob, Role.MOD)
    await parlour.promote(room, ada, cyd, Role.MOD)
    message = await parlour.say(room, cyd, "Hello!")
    with pytest.raises(Forbidden, match="lower roles"):
        await parlour.do(DeleteMessage(message_id=message.id), bob)
    await parlour.leave(room, cyd)
    await parlour.do(DeleteMessage(message_id=message.id), bob)

    assert (await parlour.shown(room, ada, message.id)).message.deleted


async def test_what_the_room_says_stays(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    (created,) = await parlour.messages(room, ada)
    with pytest.raises(Forbidden, match="cannot be changed"):
        await parlour.do(DeleteMessage(message_id=created.message.id), ada)


async def test_a_message_that_one_may_not_read_is_not_there(parlour: Parlour) -> None:
    ada, bob, eve = await parlour.people("ada", "bob", "eve")
    message = await parlour.say(await parlour.direct(ada, bob), ada, "Hello!")
    for message_id in (message.id, Id("01J9AD7000FRW8A3P3PMM92YTE")):
        with pytest.raises(NotFound, match=f"There is no message {message_id}"):
            await parlour.do(DeleteMessage(message_id=message_id), eve)  # type: ignore[arg-type]


async def test_an_emoji_stands_under_a_message_once_for_each(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    for who, emoji in ((bob, "👍"), (ada, "👍"), (bob, "🎉"), (bob, "👍")):
        await parlour.do(React(message_id=message.id, emoji=emoji), who)
    left = (await parlour.shown(room, ada, message.id)).message

    assert left.reactions == (
        Reaction(emoji="👍", user_ids=(bob.person, ada.person)),
        Reaction(emoji="🎉", user_ids=(bob.person,)),
    )
    assert (await parlour.heard_in(room)).count("chat.reaction") == 3


async def test_an_emoji_can_be_taken_back(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    message = await parlour.say(room, ada, "Hello!")
    await parlour.do(React(message_id=message.id, emoji="👍"), bob)
    shown = await parlour.do(Unreact(message_id=message.id, emoji="👍"), bob)
    told = (await parlour.heard(chat_topic(room)))[-1]
    again = await parlour.told(Unreact(message_id=message.id, emoji="👍"), bob)

    assert shown.message.reactions == ()
    assert isinstance(told, MessageReaction)
    assert (told.emoji, told.person.username, told.given) == ("👍", "bob", False)
    assert again == []


async def test_a_message_bears_so_many_reactions(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    message = await parlour.say(await parlour.direct(ada, bob), ada, "Hello!")
    many = colourful(message, MOST_KINDS)
    with pytest.raises(TooManyReactions, match="different"):
        many.reacted("🎸", ada.person)
    crowded = popular(message, MOST_REACTIONS)
    with pytest.raises(TooManyReactions, match="reactions"):
        crowded.reacted("👍", ada.person)

    assert many.reacted("😀", ada.person) is many
    rest = popular(message, MOST_REACTIONS - 1).reacted("👍", ada.person)
    assert rest.reactions[0].user_ids[-1] == ada.person


def colourful(message: ChatMessage, count: int) -> ChatMessage:
    """With as many different emoji of its sender's."""
    assert message.sender_id is not None
    for number in range(count):
        message = message.reacted(chr(ord("😀") + number), message.sender_id)
    return message


def popular(message: ChatMessage, count: int) -> ChatMessage:
    """With one emoji of as many people's."""
    for number in range(count):
        message = message.reacted("👍", UserId(Id(f"01J9AD7000FRW8A3P3PMM9{number:04}")))
    return message


@pytest.mark.parametrize("emoji", ["", "a", "👍👍", "👍 ", "1", "<b>", "\u200d", "🇩"])
def test_a_reaction_is_one_emoji(emoji: str) -> None:
    with pytest.raises(Invalid, match="one emoji"):
        React(message_id=Id("01J9AD7000FRW8A3P3PMM92YTE"), emoji=emoji)  # type: ignore[arg-type]
