"""A small world for chat's use cases: people, and chats between them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Self, TypeVar

import attrs

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.chat import (
    ChatKind,
    ChatMessage,
    ChatRoomId,
    CreateGroupChat,
    GetChat,
    GetChatMember,
    ListMessages,
    MessageId,
    OpenDirectChat,
    RemoveChatMember,
    Role,
    SendMessage,
    SetChatMember,
    ShownMember,
    ShownMessage,
    Span,
    chat_topic,
)
from phantom_core.identity import BlockUser, PasswordHash, RegisterUser
from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Actor,
    Command,
    Event,
    Id,
    Invocation,
    PageRequest,
    Query,
    Storage,
    Topic,
    person,
    topic,
)
from phantom_core.phantom import Phantom
from tests.use_cases.notified import apart_from_notifications

__all__ = ["PROJECT", "Parlour"]

T = TypeVar("T")

PROJECT = Id("01J9AD7000FRW8A3P3PMM92YTE")
"""A project, as chat knows it."""


@attrs.define
class Parlour:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: Storage
    phantom: Phantom

    @classmethod
    def open(cls, storage: Storage | None = None) -> Self:
        """A new one, empty unless its storage is not."""
        clock = ManualClock()
        kept = storage or MemoryStorage(clock=clock)
        return cls(clock, kept, Phantom(kept))

    async def somebody(self, name: str) -> Actor:
        """Somebody comes in."""
        command = RegisterUser(
            email=f"{name}@example.org",
            username=name,
            display_name=name.title(),
            password_hash=PasswordHash("$none"),
        )
        return person((await self.do(command, ANONYMOUS)).id)

    async def people(self, *names: str) -> list[Actor]:
        """Some come in."""
        return [await self.somebody(name) for name in names]

    async def direct(self, one: Actor, other: Actor) -> ChatRoomId:
        """The chat of two."""
        return (await self.do(OpenDirectChat(user_id=other.person), one)).entry.room.id

    async def group(self, admin: Actor, *guests: Actor) -> ChatRoomId:
        """A group."""
        ids = tuple(guest.person for guest in guests)
        opened = await self.do(CreateGroupChat(user_ids=ids, title="Band"), admin)
        return opened.entry.room.id

    async def say(self, room: ChatRoomId, actor: Actor, text: str, **fields: Any) -> ChatMessage:
        """Somebody says something."""
        command = SendMessage(chat_room_id=room, content=text, **fields)
        return (await self.do(command, actor)).message

    async def set(self, room: ChatRoomId, by: Actor, whom: Actor, **changes: Any) -> list[Event]:
        """Somebody changes another's place; answer what happened."""
        return await self.told(SetChatMember(chat_room_id=room, user_id=whom.person, **changes), by)

    async def promote(self, room: ChatRoomId, by: Actor, whom: Actor, role: Role) -> None:
        """Somebody gives another a role."""
        await self.set(room, by, whom, role=role)

    async def ban(self, room: ChatRoomId, by: Actor, whom: Actor, hours: int = 1) -> list[Event]:
        """Somebody bans another for some hours."""
        return await self.set(room, by, whom, banned_until=self.later(hours))

    async def mute(self, room: ChatRoomId, by: Actor, whom: Actor, hours: int = 1) -> None:
        """Somebody mutes another for some hours."""
        await self.set(room, by, whom, muted_until=self.later(hours))

    async def leave(self, room: ChatRoomId, who: Actor) -> None:
        """Somebody leaves."""
        await self.remove(room, who, who)

    async def remove(self, room: ChatRoomId, by: Actor, whom: Actor) -> None:
        """Somebody puts another out."""
        await self.do(RemoveChatMember(chat_room_id=room, user_id=whom.person), by)

    def later(self, hours: int) -> Any:
        """A time to come."""
        return self.clock.now + timedelta(hours=hours)

    async def block(self, blocker: Actor, blocked: Actor) -> None:
        """Somebody wants nothing of another any more."""
        await self.do(BlockUser(user_id=blocked.person), blocker)

    async def texts(self, room: ChatRoomId, actor: Actor, span: Span = Span()) -> list[str]:  # noqa: B008 - a value
        """What somebody reads in a chat room."""
        return [each.message.content for each in await self.messages(room, actor, span)]

    async def messages(
        self,
        room: ChatRoomId,
        actor: Actor,
        span: Span = Span(),  # noqa: B008 - a value
    ) -> Sequence[ShownMessage]:
        """The messages that somebody reads in a chat room."""
        query = ListMessages(chat_room_id=room, span=span, page=PageRequest(limit=200))
        return (await self.ask(query, actor)).items

    async def shown(self, room: ChatRoomId, actor: Actor, message_id: MessageId) -> ShownMessage:
        """One of them."""
        return next(
            each for each in await self.messages(room, actor) if each.message.id == message_id
        )

    async def names(self, room: ChatRoomId, actor: Actor) -> list[str]:
        """Whom somebody sees in a chat room."""
        view = await self.ask(GetChat(chat_room_id=room), actor)
        return [each.person.username for each in view.members]

    async def place(self, room: ChatRoomId, actor: Actor, whom: Actor) -> ShownMember:
        """Somebody's place, as another sees it."""
        return await self.ask(GetChatMember(chat_room_id=room, user_id=whom.person), actor)

    async def role(self, room: ChatRoomId, actor: Actor) -> Role:
        """Somebody's role."""
        return (await self.place(room, actor, actor)).member.role

    async def do(self, command: Command[T], actor: Actor = SYSTEM) -> T:
        """Do a command."""
        return (await self.phantom.do(command, actor=actor)).value

    async def told(self, command: Command[Any], actor: Actor = SYSTEM) -> list[Event]:
        """Do a command, and answer what happened, save who is notified of it."""
        told = await self.phantom.do(command, actor=actor)
        return apart_from_notifications(stored.event for stored in told.events)

    async def ask(self, query: Query[T], actor: Actor = SYSTEM) -> T:
        """Ask a query."""
        return await self.phantom.ask(query, actor=actor)

    async def heard(self, where: Topic) -> list[Event]:
        """All that was told in a topic."""

        def body(work: Any) -> list[Event]:
            return [stored.event for stored in work.log.after(where, 0, 1000)]

        return await self.storage.read(Invocation(SYSTEM, 0), body)

    async def heard_in(self, room: ChatRoomId) -> list[str]:
        """The names of what was told in a chat room."""
        return [event.name for event in await self.heard(chat_topic(room))]

    async def heard_by(self, actor: Actor) -> list[Event]:
        """All that somebody was told."""
        return await self.heard(topic("user", actor.person))

    async def linked(self) -> ChatRoomId:
        """The id of the chat of the project."""

        def body(work: Any) -> ChatRoomId:
            found: ChatRoomId = work.chat_rooms.linked(ChatKind.PROJECT, PROJECT).id
            return found

        return await self.storage.read(Invocation(SYSTEM, 0), body)
