"""Messages, in memory."""

from collections.abc import Sequence
from operator import attrgetter

from phantom_adapters.memory.repositories.chat_tables import ChatTables
from phantom_core.chat import ChatMessage, ChatMessages, ChatRoomId, MessageId, Span
from phantom_core.chat.listing import FOUND, HISTORY, after_seq, seq_cursor
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["MemoryChatMessages"]


class MemoryChatMessages(ChatMessages):
    """Messages by id."""

    def __init__(self, tables: ChatTables) -> None:
        self._rows = tables.messages

    def add(self, message: ChatMessage) -> None:
        """Store a new message."""
        self._rows.add(message)

    def find(self, message_id: MessageId) -> ChatMessage | None:
        """Find a message."""
        return self._rows.find(message_id)

    def put(self, message: ChatMessage) -> None:
        """Store a message's new state."""
        self._rows.put(message)

    def named(
        self, chat_room_id: ChatRoomId, sender_id: UserId, client_id: str
    ) -> ChatMessage | None:
        """The message that somebody's client has named so in a chat room."""
        return self._rows.by("client_id", (chat_room_id, sender_id, client_id))

    def history(self, chat_room_id: ChatRoomId, span: Span, page: PageRequest) -> Page[ChatMessage]:
        """The messages of a chat room in a span."""
        low, high = span.from_cursor(page)
        rows = [row for row in self._of(chat_room_id) if low < row.seq < high]
        rows.sort(key=attrgetter("seq"), reverse=not span.forwards)
        return Page.of(rows, page.limit, lambda row: seq_cursor(HISTORY, row.seq))

    def search(
        self, chat_room_id: ChatRoomId, terms: Sequence[str], page: PageRequest
    ) -> Page[ChatMessage]:
        """Messages in which every term begins a word, the newest first."""
        before = after_seq(page, FOUND)
        if not terms:
            return Page(())
        rows = [
            row
            for row in self._of(chat_room_id)
            if all(f" {term}" in row.words for term in terms)
            and (before is None or row.seq < before)
        ]
        rows.sort(key=attrgetter("seq"), reverse=True)
        return Page.of(rows, page.limit, lambda row: seq_cursor(FOUND, row.seq))

    def _of(self, chat_room_id: ChatRoomId) -> Sequence[ChatMessage]:
        return [row for row in self._rows if row.chat_room_id == chat_room_id]
