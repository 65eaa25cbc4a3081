"""Many at once in one chat, on every storage: numbers have no gap, and what is one stays one."""

from collections import Counter
from functools import partial

import pytest

from phantom_core.chat import (
    ChatMemberLeft,
    ListMessages,
    MarkSeen,
    OpenDirectChat,
    React,
    Role,
    SendMessage,
    SetChatMember,
    chat_topic,
)
from phantom_core.kernel import PageRequest, PhantomError, Storage
from tests.contracts.test_identity_races import AT_ONCE, ROUNDS, at_once
from tests.use_cases.chat.parlour import Parlour


@pytest.fixture
def parlour(storage: Storage) -> Parlour:
    return Parlour.open(storage)


async def numbers(parlour: Parlour, actor: object, room: object) -> list[int]:
    """The numbers of all messages in a chat room, from the first on."""
    query = ListMessages(chat_room_id=room, page=PageRequest(limit=200))  # type: ignore[arg-type]
    page = await parlour.ask(query, actor)  # type: ignore[arg-type]
    return sorted(each.message.seq for each in page.items)


async def test_messages_that_are_sent_at_once_are_numbered_without_gaps(parlour: Parlour) -> None:
    people = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(*people)
    calls = [
        partial(parlour.say, room, people[number % 3], f"Message {number}")
        for number in range(AT_ONCE)
    ]
    sent = await at_once(*calls)

    assert sorted(message.seq for message in sent) == [*range(2, AT_ONCE + 2)]
    assert await numbers(parlour, people[0], room) == [*range(1, AT_ONCE + 2)]


async def test_a_message_that_is_sent_twice_at_once_is_one(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for number in range(ROUNDS):
        send = SendMessage(chat_room_id=room, content="Hello!", client_id=f"c{number}")
        sent = await at_once(*[partial(parlour.do, send, ada)] * 4)

        assert len({answer.message.id for answer in sent}) == 1
    assert await numbers(parlour, ada, room) == [*range(1, ROUNDS + 2)]


async def test_of_two_who_open_their_chat_at_once_one_makes_it(parlour: Parlour) -> None:
    for number in range(ROUNDS):
        ada, bob = await parlour.people(f"ada{number}", f"bob{number}")
        one, other = (
            partial(parlour.do, OpenDirectChat(user_id=whom.person), who)
            for who, whom in ((ada, bob), (bob, ada))
        )
        opened = await at_once(one, other, one, other)

        assert len({answer.entry.room.id for answer in opened}) == 1
        assert Counter(answer.is_new for answer in opened) == {True: 1, False: 3}


async def test_marks_that_are_moved_at_once_end_at_the_last(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for _ in range(8):
        await parlour.say(room, ada, "Hello!")
    marks = [MarkSeen(chat_room_id=room, seq=seq) for seq in (9, 3, 7, 5)]
    await at_once(*[partial(parlour.do, mark, bob) for mark in marks])

    assert (await parlour.place(room, bob, bob)).member.last_seen_seq == 9


async def test_emoji_that_are_given_at_once_all_stand(parlour: Parlour) -> None:
    people = await parlour.people(*(f"user{number}" for number in range(8)))
    room = await parlour.group(*people)
    message = await parlour.say(room, people[0], "Hello!")
    react = React(message_id=message.id, emoji="👍")
    await at_once(*[partial(parlour.do, react, who) for who in people * 2])
    (reaction,) = (await parlour.shown(room, people[0], message.id)).message.reactions

    assert Counter(reaction.user_ids) == dict.fromkeys((who.person for who in people), 1)


async def test_of_two_admins_who_step_down_at_once_one_stays(parlour: Parlour) -> None:
    for number in range(ROUNDS):
        ada, bob = await parlour.people(f"ada{number}", f"bob{number}")
        room = await parlour.group(ada, bob)
        await parlour.promote(room, ada, bob, Role.ADMIN)
        calls = [partial(parlour.promote, room, who, who, Role.GUEST) for who in (ada, bob)]
        outcomes = await at_once(*calls)

        assert sum(isinstance(outcome, PhantomError) for outcome in outcomes) == 1
        assert {await parlour.role(room, who) for who in (ada, bob)} == {Role.ADMIN, Role.GUEST}


async def test_who_is_banned_while_they_talk_says_nothing_after_it(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    talk = [partial(parlour.say, room, bob, f"Message {number}") for number in range(8)]
    await at_once(*talk[:4], partial(parlour.ban, room, ada, bob), *talk[4:])
    said = await parlour.messages(room, ada)
    ban = next(each.message.seq for each in said if each.message.content.startswith("Bob was"))

    assert all(each.message.seq < ban for each in said if each.message.sender_id == bob.person)
    assert await numbers(parlour, ada, room) == [*range(1, len(said) + 1)]


async def test_counts_of_members_are_exact_whoever_comes_and_goes(parlour: Parlour) -> None:
    people = await parlour.people(*(f"user{number}" for number in range(8)))
    room = await parlour.group(people[0])
    comes = [
        SetChatMember(chat_room_id=room, user_id=who.person) for who in people[1:] for _ in range(2)
    ]
    await at_once(*[partial(parlour.do, each, people[0]) for each in comes])
    goes = [partial(parlour.leave, room, who) for who in people[1:5]]
    await at_once(*goes, *goes)
    names = await parlour.names(room, people[0])
    (_, last) = [
        event.member_count
        for event in await parlour.heard(chat_topic(room))
        if isinstance(event, ChatMemberLeft)
    ][-2:]

    assert len(names) == last == 4
