"""Messages, over SQL."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.chat import chat_messages
from phantom_adapters.sql.transaction import Transaction
from phantom_core.chat import ChatMessage, ChatMessages, ChatRoomId, MessageId, Span
from phantom_core.chat.listing import BEYOND, FOUND, HISTORY, after_seq, seq_cursor
from phantom_core.chat.wording import MOST_TERMS
from phantom_core.kernel import Page, PageRequest, UserId

__all__ = ["MESSAGES", "SqlChatMessages"]

MESSAGES: Final = Rows(
    chat_messages, ChatMessage, noun="message", computed={"words": lambda message: message.words}
)
"""Messages as rows."""

_NAMED: Final = Statement(
    MESSAGES.select.where(
        chat_messages.c.chat_room_id == bindparam("chat_room_id"),
        chat_messages.c.sender_id == bindparam("sender_id"),
        chat_messages.c.client_id == bindparam("client_id"),
    )
)
_SPAN: Final = MESSAGES.select.where(
    chat_messages.c.chat_room_id == bindparam("chat_room_id"),
    chat_messages.c.seq > bindparam("low"),
    chat_messages.c.seq < bindparam("high"),
).limit(bindparam("limit"))
_FORWARDS: Final = Statement(_SPAN.order_by(chat_messages.c.seq))
_BACKWARDS: Final = Statement(_SPAN.order_by(chat_messages.c.seq.desc()))


def _finding(terms: int) -> Statement:
    """Look for so many terms, from the newest message on, until enough are found.

    Terms have neither of the signs that mean something to LIKE, nor capital letters.
    """
    fits = [chat_messages.c.words.like(bindparam(f"term{place}")) for place in range(terms)]
    return Statement(_SPAN.where(*fits).order_by(chat_messages.c.seq.desc()))


_FIND: Final = [_finding(terms) for terms in range(MOST_TERMS + 1)]


class SqlChatMessages(ChatMessages):
    """Messages in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, message: ChatMessage) -> None:
        """Store a new message."""
        MESSAGES.add(self._tx, message)

    def find(self, message_id: MessageId) -> ChatMessage | None:
        """Find a message."""
        return MESSAGES.find(self._tx, message_id)

    def put(self, message: ChatMessage) -> None:
        """Store a message's new state."""
        MESSAGES.put(self._tx, message)

    def named(
        self, chat_room_id: ChatRoomId, sender_id: UserId, client_id: str
    ) -> ChatMessage | None:
        """The message that somebody's client has named so in a chat room."""
        return MESSAGES.one(
            self._tx,
            _NAMED,
            chat_room_id=chat_room_id,
            sender_id=sender_id,
            client_id=client_id,
        )

    def history(self, chat_room_id: ChatRoomId, span: Span, page: PageRequest) -> Page[ChatMessage]:
        """The messages of a chat room in a span."""
        low, high = span.from_cursor(page)
        rows = MESSAGES.all(
            self._tx,
            _FORWARDS if span.forwards else _BACKWARDS,
            chat_room_id=chat_room_id,
            low=low,
            high=high,
            limit=page.limit + 1,
        )
        return Page.of(rows, page.limit, lambda row: seq_cursor(HISTORY, row.seq))

    def search(
        self, chat_room_id: ChatRoomId, terms: Sequence[str], page: PageRequest
    ) -> Page[ChatMessage]:
        """Messages in which every term begins a word, the newest first."""
        before = after_seq(page, FOUND)
        if not terms:
            return Page(())
        rows = MESSAGES.all(
            self._tx,
            _FIND[len(terms)],
            chat_room_id=chat_room_id,
            low=0,
            high=BEYOND if before is None else before,
            limit=page.limit + 1,
            **{f"term{place}": f"% {term}%" for place, term in enumerate(terms)},
        )
        return Page.of(rows, page.limit, lambda row: seq_cursor(FOUND, row.seq))
