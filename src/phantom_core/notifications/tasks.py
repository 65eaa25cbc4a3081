"""What a worker does for notifications."""

from typing import ClassVar, Final

import attrs

from phantom_core.kernel import Task, UserId
from phantom_core.notifications.notification import NotificationId

__all__ = ["TASKS", "PushNotification"]


@attrs.frozen(kw_only=True)
class PushNotification(Task):
    """Tell a user's devices of a notification, if it is still there and still to be told."""

    name: ClassVar[str] = "notifications.push"
    user_id: UserId
    notification_id: NotificationId


TASKS: Final[tuple[type[Task], ...]] = (PushNotification,)
"""All of them."""
