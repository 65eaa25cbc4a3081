"""Notifications for the suites of their ports."""

from datetime import timedelta
from typing import Any

from phantom_adapters.contracts.identity_examples import MOMENT, user_id
from phantom_core.kernel import Id, UserId, uuid7
from phantom_core.notifications import (
    Device,
    DeviceId,
    DevicePlatform,
    Notification,
    NotificationId,
    NotificationKind,
    Part,
    Payload,
    Subject,
    SubjectKind,
)

__all__ = ["CHAT", "device", "notification", "notification_id", "part", "said"]

CHAT = Id(uuid7(MOMENT, 999))
"""A chat room."""


def notification_id(number: int) -> NotificationId:
    """The id of one of many notifications; a greater number is a greater id."""
    return NotificationId(uuid7(MOMENT, 2000 + number))


def notification(number: int, owner: int = 1, **fields: Any) -> Notification:
    """One of many notifications of somebody's, each a second later than the one before."""
    at = MOMENT + timedelta(seconds=number)
    subject = Subject(kind=SubjectKind.USER, id=user_id(2), name="“Bob” ☃")
    given: dict[str, Any] = {
        "id": notification_id(number),
        "user_id": user_id(owner),
        "kind": NotificationKind.FOLLOWER,
        "key": f"key {number}",
        "payload": Payload(move="began", subject=subject),
        "created_at": at,
        "updated_at": at,
    }
    return Notification(**{**given, **fields})


def said(seq: int) -> Payload:
    """What happened with a message."""
    return Payload(chat_room_id=CHAT, seq=seq)


def part(number: int, actor: int | None = None, *, of: int, seconds: int = 0) -> Part:
    """One of the things that a notification gathers."""
    return Part(
        notification_id=notification_id(of),
        part=uuid7(MOMENT, 3000 + number),
        actor_id=None if actor is None else user_id(actor),
        at=MOMENT + timedelta(seconds=seconds),
    )


def device(number: int, owner: UserId | None = None, **fields: Any) -> Device:
    """One of many devices, each registered a second later than the one before."""
    given: dict[str, Any] = {
        "id": DeviceId(uuid7(MOMENT, 4000 + number)),
        "user_id": owner or user_id(1),
        "session_id": uuid7(MOMENT, 5000 + number),
        "platform": DevicePlatform.IOS,
        "token": f"token-{number}",
        "registered_at": MOMENT + timedelta(seconds=number),
    }
    return Device(**{**given, **fields})
