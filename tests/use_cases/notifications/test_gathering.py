"""What people are told, and how it gathers."""

from datetime import timedelta

import pytest

from phantom_core.chat import DeleteMessage, EditMessage, MarkSeen, React, Unreact
from phantom_core.identity import BlockUser, SetUserStatus, UnblockUser, UnfollowUser, UserStatus
from phantom_core.kernel import SYSTEM, NotFound, PageRequest, UserId
from phantom_core.notifications import (
    GetNotification,
    ListNotifications,
    NotificationRaised,
    NotificationsRead,
    NotificationsWithdrawn,
    ReadAllNotifications,
    ReadNotifications,
)
from phantom_core.privacy import ApplyRetention, lives_of
from tests.use_cases.notifications.street import Street


async def test_people_who_follow_gather_until_they_are_read(street: Street) -> None:
    ada, bob, cy, dan, eve, fay = await street.people("ada", "bob", "cyd", "dan", "eve", "fay")
    await street.follow(ada, bob)
    assert await street.texts(ada) == ["bob follows you."]
    await street.follow(ada, cy)
    assert await street.texts(ada) == ["cyd and bob follow you."]
    await street.follow(ada, dan, eve)
    inbox = await street.inbox(ada)
    (view,) = inbox.page.items
    await street.do(ada, ReadNotifications(ids=(view.notification.id,)))
    await street.follow(ada, fay)

    assert (inbox.unread, view.count) == (1, 4)
    assert [person.username for person in view.people] == ["eve", "dan", "cyd"]
    assert await street.texts(ada) == ["fay follows you.", "eve and 3 others follow you."]
    assert (await street.inbox(ada)).unread == 1


