"""What is told to devices, asked for at the moment at which it is told."""

import attrs

from phantom_core.kernel import Access, Command, Query, UserId
from phantom_core.notifications.device import Device, DeviceId
from phantom_core.notifications.kinds import STUDIO
from phantom_core.notifications.notification import NotificationId, NotificationView
from phantom_core.notifications.ports import NotificationsWork
from phantom_core.notifications.preferences import Inbox
from phantom_core.notifications.use_cases._telling import unread_of, view_for

__all__ = ["DropDevice", "GetPush", "Push"]


@attrs.frozen(kw_only=True)
class Push:
    """A notification on its way to devices."""

    view: NotificationView
    unread: int
    devices: tuple[Device, ...]


@attrs.frozen(kw_only=True)
class GetPush(Query[Push | None]):
    """Look at what a user's devices are to be told of a notification, as all stands now.

    There is nothing to tell when it was read or withdrawn meanwhile, when nobody is left that may
    be named for it, when its user is not active, or does not want it any more.
    """

    access = Access.SYSTEM
    user_id: UserId
    notification_id: NotificationId

    def run(self, work: NotificationsWork) -> Push | None:
        """Answer it, with the devices."""
        view = view_for(work, self.user_id, self.notification_id)
        devices = work.notification_devices.of_user(self.user_id)
        if view is None or not devices or not _is_wanted(work, view):
            return None
        unread = unread_of(work, self.user_id)
        return Push(view=view, unread=unread, devices=tuple(devices))


@attrs.frozen(kw_only=True)
class DropDevice(Command[None]):
    """Forget a device that its push service no longer knows.

    Attributes:
        token: the one that was not known; another one may have come since.
    """

    access = Access.SYSTEM
    device_id: DeviceId
    token: str = attrs.field(repr=False)

    def run(self, work: NotificationsWork) -> None:
        """Forget it."""
        known = work.notification_devices.find(self.device_id)
        if known is not None and known.token == self.token:
            work.notification_devices.remove(self.device_id)


def _is_wanted(work: NotificationsWork, view: NotificationView) -> bool:
    told = view.notification
    collaborating = work.notification_recipients.collaborating(told.user_id)
    if told.read_at is not None or collaborating is None:
        return False
    if told.kind in STUDIO and not collaborating:
        return False
    inbox = work.notification_inboxes.find(told.user_id) or Inbox(user_id=told.user_id)
    return inbox.choice(told.kind).pushes
