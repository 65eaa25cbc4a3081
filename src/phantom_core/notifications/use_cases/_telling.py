"""Showing notifications as their users see them, and telling that they are others now."""

from collections.abc import Sequence
from typing import Final

from phantom_core.kernel import UserId
from phantom_core.notifications.events import (
    NotificationChanged,
    NotificationRaised,
    NotificationsWithdrawn,
)
from phantom_core.notifications.notification import (
    Notification,
    NotificationId,
    NotificationView,
)
from phantom_core.notifications.ports import NotificationsWork

MOST_COUNTED: Final = 1000
_NAMED: Final = 3


def unread_of(work: NotificationsWork, user_id: UserId) -> int:
    """How many notifications somebody has not read."""
    return work.notifications.count_unread(user_id, MOST_COUNTED)


def views_of(
    work: NotificationsWork, user_id: UserId, notifications: Sequence[Notification]
) -> Sequence[NotificationView]:
    """Notifications as their user sees them; those are left out that nothing may be known of."""
    known = work.notification_parts.gathered(user_id, [each.id for each in notifications], _NAMED)
    named = dict.fromkeys(actor for gathered in known.values() for actor in gathered.actor_ids)
    people = work.people.of([*named]) if named else {}
    return [
        NotificationView(
            notification=each,
            count=known[each.id].count,
            people=tuple(people[actor] for actor in known[each.id].actor_ids if actor in people),
        )
        for each in notifications
        if each.id in known
    ]


def view_for(
    work: NotificationsWork, user_id: UserId, notification_id: NotificationId
) -> NotificationView | None:
    """A notification as somebody sees it; `None` if there is none that they may know of."""
    found = work.notifications.find(notification_id)
    if found is None or found.user_id != user_id:
        return None
    return next(iter(views_of(work, user_id, [found])), None)


def tell(
    work: NotificationsWork,
    notification: Notification,
    event: type[NotificationRaised] | type[NotificationChanged],
) -> None:
    """Tell its user how a notification stands, if they may know of it."""
    user_id = notification.user_id
    for view in views_of(work, user_id, [notification]):
        work.record(event(user_id=user_id, unread=unread_of(work, user_id), view=view))


def take_away(work: NotificationsWork, user_id: UserId, ids: Sequence[NotificationId]) -> None:
    """Take notifications away from somebody whose inbox is held, and tell them."""
    for notification_id in ids:
        work.notifications.remove(notification_id)
    if ids:
        unread = unread_of(work, user_id)
        work.record(NotificationsWithdrawn(user_id=user_id, unread=unread, ids=tuple(ids)))
