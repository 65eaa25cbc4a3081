"""What Phantom itself says in a chat room: a sentence for people, and the same for programs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.chat.member import Role
from phantom_core.kernel import UserId

__all__ = ["Notice", "NoticeKind", "sentence"]


class NoticeKind(StrEnum):
    """What has happened."""

    CREATED = "created"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"
    HANDED_OVER = "handed_over"
    ROLE = "role"
    MUTED = "muted"
    UNMUTED = "unmuted"
    BANNED = "banned"
    UNBANNED = "unbanned"
    MESSAGE_DELETED = "message_deleted"
    RENAMED = "renamed"
    CLOSED = "closed"
    ANNOUNCED = "announced"


@attrs.frozen(kw_only=True)
class Notice:
    """What a system message says, for programs.

    Attributes:
        user_id: whom it is about, if it is about somebody.
        role: what they are now, where that has changed.
        until: how long it holds, for mutes and bans.
    """

    kind: NoticeKind
    user_id: UserId | None = None
    role: Role | None = None
    until: datetime | None = None


def _until(until: datetime | None) -> str:
    return "" if until is None else f" until {until:%Y-%m-%d %H:%M} UTC"


_SENTENCES: Final[Mapping[NoticeKind, Callable[[str, Notice], str]]] = {
    NoticeKind.CREATED: lambda _, __: "Room created. Say hi!",
    NoticeKind.JOINED: lambda name, _: f"{name} joined.",
    NoticeKind.LEFT: lambda name, _: f"{name} left.",
    NoticeKind.REMOVED: lambda name, _: f"{name} was removed.",
    NoticeKind.HANDED_OVER: lambda name, _: f"{name} is in charge now.",
    NoticeKind.ROLE: lambda name, notice: f"{name} is {notice.role} now.",
    NoticeKind.MUTED: lambda name, notice: f"{name} was muted{_until(notice.until)}.",
    NoticeKind.UNMUTED: lambda name, _: f"{name} may write again.",
    NoticeKind.BANNED: lambda name, notice: f"{name} was banned{_until(notice.until)}.",
    NoticeKind.UNBANNED: lambda name, _: f"{name} is no longer banned.",
    NoticeKind.MESSAGE_DELETED: lambda name, _: f"A message of {name}'s was deleted.",
    NoticeKind.RENAMED: lambda _, __: "The room has another name.",
    NoticeKind.CLOSED: lambda _, __: "The room is closed.",
}


def sentence(notice: Notice, name: str) -> str:
    """What is said about somebody of that name; `ANNOUNCED` brings its own words."""
    return _SENTENCES[notice.kind](name, notice)