async def test_who_follows_no_longer_is_taken_out(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    await street.follow(ada, bob, cy)
    await street.do(bob, UnfollowUser(user_id=ada.person))
    assert await street.texts(ada) == ["cyd follows you."]
    await street.do(cy, UnfollowUser(user_id=ada.person))

    assert await street.views(ada) == []


async def test_each_is_told_once_of_a_message_and_never_of_their_own(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    asked = await street.say(bob, room, "Who plays?")
    await street.say(ada, room, "@bob @ada and @cyd, at eight", reply_to_id=asked.id)
    await street.say(ada, room, "Or nine", reply_to_id=asked.id)

    assert await street.texts(bob) == [
        "ada replied to you in “Jazz night”.",
        "ada mentioned you in “Jazz night”.",
    ]
    assert await street.texts(cy) == ["ada mentioned you in “Jazz night”."]
    assert await street.views(ada) == []


async def test_an_edit_tells_only_those_whom_it_names_anew(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    said = await street.say(ada, room, "@bob?")
    await street.do(bob, ReadAllNotifications())
    await street.do(ada, EditMessage(message_id=said.id, content="@bob and @cyd?"))

    assert len(await street.views(bob)) == len(await street.views(cy)) == 1


async def test_what_is_seen_in_a_chat_is_read(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    first = await street.say(ada, room, "@bob @cyd one")
    await street.say(ada, room, "@bob @cyd two")
    await street.do(bob, MarkSeen(chat_room_id=room, seq=first.seq))
    assert (await street.inbox(bob)).unread == 1
    await street.say(cy, room, "I have read all that")

    assert (await street.inbox(cy)).unread == 0
    assert [view.notification.read_at is None for view in await street.views(bob)] == [True, False]


async def test_nothing_is_left_of_a_message_that_is_deleted(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    said = await street.say(ada, room, "@bob @cyd one")
    await street.do(bob, React(message_id=said.id, emoji="🎷"))
    assert await street.texts(ada) == ["bob reacted to your message in “Jazz night”."]
    await street.do(ada, DeleteMessage(message_id=said.id))

    assert [await street.views(each) for each in (ada, bob, cy)] == [[], [], []]


async def test_reactions_gather_under_their_message(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    said = await street.say(ada, room, "Tonight!")
    for emoji in ("🎷", "🎺"):
        await street.do(bob, React(message_id=said.id, emoji=emoji))
    await street.do(ada, React(message_id=said.id, emoji="🎷"))
    await street.do(cy, React(message_id=said.id, emoji="🎷"))
    assert [view.count for view in await street.views(ada)] == [2]
    await street.do(bob, Unreact(message_id=said.id, emoji="🎷"))

    assert await street.texts(ada) == ["cyd reacted to your message in “Jazz night”."]


async def test_a_direct_chat_rings_once_until_it_is_looked_at(street: Street) -> None:
    ada, bob = await street.people("ada", "bob")
    chat = await street.direct(ada, bob)
    for text in ("Hi", "@bob?"):
        await street.say(ada, chat, text)
    last = await street.say(ada, chat, "Are you there?")
    assert await street.texts(bob) == ["ada wrote to you."]
    await street.do(bob, MarkSeen(chat_room_id=chat, seq=last.seq))
    await street.say(ada, chat, "Ah!")

    assert await street.texts(bob) == ["ada wrote to you."] * 2
    assert (await street.inbox(bob)).unread == 1


@pytest.mark.parametrize("blocker", [0, 1])
async def test_who_blocks_or_is_blocked_is_nowhere(street: Street, blocker: int) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    await street.follow(ada, bob, cy)
    await street.say(bob, room, "@ada!")
    await street.say(ada, room, "@bob!")
    await street.do(ada, ReadAllNotifications())
    one, other = ((ada, bob), (bob, ada))[blocker]
    await street.do(one, BlockUser(user_id=other.person))
    await street.say(bob, room, "@ada @cyd!")
    await street.do(one, UnblockUser(user_id=other.person))

    assert await street.texts(ada) == ["cyd follows you."]
    assert await street.views(bob) == []
    assert await street.texts(cy) == ["bob mentioned you in “Jazz night”."]


async def test_who_is_suspended_is_not_seen_until_they_are_back(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    await street.follow(ada, bob, cy)
    await street.say(cy, room, "@ada!")

    async def turn(status: UserStatus) -> None:
        await street.do(SYSTEM, SetUserStatus(user_id=UserId(cy.person), status=status))

    await turn(UserStatus.SUSPENDED)
    hidden = await street.inbox(ada)
    await street.say(bob, room, "@cyd, @ada!")
    await turn(UserStatus.ACTIVE)

    assert (hidden.unread, [view.count for view in hidden.page.items]) == (1, [1])
    assert [view.count for view in await street.views(ada)] == [1, 1, 2]
    assert await street.views(cy) == []


async def test_all_is_read_up_to_what_was_looked_at(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(ada, bob, cy)
    await street.say(bob, room, "@ada 1")
    looked = await street.inbox(ada)
    street.town.clock.advance(seconds=1)
    await street.say(bob, room, "@ada 2")

    assert await street.do(ada, ReadAllNotifications(before=looked.now)) == 1
    assert len((await street.inbox(ada, unread=True)).page.items) == 1
    assert await street.do(ada, ReadAllNotifications()) == 0


async def test_what_is_anothers_is_not_there(street: Street) -> None:
    ada, bob = await street.people("ada", "bob")
    await street.follow(ada, bob)
    (view,) = await street.views(ada)
    mine = view.notification.id
    await street.do(bob, ReadNotifications(ids=(mine,)))

    assert (await street.inbox(ada)).unread == 1
    with pytest.raises(NotFound):
        await street.town.phantom.ask(GetNotification(notification_id=mine), actor=bob)


async def test_pages_go_on_where_they_ended(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(bob, ada, cy)
    for number in range(5):
        await street.say(bob, room, f"@ada {number}")
    seen, cursor = [], None
    while True:
        asked = ListNotifications(page=PageRequest(limit=2, cursor=cursor))
        page = (await street.town.phantom.ask(asked, actor=ada)).page
        seen += [view.notification.payload.seq for view in page.items]
        cursor = page.next
        if cursor is None:
            break

    assert seen == sorted(seen, key=lambda seq: -(seq or 0))
    assert len(seen) == 5


async def test_all_devices_hear_what_comes_and_what_is_read(street: Street) -> None:
    ada, bob = await street.people("ada", "bob")
    await street.follow(ada, bob)
    (view,) = await street.views(ada)
    await street.do(ada, ReadNotifications(ids=(view.notification.id,)))
    await street.do(ada, ReadNotifications(ids=(view.notification.id,)))
    await street.do(ada, BlockUser(user_id=bob.person))
    heard = [(type(event), event.unread) for event in await street.heard(ada)]

    assert heard == [(NotificationRaised, 1), (NotificationsRead, 0), (NotificationsWithdrawn, 0)]


async def test_what_is_old_is_forgotten(street: Street) -> None:
    ada, bob, cy = await street.people("ada", "bob", "cyd")
    room = await street.group(bob, ada, cy)
    await street.say(bob, room, "@ada 1")
    street.town.clock.advance(seconds=timedelta(days=60).total_seconds())
    await street.follow(ada, bob)
    lives = lives_of({"notifications": timedelta(days=50)})
    await street.do(SYSTEM, ApplyRetention(lives=lives))

    assert await street.texts(ada) == ["bob follows you."]
