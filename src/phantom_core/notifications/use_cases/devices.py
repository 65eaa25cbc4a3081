"""The devices that are told of one's notifications."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import Access, Checked, Command, Conflict, Id, Query, ruled
from phantom_core.notifications.device import (
    MOST_DEVICES,
    TOKEN,
    Device,
    DeviceId,
    DevicePlatform,
)
from phantom_core.notifications.ports import NotificationsWork

__all__ = ["ForgetDevices", "ListDevices", "RegisterDevice", "RemoveDevice"]


@attrs.frozen(kw_only=True)
class RegisterDevice(Checked, Command[Device]):
    """Have a device told of one's notifications until the log-in session ends.

    It takes the place of what was known of the device; whoever signs in on it after somebody else
    has it from then on. Of more than twenty devices the one registered longest ago is forgotten.

    Attributes:
        device_id: what the app calls the device.
        session_id: the log-in session that it belongs to.

    Raises: Invalid; Conflict, if the id is that of another's device, with another token.
    """

    access = Access.PERSON
    device_id: DeviceId
    session_id: Id
    platform: DevicePlatform
    token: str = ruled(TOKEN, repr=False)

    def run(self, work: NotificationsWork) -> Device:
        """Answer the device."""
        me = work.actor.person
        work.notification_inboxes.hold(me)
        known = work.notification_devices.find(self.device_id)
        if known is not None and known.user_id != me and known.token != self.token:
            raise Conflict("This id is in use; choose another one for the device.")
        device = Device(
            id=self.device_id,
            user_id=me,
            session_id=self.session_id,
            platform=self.platform,
            token=self.token,
            registered_at=work.now,
        )
        work.notification_devices.put(device)
        for old in work.notification_devices.of_user(me)[MOST_DEVICES:]:
            work.notification_devices.remove(old.id)
        return device


@attrs.frozen(kw_only=True)
class RemoveDevice(Command[None]):
    """Have a device of one's own told no more. Doing it again changes nothing."""

    access = Access.PERSON
    device_id: DeviceId

    def run(self, work: NotificationsWork) -> None:
        """Forget it."""
        known = work.notification_devices.find(self.device_id)
        if known is not None and known.user_id == work.actor.person:
            work.notification_devices.remove(self.device_id)


@attrs.frozen(kw_only=True)
class ListDevices(Query[Sequence[Device]]):
    """List the devices that are told of one's notifications."""

    access = Access.PERSON

    def run(self, work: NotificationsWork) -> Sequence[Device]:
        """Answer them, the one registered last first."""
        return work.notification_devices.of_user(work.actor.person)


@attrs.frozen(kw_only=True)
class ForgetDevices(Command[None]):
    """Tell devices no more on which somebody is no longer signed in."""

    access = Access.SYSTEM
    session_ids: tuple[Id, ...]

    def run(self, work: NotificationsWork) -> None:
        """Forget them."""
        work.notification_devices.remove_sessions(self.session_ids)
