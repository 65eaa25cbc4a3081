"""What happens to one's notifications, told on all one's devices.

Each event says how many are not read after it, so that whoever only counts needs no more.
"""

from datetime import datetime
from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Event, Topic, UserId, topic
from phantom_core.notifications.notification import NotificationId, NotificationView
from phantom_core.notifications.preferences import Choice

__all__ = [
    "EVENTS",
    "InboxEvent",
    "NotificationChanged",
    "NotificationChoicesSet",
    "NotificationRaised",
    "NotificationsRead",
    "NotificationsWithdrawn",
]


@attrs.frozen(kw_only=True)
class InboxEvent(Event):
    """Something about one's notifications.

    Attributes:
        unread: how many are not read now; beyond a thousand they are not counted.
    """

    user_id: UserId
    unread: int

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


@attrs.frozen(kw_only=True)
class NotificationRaised(InboxEvent):
    """There is a new notification, or one more thing in one that is not read yet."""

    name: ClassVar[str] = "notification"
    view: NotificationView


@attrs.frozen(kw_only=True)
class NotificationChanged(InboxEvent):
    """A notification holds less than before: nothing to ring for."""

    name: ClassVar[str] = "notification.changed"
    view: NotificationView


@attrs.frozen(kw_only=True)
class NotificationsRead(InboxEvent):
    """Notifications are read.

    Attributes:
        ids: which; none where all are read.
        before: then all are read that are no later than this.
    """

    name: ClassVar[str] = "notification.read"
    ids: tuple[NotificationId, ...]
    before: datetime | None
    read_at: datetime


@attrs.frozen(kw_only=True)
class NotificationsWithdrawn(InboxEvent):
    """What these notifications told is no longer so; they are gone."""

    name: ClassVar[str] = "notification.withdrawn"
    ids: tuple[NotificationId, ...]


@attrs.frozen(kw_only=True)
class NotificationChoicesSet(Event):
    """One wants to be notified of other things, or elsewhere."""

    name: ClassVar[str] = "notification.preferences"
    user_id: UserId
    choices: tuple[Choice, ...]

    @property
    def topic(self) -> Topic:
        """The user's own topic."""
        return topic("user", self.user_id)


EVENTS: Final[tuple[type[Event], ...]] = (
    NotificationRaised,
    NotificationChanged,
    NotificationsRead,
    NotificationsWithdrawn,
    NotificationChoicesSet,
)
"""All of them, for the registry."""
