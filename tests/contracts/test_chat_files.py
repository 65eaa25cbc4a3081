"""Files in chats are kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.chat_files import ChatFilesContract
from phantom_adapters.memory.repositories.chat_files import MemoryChatFiles
from phantom_adapters.sql.repositories.chat_files import SqlChatFiles


class TestChatFiles(ChatFilesContract):
    adapters = (MemoryChatFiles, SqlChatFiles)
