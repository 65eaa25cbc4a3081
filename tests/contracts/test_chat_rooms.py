"""Chat rooms keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.chat_rooms import ChatRoomsContract
from phantom_adapters.memory.repositories.chat_rooms import MemoryChatRooms
from phantom_adapters.sql.repositories.chat_rooms import SqlChatRooms


class TestChatRooms(ChatRoomsContract):
    adapters = (MemoryChatRooms, SqlChatRooms)
