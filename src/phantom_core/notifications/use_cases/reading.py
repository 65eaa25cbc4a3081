"""Looking through one's notifications, and having read them."""

from datetime import datetime
from typing import Final

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Id,
    NotFound,
    Page,
    PageRequest,
    Query,
    UserId,
    each,
    ruled,
)
from phantom_core.notifications.events import NotificationsRead
from phantom_core.notifications.notification import NotificationId, NotificationView
from phantom_core.notifications.ports import NotificationsWork
from phantom_core.notifications.use_cases._telling import unread_of, view_for, views_of

__all__ = [
    "GetNotification",
    "InboxPage",
    "ListNotifications",
    "ReadAllNotifications",
    "ReadKey",
    "ReadNotifications",
    "ReadSaid",
    "count_unread",
]

_AT_ONCE: Final = 200


@attrs.frozen(kw_only=True)
class InboxPage:
    """Some of one's notifications.

    Attributes:
        unread: how many are not read of all; beyond a thousand they are not counted.
        now: up to when all were looked at.
    """

    page: Page[NotificationView]
    unread: int
    now: datetime


@attrs.frozen(kw_only=True)
class ListNotifications(Query[InboxPage]):
    """List one's notifications, the latest first. Raises: Invalid.

    Attributes:
        unread: whether only those are meant that are not read.
    """

    access = Access.PERSON
    unread: bool = False
    page: PageRequest = PageRequest()

    def run(self, work: NotificationsWork) -> InboxPage:
        """Answer those that one may know of."""
        me = work.actor.person
        found = work.notifications.listed(me, self.page, unread=self.unread)
        views = views_of(work, me, found.items)
        return InboxPage(page=Page(views, found.next), unread=unread_of(work, me), now=work.now)


@attrs.frozen(kw_only=True)
class GetNotification(Query[NotificationView]):
    """Look at one notification of one's own. Raises: NotFound."""

    access = Access.PERSON
    notification_id: NotificationId

    def run(self, work: NotificationsWork) -> NotificationView:
        """Answer it."""
        view = view_for(work, work.actor.person, self.notification_id)
        if view is None:
            raise NotFound("notification", self.notification_id)
        return view


@attrs.frozen(kw_only=True)
class ReadNotifications(Checked, Command[int]):
    """Have read some notifications. What is not one's own, or not there, is passed over.

    Raises: Invalid, for more than two hundred.
    """

    access = Access.PERSON
    ids: tuple[NotificationId, ...] = ruled(each(lambda _: iter(()), most=_AT_ONCE))

    def run(self, work: NotificationsWork) -> int:
        """Answer how many are not read now."""
        me = work.actor.person
        work.notification_inboxes.hold(me)
        return _read(work, me, self.ids)


@attrs.frozen(kw_only=True)
class ReadAllNotifications(Command[int]):
    """Have read all notifications.

    Attributes:
        before: up to when one has looked: what came later stays as it is.
    """

    access = Access.PERSON
    before: datetime | None = None

    def run(self, work: NotificationsWork) -> int:
        """Answer how many are not read now."""
        me = work.actor.person
        work.notification_inboxes.hold(me)
        before = work.now if self.before is None else min(self.before, work.now)
        count = work.notifications.read_all(me, before=before, now=work.now)
        unread = unread_of(work, me)
        if count:
            work.record(
                NotificationsRead(
                    user_id=me, unread=unread, ids=(), before=before, read_at=work.now
                )
            )
        return unread


@attrs.frozen(kw_only=True)
class ReadSaid(Command[None]):
    """Take as read what is about messages of a chat room that somebody has seen there.

    Attributes:
        up_to: the number of the last of those messages.
    """

    access = Access.SYSTEM
    user_id: UserId
    chat_room_id: Id
    up_to: int

    def run(self, work: NotificationsWork) -> None:
        """Read it; marks move often, and seldom is there anything."""
        if work.notifications.unread_said(self.user_id, self.chat_room_id, self.up_to):
            work.notification_inboxes.hold(self.user_id)
            said = work.notifications.unread_said(self.user_id, self.chat_room_id, self.up_to)
            _read(work, self.user_id, tuple(said))


@attrs.frozen(kw_only=True)
class ReadKey(Command[None]):
    """Take as read what somebody has answered: what their notification asked is done."""

    access = Access.SYSTEM
    user_id: UserId
    key: str

    def run(self, work: NotificationsWork) -> None:
        """Read it, if it is there."""
        if work.notifications.unread(self.user_id, self.key) is None:
            return
        work.notification_inboxes.hold(self.user_id)
        standing = work.notifications.unread(self.user_id, self.key)
        if standing is not None:
            _read(work, self.user_id, (standing.id,))


def count_unread(work: NotificationsWork, user_id: UserId) -> int:
    """How many notifications somebody has not read; beyond a thousand they are not counted."""
    return unread_of(work, user_id)


def _read(work: NotificationsWork, user_id: UserId, ids: tuple[NotificationId, ...]) -> int:
    fresh = work.notifications.unread_among(user_id, ids)
    for notification in fresh:
        work.notifications.put(notification.read(work.now))
    unread = unread_of(work, user_id)
    if fresh:
        read = tuple(notification.id for notification in fresh)
        work.record(
            NotificationsRead(
                user_id=user_id, unread=unread, ids=read, before=None, read_at=work.now
            )
        )
    return unread
