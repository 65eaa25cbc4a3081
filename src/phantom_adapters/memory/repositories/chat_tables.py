"""The tables of chat in memory, which its repositories share."""

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.chat import (
    ChatKind,
    ChatMember,
    ChatMessage,
    ChatRoom,
    ChatRoomId,
    MessageId,
)
from phantom_core.kernel import Id, UserId

__all__ = ["ChatTables"]


class ChatTables:
    """Every table of chat, over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.rooms: MemoryRows[ChatRoomId, ChatRoom] = MemoryRows(
            journal,
            "chat",
            lambda room: room.id,
            unique={"pair": self.pair, "link": self.link},
            name="chat_rooms",
        )
        self.members: MemoryRows[tuple[ChatRoomId, UserId], ChatMember] = MemoryRows(
            journal,
            "member",
            lambda member: (member.chat_room_id, member.user_id),
            name="chat_members",
        )
        self.messages: MemoryRows[MessageId, ChatMessage] = MemoryRows(
            journal,
            "message",
            lambda message: message.id,
            unique={
                "seq": lambda message: (message.chat_room_id, message.seq),
                "client_id": self.client_id,
            },
            name="chat_messages",
        )

    @staticmethod
    def pair(room: ChatRoom) -> tuple[UserId, UserId] | None:
        """The two people of a direct chat."""
        if room.low_id is None or room.high_id is None:
            return None
        return room.low_id, room.high_id

    @staticmethod
    def link(room: ChatRoom) -> tuple[ChatKind, Id] | None:
        """What a chat room belongs to."""
        return None if room.linked_id is None else (room.kind, room.linked_id)

    @staticmethod
    def client_id(message: ChatMessage) -> tuple[ChatRoomId, UserId, str] | None:
        """What a message is named by, whose client has named it."""
        if message.client_id is None or message.sender_id is None:
            return None
        return message.chat_room_id, message.sender_id, message.client_id
