"""What is kept of what people are told."""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding

__all__ = ["NOTIFICATIONS"]

NOTIFICATIONS: Final = (
    Holding(
        table="notification_inboxes",
        what="what somebody wants to be notified of",
        people=("user_id",),
        words=("choices",),
        export="notification-choices",
        fate=Fate.GONE,
        dropped_by=("user_id",),
        why="All that is in it goes with it.",
    ),
    Holding(
        table="notifications",
        what="something that somebody was told",
        people=("user_id",),
        words=("payload",),
        plain=("id", "kind", "key", "open_key", "chat_room_id"),
        export="notifications",
        fate=Fate.GONE,
        dropped_by=("user_id",),
        rule="notifications",
    ),
    Holding(
        table="notification_parts",
        what="one of the things that a notification gathers",
        people=("actor_id",),
        plain=("notification_id", "part"),
        withheld="It is told with the notifications of whom it was told.",
        fate=Fate.GONE,
        dropped_by=("actor_id",),
        why="Nobody is told of somebody any more who is gone.",
    ),
    Holding(
        table="notification_devices",
        what="a device that is told of notifications",
        people=("user_id",),
        words=("token",),
        plain=("id", "session_id", "platform"),
        export="devices",
        fate=Fate.GONE,
        dropped_by=("user_id",),
    ),
)
"""Inboxes, what is in them, and devices."""
