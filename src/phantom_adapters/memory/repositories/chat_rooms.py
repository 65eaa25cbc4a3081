"""Chat rooms, in memory."""

from operator import itemgetter

from phantom_adapters.memory.repositories.chat_tables import ChatTables
from phantom_core.chat import ChatKind, ChatMember, ChatRoom, ChatRoomId, ChatRooms
from phantom_core.chat.listing import CHATS
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.kernel.paging import after_moment, moment_cursor

__all__ = ["MemoryChatRooms"]


class MemoryChatRooms(ChatRooms):
    """Chat rooms by id."""

    def __init__(self, tables: ChatTables) -> None:
        self._members = tables.members
        self._rooms = tables.rooms

    def add(self, room: ChatRoom) -> bool:
        """Store a new chat room, and say whether there was none."""
        if self._rooms.by("pair", ChatTables.pair(room)) or self._rooms.by(
            "link", ChatTables.link(room)
        ):
            return False
        self._rooms.add(room)
        return True

    def get(self, chat_room_id: ChatRoomId) -> ChatRoom:
        """Find a chat room, or refuse."""
        return self._rooms.get(chat_room_id)

    def find(self, chat_room_id: ChatRoomId) -> ChatRoom | None:
        """Find a chat room."""
        return self._rooms.find(chat_room_id)

    def between(self, one: UserId, other: UserId) -> ChatRoom | None:
        """The direct chat of two people."""
        return self._rooms.by("pair", (min(one, other), max(one, other)))

    def linked(self, kind: ChatKind, linked_id: Id) -> ChatRoom | None:
        """The chat of a listening room or project."""
        return self._rooms.by("link", (kind, linked_id))

    def put(self, room: ChatRoom) -> None:
        """Store a chat room's new state."""
        self._rooms.put(room)

    def of_member(self, user_id: UserId, page: PageRequest) -> Page[tuple[ChatRoom, ChatMember]]:
        """The chat rooms that somebody is in, with their place there."""
        begin = after_moment(page, CHATS)
        rows = [
            ((room.last_at, room.id), room, member)
            for member in self._members
            if member.user_id == user_id and member.present
            for room in [self._rooms.get(member.chat_room_id)]
        ]
        rest = [row for row in rows if begin is None or row[0] < begin]
        rest.sort(key=itemgetter(0), reverse=True)
        cut = Page.of(rest, page.limit, lambda row: moment_cursor(CHATS, *row[0]))
        return cut.map(lambda row: (row[1], row[2]))
