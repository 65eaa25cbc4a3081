"""The order of one's notifications: the latest first, then by descending id."""

from datetime import datetime
from typing import Final

from phantom_core.kernel import Cursor, Id, PageRequest
from phantom_core.kernel.paging import after_moment, moment_cursor
from phantom_core.notifications.notification import Notification

__all__ = ["after_notification", "notification_cursor"]

_LIST: Final = "notifications"


def notification_cursor(notification: Notification) -> Cursor:
    """The place after a notification."""
    return moment_cursor(_LIST, notification.updated_at, notification.id)


def after_notification(page: PageRequest) -> tuple[datetime, Id] | None:
    """Where a page begins; `None` for the first. Raises: Invalid, for another list's cursor."""
    return after_moment(page, _LIST)
