"""Telling devices: what lies outside, and so in no transaction."""

from phantom_core.kernel import SYSTEM, Doer, Unavailable
from phantom_core.notifications.device import Device
from phantom_core.notifications.push_ports import PushGateway, PushMessage, PushOutcome
from phantom_core.notifications.tasks import PushNotification
from phantom_core.notifications.use_cases.pushing import DropDevice, GetPush, Push
from phantom_core.notifications.wording import text_of, title_of

__all__ = ["push"]


async def push(phantom: Doer, gateway: PushGateway, task: PushNotification) -> None:
    """Tell all of a user's devices, and forget those that are gone.

    One that cannot be reached keeps no other from being told. Raises: Unavailable, if one could
    not be; all are told again then.
    """
    asked = GetPush(user_id=task.user_id, notification_id=task.notification_id)
    found = await phantom.ask(asked, actor=SYSTEM)
    if found is None:
        return
    message, lost = _message_of(found), None
    for device in found.devices:
        try:
            await _send(phantom, gateway, device, message)
        except Unavailable as error:
            lost = error
    if lost is not None:
        raise lost


async def _send(phantom: Doer, gateway: PushGateway, device: Device, message: PushMessage) -> None:
    if await gateway.send(device, message) is PushOutcome.GONE:
        drop = DropDevice(device_id=device.id, token=device.token)
        await phantom.do(drop, actor=SYSTEM)


def _message_of(found: Push) -> PushMessage:
    notification = found.view.notification
    return PushMessage(
        id=notification.id,
        kind=notification.kind,
        title=title_of(found.view),
        text=text_of(found.view),
        payload=notification.payload,
        unread=found.unread,
    )
