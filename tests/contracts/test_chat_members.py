"""Places in chat rooms keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.chat_members import ChatMembersContract
from phantom_adapters.memory.repositories.chat_members import MemoryChatMembers
from phantom_adapters.sql.repositories.chat_members import SqlChatMembers


class TestChatMembers(ChatMembersContract):
    adapters = (MemoryChatMembers, SqlChatMembers)
