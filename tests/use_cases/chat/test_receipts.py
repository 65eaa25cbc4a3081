"""Receipts: marks that never go back, shared where few are, and kept to oneself by who wishes."""

import pytest

from phantom_core.chat import SHARING, ListChats, MarkDelivered, MarkSeen, ReceiptMoved, chat_topic
from phantom_core.identity import ChangeUser
from phantom_core.kernel import Actor, Event, Invalid, NotFound, topic
from tests.use_cases.chat.parlour import Parlour


async def seen_by(parlour: Parlour, actor: Actor, text: str) -> list[str]:
    """Who has seen a message, as somebody is shown it, in the one chat they are in."""
    room = (await parlour.ask(ListChats(), actor)).items[0].room.id
    found = [each for each in await parlour.messages(room, actor) if each.message.content == text]
    return [person.username for person in found[0].seen_by]


def receipts(events: list[Event]) -> list[tuple[str, int, int, bool]]:
    """What was told of receipts."""
    return [
        (each.person.username, each.delivered_seq, each.seen_seq, each.shared)
        for each in events
        if isinstance(each, ReceiptMoved)
    ]


async def test_a_sender_sees_who_has_seen_it(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob, cyd)
    message = await parlour.say(room, ada, "Hello!")

    assert await seen_by(parlour, ada, "Hello!") == []
    await parlour.do(MarkSeen(chat_room_id=room, seq=message.seq), bob)
    await parlour.do(MarkDelivered(chat_room_id=room, seq=message.seq), cyd)

    assert await seen_by(parlour, ada, "Hello!") == ["bob"]
    assert await seen_by(parlour, bob, "Hello!") == []


async def test_nothing_is_unread_once_it_is_seen(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for text in ("One", "Two"):
        await parlour.say(room, ada, text)
    await parlour.do(MarkSeen(chat_room_id=room, seq=2), bob)

    assert (await parlour.ask(ListChats(), bob)).items[0].unread == 1


async def test_a_mark_never_goes_back_nor_beyond_the_last_message(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.say(room, ada, "Hello!")
    far = await parlour.do(MarkSeen(chat_room_id=room, seq=99), bob)
    back = await parlour.do(MarkSeen(chat_room_id=room, seq=1), bob)

    assert (far.last_delivered_seq, far.last_seen_seq) == (2, 2)
    assert back == far
    assert receipts(await parlour.heard(chat_topic(room))) == [("bob", 2, 2, True)]


async def test_what_is_seen_has_been_delivered_and_not_the_other_way_round(
    parlour: Parlour,
) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    for text in ("One", "Two", "Three"):
        await parlour.say(room, ada, text)
    delivered = await parlour.do(MarkDelivered(chat_room_id=room, seq=3), bob)
    seen = await parlour.do(MarkSeen(chat_room_id=room, seq=4), bob)

    assert (delivered.last_delivered_seq, delivered.last_seen_seq) == (3, 1)
    assert (seen.last_delivered_seq, seen.last_seen_seq) == (4, 4)


@pytest.mark.parametrize("seq", [-1, 2**53])
async def test_a_mark_is_a_number_of_a_message(parlour: Parlour, seq: int) -> None:
    room = await parlour.direct(*await parlour.people("ada", "bob"))
    with pytest.raises(Invalid, match="seq"):
        MarkSeen(chat_room_id=room, seq=seq)


async def test_who_keeps_it_private_is_told_alone(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.do(ChangeUser(private_receipts=True), bob)
    await parlour.say(room, ada, "Hello!")
    await parlour.do(MarkSeen(chat_room_id=room, seq=2), bob)

    assert await seen_by(parlour, ada, "Hello!") == []
    assert (await parlour.place(room, ada, bob)).member.shown_seen_seq == 0
    assert receipts(await parlour.heard(chat_topic(room))) == []
    assert receipts(await parlour.heard_by(bob)) == [("bob", 2, 2, False)]
    assert (await parlour.ask(ListChats(), bob)).items[0].unread == 0


async def test_what_was_shared_before_stays_known(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.say(room, ada, "One")
    await parlour.do(MarkSeen(chat_room_id=room, seq=2), bob)
    await parlour.do(ChangeUser(private_receipts=True), bob)
    await parlour.say(room, ada, "Two")
    await parlour.do(MarkSeen(chat_room_id=room, seq=3), bob)

    assert await seen_by(parlour, ada, "One") == ["bob"]
    assert await seen_by(parlour, ada, "Two") == []


async def test_in_a_crowd_nobody_is_told_of_the_others(parlour: Parlour) -> None:
    ada, *others = await parlour.people(*(f"user{number}" for number in range(SHARING + 1)))
    room = await parlour.group(ada, *others)
    message = await parlour.say(room, ada, "Hello!")
    await parlour.do(MarkSeen(chat_room_id=room, seq=message.seq), others[0])

    assert (await parlour.shown(room, ada, message.id)).seen_by == ()
    assert receipts(await parlour.heard(chat_topic(room))) == []
    assert receipts(await parlour.heard_by(others[0])) == [("user1", 2, 2, False)]


async def test_who_came_later_has_not_seen_what_was_said_before(parlour: Parlour) -> None:
    ada, bob, cyd = await parlour.people("ada", "bob", "cyd")
    room = await parlour.group(ada, bob)
    await parlour.say(room, ada, "Hello!")
    parlour.clock.advance(seconds=1)
    await parlour.set(room, ada, cyd)
    parlour.clock.advance(seconds=1)
    await parlour.say(room, ada, "Welcome!")
    await parlour.do(MarkSeen(chat_room_id=room, seq=99), cyd)

    assert await seen_by(parlour, ada, "Hello!") == []
    assert await seen_by(parlour, ada, "Welcome!") == ["cyd"]


async def test_who_has_left_is_not_told_of(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.group(ada, bob)
    await parlour.say(room, ada, "Hello!")
    await parlour.do(MarkSeen(chat_room_id=room, seq=2), bob)
    await parlour.leave(room, bob)

    assert await seen_by(parlour, ada, "Hello!") == []
    with pytest.raises(NotFound):
        await parlour.do(MarkSeen(chat_room_id=room, seq=3), bob)


async def test_a_receipt_that_is_not_shared_is_told_in_ones_own_topic(parlour: Parlour) -> None:
    ada, bob = await parlour.people("ada", "bob")
    room = await parlour.direct(ada, bob)
    await parlour.do(ChangeUser(private_receipts=True), bob)
    await parlour.say(room, ada, "Hello!")
    told, *_ = await parlour.told(MarkSeen(chat_room_id=room, seq=2), bob)

    assert told.topic == topic("user", bob.person)
