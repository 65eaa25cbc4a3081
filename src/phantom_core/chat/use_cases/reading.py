"""Looking at chat rooms, their members and their messages."""

import attrs

from phantom_core.chat.listing import Span
from phantom_core.chat.message import ChatMessage, MessageId
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatKind, ChatRoom, ChatRoomId
from phantom_core.chat.use_cases._finding import message_seat, reading, seat_of, seated
from phantom_core.chat.use_cases._showing import (
    entries,
    shown_member,
    shown_members,
    shown_messages,
)
from phantom_core.chat.views import ChatEntry, ChatState, ChatView, ShownMember, ShownMessage
from phantom_core.chat.wording import query_terms
from phantom_core.kernel import (
    MAX_PAGE,
    Access,
    Allowed,
    Checked,
    Decision,
    Hidden,
    Id,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
    line,
    ruled,
)

__all__ = [
    "GetChat",
    "GetChatMember",
    "GetChatState",
    "GetLinkedChat",
    "ListChats",
    "ListMessages",
    "LocateMessage",
    "SearchMessages",
    "may_listen",
]


@attrs.frozen(kw_only=True)
class GetChat(Query[ChatView]):
    """Look at a chat room that one is in. Raises: NotFound, Banned."""

    access = Access.PERSON
    chat_room_id: ChatRoomId

    def run(self, work: ChatWork) -> ChatView:
        """Answer it, with those who are in it."""
        seat = seat_of(work, self.chat_room_id)
        members = work.chat_members.page(seat.room.id, PageRequest(limit=MAX_PAGE))
        return ChatView(
            entry=entries(work, [(seat.room, seat.member)])[0],
            members=shown_members(work, members.items),
        )


@attrs.frozen(kw_only=True)
class GetLinkedChat(Query[ChatRoomId]):
    """Find the chat of a listening room or project that one is in. Raises: NotFound, Banned."""

    access = Access.PERSON
    kind: ChatKind
    linked_id: Id

    def run(self, work: ChatWork) -> ChatRoomId:
        """Answer its id."""
        room = work.chat_rooms.linked(self.kind, self.linked_id)
        if room is None or isinstance(self._reading(work, room), Hidden):
            # Who is not in it learns neither the chat's own id, nor that there is one.
            raise NotFound(f"chat of yours in {self.kind.value}", self.linked_id)
        return seated(work, room).room.id

    def _reading(self, work: ChatWork, room: ChatRoom) -> Decision:
        return reading(work, room, work.chat_members.find(room.id, work.actor.person))


@attrs.frozen(kw_only=True)
class GetChatState(Query[ChatState]):
    """Look at all that a chat room's topic tells about. Raises: NotFound, Banned."""

    access = Access.PERSON
    chat_room_id: ChatRoomId

    def run(self, work: ChatWork) -> ChatState:
        """Answer the room, and its newest messages."""
        view = GetChat(chat_room_id=self.chat_room_id).run(work)
        return ChatState(view=view, messages=ListMessages(chat_room_id=self.chat_room_id).run(work))


@attrs.frozen(kw_only=True)
class ListChats(Query[Page[ChatEntry]]):
    """List the chat rooms that one is in: those with the latest message first.

    Direct chats are left out while one of the two blocks the other, so that a page may be short.

    Raises: Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    page: PageRequest = PageRequest()

    def run(self, work: ChatWork) -> Page[ChatEntry]:
        """Answer a page of them."""
        found = work.chat_rooms.of_member(work.actor.person, self.page)
        rows = [row for row in found.items if isinstance(reading(work, *row), Allowed)]
        return Page(entries(work, rows), found.next)


@attrs.frozen(kw_only=True)
class ListMessages(Query[Page[ShownMessage]]):
    """Read the messages of a chat room that one is in: the newest first, unless the span says else.

    Those of whom one has blocked are left out, so that a page may be short.

    Raises: NotFound; Banned; Invalid, for a foreign cursor.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    span: Span = Span()
    page: PageRequest = PageRequest()

    def run(self, work: ChatWork) -> Page[ShownMessage]:
        """Answer a page of them."""
        room = seat_of(work, self.chat_room_id).room
        return _shown(work, room, work.chat_messages.history(room.id, self.span, self.page))


@attrs.frozen(kw_only=True)
class SearchMessages(Checked, Query[Page[ShownMessage]]):
    """Find messages in a chat room by the beginnings of their words, the newest first.

    Every word of the query must begin one of the message's; case and accents are nothing. Deleted
    messages are never found, nor are those of whom one has blocked.

    Raises: NotFound; Banned; Invalid.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    query: str = ruled(line(0, 200))
    page: PageRequest = PageRequest()

    def run(self, work: ChatWork) -> Page[ShownMessage]:
        """Answer a page of them."""
        room = seat_of(work, self.chat_room_id).room
        terms = query_terms(self.query)
        return _shown(work, room, work.chat_messages.search(room.id, terms, self.page))


@attrs.frozen(kw_only=True)
class GetChatMember(Query[ShownMember]):
    """Look at somebody's place in a chat room that one is in; moderators see also who has left.

    Raises: NotFound, Banned.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    user_id: UserId

    def run(self, work: ChatWork) -> ShownMember:
        """Answer it."""
        seat = seat_of(work, self.chat_room_id)
        member = work.chat_members.find(self.chat_room_id, self.user_id)
        hidden = self.user_id in work.blocks.all_by(seat.member.user_id)
        if member is None or hidden or not (member.present or seat.member.moderates):
            raise NotFound("member", self.user_id)
        return shown_member(work, member)


@attrs.frozen(kw_only=True)
class LocateMessage(Query[ChatRoomId]):
    """Tell in which chat room a message is that one may read. Raises: NotFound, Banned."""

    access = Access.PERSON
    message_id: MessageId

    def run(self, work: ChatWork) -> ChatRoomId:
        """Answer the room's id."""
        return message_seat(work, self.message_id)[0].room.id


def may_listen(work: ChatWork, identifier: Id) -> Decision:
    """Decide whether the actor may listen to a chat room's topic: who may read it."""
    room = work.chat_rooms.find(ChatRoomId(identifier))
    if room is None:
        return Hidden("chat", identifier)
    return reading(work, room, work.chat_members.find(room.id, work.actor.person))


def _shown(work: ChatWork, room: ChatRoom, found: Page[ChatMessage]) -> Page[ShownMessage]:
    return Page(shown_messages(work, room, found.items), found.next)
