"""What is told of notifications."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import msgspec

from phantom_app.http.notifications.payloads import (
    ChoicesPayload,
    NotificationPayload,
    choices_of,
    notification_of,
)
from phantom_app.http.payloads import IdText, InstantText, Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event
from phantom_core.notifications import NotificationView, events

__all__ = [
    "EVENTS",
    "RESOURCES",
    "NotificationChoicesData",
    "NotificationData",
    "NotificationsReadData",
    "NotificationsWithdrawnData",
]

_Unread = Annotated[int, msgspec.Meta(ge=0, description="How many notifications are not read now.")]


class NotificationData(EventPayload):
    """A notification as it stands now: new, or with one more thing in it, or with fewer."""

    unread: _Unread
    notification: NotificationPayload

    @classmethod
    def facts(cls, event: Any) -> Mapping[str, Any]:
        """The notification as its user sees it."""
        return {"unread": event.unread, "notification": event.view}


class NotificationsReadData(EventPayload):
    """Notifications are read: those named; where `before` is given, all up to then."""

    unread: _Unread
    ids: tuple[IdText, ...]
    before: InstantText | None
    read_at: InstantText


class NotificationsWithdrawnData(EventPayload):
    """What these notifications told is no longer so; they are gone."""

    unread: _Unread
    ids: tuple[IdText, ...]


class NotificationChoicesData(EventPayload):
    """What one is notified of from now on."""

    preferences: ChoicesPayload

    @classmethod
    def facts(cls, event: Any) -> Mapping[str, Any]:
        """A choice for every kind, as the preferences are read."""
        return {"preferences": choices_of(event.choices)}


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    events.NotificationRaised: NotificationData,
    events.NotificationChanged: NotificationData,
    events.NotificationsRead: NotificationsReadData,
    events.NotificationsWithdrawn: NotificationsWithdrawnData,
    events.NotificationChoicesSet: NotificationChoicesData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {
    NotificationView: notification_of,
}
"""How what events hold is told."""
