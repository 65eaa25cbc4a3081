"""Chat's tables: rooms, places in them, messages."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.chat import ChatKind, MessageType, Notice, Reaction, Role
from phantom_core.kernel import UserId

__all__ = ["chat_files", "chat_members", "chat_messages", "chat_rooms"]

_ROOM: Final = "chat_rooms.id"

chat_rooms: Final = Table(
    "chat_rooms",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("kind", Choice(ChatKind), nullable=False),
    Column("title", Words),
    Column("linked_id", Key),
    Column("low_id", Key),
    Column("high_id", Key),
    Column("created_at", Instant, nullable=False),
    Column("last_seq", Whole, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("member_count", Whole, nullable=False),
    Column("closed_at", Instant),
    UniqueConstraint("low_id", "high_id"),
    UniqueConstraint("kind", "linked_id"),
)
"""Chat rooms: one for each pair of people, and one for each thing they are linked to."""

chat_members: Final = Table(
    "chat_members",
    METADATA,
    Column("chat_room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("user_id", Key, nullable=False),
    Column("role", Choice(Role), nullable=False),
    Column("joined_at", Instant, nullable=False),
    Column("left_at", Instant),
    Column("muted_until", Instant),
    Column("banned_until", Instant),
    Column("last_delivered_seq", Whole, nullable=False),
    Column("last_seen_seq", Whole, nullable=False),
    Column("shown_delivered_seq", Whole, nullable=False),
    Column("shown_seen_seq", Whole, nullable=False),
    PrimaryKeyConstraint("chat_room_id", "user_id"),
    Index(None, "user_id"),
    Index(None, "chat_room_id", "joined_at", "user_id"),
)
"""Places in chat rooms, of those who are in, and of those who have been."""

chat_messages: Final = Table(
    "chat_messages",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("chat_room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("seq", Whole, nullable=False),
    Column("sender_id", Key),
    Column("type", Choice(MessageType), nullable=False),
    Column("content", Words, nullable=False),
    Column("reply_to_id", Key),
    Column("sent_at", Instant, nullable=False),
    Column("edited_at", Instant),
    Column("deleted_at", Instant),
    Column("reactions", Json(tuple[Reaction, ...]), nullable=False),
    Column("mentions", Json(tuple[UserId, ...]), nullable=False),
    Column("client_id", Words),
    Column("notice", Json(Notice)),
    Column("words", Words, nullable=False),
    UniqueConstraint("chat_room_id", "seq"),
    UniqueConstraint("chat_room_id", "sender_id", "client_id"),
)
"""Messages; `words` is what they are found by."""

chat_files: Final = Table(
    "chat_files",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("chat_room_id", Key, ForeignKey(_ROOM), nullable=False),
    Column("owner_id", Key, nullable=False),
    Column("name", Words, nullable=False),
    Column("size_bytes", Whole, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("blob", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Index(None, "owner_id", "id"),
    Index(None, "expires_at"),
)
"""Files that are sent in chats."""
