"""Taking notifications back whose reason is gone."""

import attrs

from phantom_core.kernel import Access, Command, Id, UserId
from phantom_core.notifications.events import NotificationChanged
from phantom_core.notifications.notification import Notification
from phantom_core.notifications.ports import NotificationsWork
from phantom_core.notifications.use_cases._telling import take_away, tell

__all__ = ["KeepApart", "WithdrawMessage", "WithdrawPart"]


@attrs.frozen(kw_only=True)
class WithdrawPart(Command[None]):
    """Take a part out of what somebody has not read of a key: it is no longer so."""

    access = Access.SYSTEM
    user_id: UserId
    key: str
    part: Id

    def run(self, work: NotificationsWork) -> None:
        """Take it out; nothing, if it is not there."""
        if work.notifications.unread(self.user_id, self.key) is None:
            return
        work.notification_inboxes.hold(self.user_id)
        standing = work.notifications.unread(self.user_id, self.key)
        if standing is not None and work.notification_parts.remove(standing.id, self.part):
            _settle(work, standing)


@attrs.frozen(kw_only=True)
class WithdrawMessage(Command[None]):
    """Take away all that is about a message: nothing of it is left."""

    access = Access.SYSTEM
    chat_room_id: Id
    seq: int

    def run(self, work: NotificationsWork) -> None:
        """Take it away from everybody."""
        about = work.notifications.about_message(self.chat_room_id, self.seq)
        for user_id in sorted({each.user_id for each in about}):
            work.notification_inboxes.hold(user_id)
            take_away(work, user_id, [each.id for each in about if each.user_id == user_id])


@attrs.frozen(kw_only=True)
class KeepApart(Command[None]):
    """Take all away that tells either of two people of the other, read or not."""

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: NotificationsWork) -> None:
        """Take it away from both."""
        for user_id, actor_id in sorted(((self.one, self.other), (self.other, self.one))):
            _forget_actor(work, user_id, actor_id)


def _forget_actor(work: NotificationsWork, user_id: UserId, actor_id: UserId) -> None:
    if not work.notifications.naming(user_id, actor_id):
        return
    work.notification_inboxes.hold(user_id)
    for notification in work.notifications.naming(user_id, actor_id):
        work.notification_parts.remove_actor(notification.id, actor_id)
        _settle(work, notification)


def _settle(work: NotificationsWork, notification: Notification) -> None:
    """Take a notification away of which nothing is left; else tell how it stands."""
    if work.notification_parts.is_empty(notification.id):
        take_away(work, notification.user_id, [notification.id])
    else:
        tell(work, notification, NotificationChanged)
