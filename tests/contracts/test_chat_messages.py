"""Messages keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.chat_messages import ChatMessagesContract
from phantom_adapters.memory.repositories.chat_messages import MemoryChatMessages
from phantom_adapters.sql.repositories.chat_messages import SqlChatMessages


class TestChatMessages(ChatMessagesContract):
    adapters = (MemoryChatMessages, SqlChatMessages)
