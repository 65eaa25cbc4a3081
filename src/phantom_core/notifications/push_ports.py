"""Who tells devices of notifications while nobody looks at the app."""

from enum import Enum
from typing import Protocol

import attrs

from phantom_core.notifications.device import Device
from phantom_core.notifications.kinds import NotificationKind
from phantom_core.notifications.notification import NotificationId, Payload

__all__ = ["PushGateway", "PushMessage", "PushOutcome"]


class PushOutcome(Enum):
    """What became of a message.

    `GONE` says that its push service knows the device by this token no longer, and never will.
    """

    SENT = "sent"
    GONE = "gone"


@attrs.frozen(kw_only=True)
class PushMessage:
    """What a device shows.

    Attributes:
        id: the notification's; a device that is told the same twice shows it once.
        unread: how many are not read, for the number on the app's icon.
    """

    id: NotificationId
    kind: NotificationKind
    title: str
    text: str
    payload: Payload
    unread: int


class PushGateway(Protocol):
    """Takes messages to devices."""

    async def send(self, device: Device, message: PushMessage) -> PushOutcome:
        """Hand a message to the push service of a device, and say what became of it.

        What is sent twice is shown once. Raises: Unavailable, if it may work later.
        """
        ...
