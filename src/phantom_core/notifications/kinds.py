"""What people are notified of."""

from enum import StrEnum
from typing import Final

__all__ = ["QUIET", "STUDIO", "NotificationKind", "SubjectKind"]


class NotificationKind(StrEnum):
    """What a notification is about; each kind has preferences of its own."""

    FOLLOWER = "follower"
    MATCH = "match"
    BOOKING = "booking"
    INVITE = "invite"
    COLLABORATION = "collaboration"
    CONFLICT = "conflict"
    MESSAGE = "message"
    MENTION = "mention"
    REPLY = "reply"
    REACTION = "reaction"
    ANALYSIS = "analysis"
    EXPORT = "export"
    REPORT = "report"
    MODERATION = "moderation"


class SubjectKind(StrEnum):
    """What kind of thing a notification leads to."""

    USER = "user"
    BOOKING = "booking"
    ROOM = "room"
    PROJECT = "project"
    CHAT = "chat"
    MESSAGE = "message"
    AUDIO = "audio"
    IMAGE = "image"
    EXPORT = "export"
    REPORT = "report"


STUDIO: Final = frozenset({NotificationKind.COLLABORATION, NotificationKind.CONFLICT})
"""What the preference `collaboration_notifications` of a user switches off as a whole."""

QUIET: Final = frozenset({NotificationKind.REACTION})
"""What is not pushed to devices unless its user wants it."""
