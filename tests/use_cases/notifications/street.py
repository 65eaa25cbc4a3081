"""A street where things happen of which people are notified."""

from collections.abc import Sequence
from typing import Any

from phantom_core.chat import ChatRoomId, CreateGroupChat, OpenDirectChat, SendMessage
from phantom_core.identity import FollowUser
from phantom_core.kernel import EPOCH, SYSTEM, Actor, Invocation, topic
from phantom_core.notifications import (
    InboxPage,
    ListNotifications,
    NotificationView,
    text_of,
)
from phantom_core.notifications.events import EVENTS
from tests.use_cases.identity.town import Town

__all__ = ["Street"]


class Street:
    """The world, and what is done in it again and again."""

    EPOCH = EPOCH

    def __init__(self, town: Town) -> None:
        self.town = town

    async def people(self, *names: str) -> Sequence[Actor]:
        """People come in, each called by their name."""
        return [await self.town.somebody(name) for name in names]

    async def do(self, actor: Actor, command: Any) -> Any:
        """Have something done."""
        return (await self.town.phantom.do(command, actor=actor)).value

    async def follow(self, whom: Actor, *followers: Actor) -> None:
        """People follow somebody, one after the other."""
        for follower in followers:
            self.town.clock.advance(seconds=1)
            await self.do(follower, FollowUser(user_id=whom.person))

    async def group(self, *members: Actor) -> ChatRoomId:
        """The first of some people makes a group of them."""
        first, *others = members
        ids = tuple(other.person for other in others)
        opened = await self.do(first, CreateGroupChat(user_ids=ids, title="Jazz night"))
        return ChatRoomId(opened.entry.room.id)

    async def direct(self, one: Actor, other: Actor) -> ChatRoomId:
        """The chat of two people."""
        opened = await self.do(one, OpenDirectChat(user_id=other.person))
        return ChatRoomId(opened.entry.room.id)

    async def say(self, actor: Actor, chat_room_id: ChatRoomId, text: str, **more: Any) -> Any:
        """Somebody says something; the message is answered."""
        self.town.clock.advance(seconds=1)
        told = await self.do(actor, SendMessage(chat_room_id=chat_room_id, content=text, **more))
        return told.message

    async def heard(self, actor: Actor) -> Sequence[Any]:
        """What somebody was told of notifications."""

        def body(work: Any) -> Sequence[Any]:
            log = work.log.after(topic("user", actor.person), 0, 1000)
            return [each.event for each in log if isinstance(each.event, EVENTS)]

        return await self.town.storage.read(Invocation(SYSTEM, 0), body)

    async def inbox(self, actor: Actor, *, unread: bool = False) -> InboxPage:
        """What somebody is notified of."""
        return await self.town.phantom.ask(ListNotifications(unread=unread), actor=actor)

    async def views(self, actor: Actor) -> Sequence[NotificationView]:
        """The same, without the rest."""
        return (await self.inbox(actor)).page.items

    async def texts(self, actor: Actor) -> Sequence[str]:
        """What somebody reads who looks, the latest first."""
        return [text_of(view) for view in await self.views(actor)]
