"""The tables of notifications: inboxes, what is in them, what that gathers, and devices."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Instant, Json, Key, Whole, Words
from phantom_core.notifications import Choice as Wanted
from phantom_core.notifications import DevicePlatform, NotificationKind, Payload

__all__ = [
    "notification_devices",
    "notification_inboxes",
    "notification_parts",
    "notifications",
]

notification_inboxes: Final = Table(
    "notification_inboxes",
    METADATA,
    Column("user_id", Key, primary_key=True),
    Column("choices", Json(tuple[Wanted, ...]), nullable=False),
)
"""Where somebody's notifications come in, with what they want of them."""

notifications: Final = Table(
    "notifications",
    METADATA,
    Column("id", Key, primary_key=True),
    Column(
        "user_id",
        Key,
        ForeignKey("notification_inboxes.user_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("kind", Choice(NotificationKind), nullable=False),
    Column("key", Words, nullable=False),
    Column("payload", Json(Payload), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("read_at", Instant),
    Column("open_key", Words),
    Column("chat_room_id", Key),
    Column("seq", Whole),
    UniqueConstraint("user_id", "open_key"),
    Index(None, "user_id", "updated_at", "id"),
    Index(None, "user_id", "key"),
    Index(None, "user_id", "chat_room_id", "seq"),
    Index(None, "chat_room_id", "seq"),
    Index(None, "updated_at"),
)
"""Notifications; `open_key` is the key until one is read, so that one of each is not."""

notification_parts: Final = Table(
    "notification_parts",
    METADATA,
    Column(
        "notification_id", Key, ForeignKey("notifications.id", ondelete="CASCADE"), primary_key=True
    ),
    Column("part", Key, primary_key=True),
    Column("actor_id", Key),
    Column("at", Instant, nullable=False),
    Index(None, "actor_id"),
)
"""What notifications gather."""

notification_devices: Final = Table(
    "notification_devices",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("user_id", Key, nullable=False),
    Column("session_id", Key, nullable=False),
    Column("platform", Choice(DevicePlatform), nullable=False),
    Column("token", Words, nullable=False),
    Column("registered_at", Instant, nullable=False),
    UniqueConstraint("token"),
    Index(None, "user_id"),
    Index(None, "session_id"),
)
"""Devices that are told of notifications."""
