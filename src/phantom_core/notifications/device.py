"""A device that is told of notifications while nobody looks at the app."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.kernel import Checked, Id, UserId, matching, ruled

__all__ = ["MOST_DEVICES", "TOKEN", "Device", "DeviceId", "DevicePlatform"]

DeviceId = NewType("DeviceId", Id)
"""The id of a device, which its app chooses once and keeps."""

MOST_DEVICES: Final = 20
"""So many devices one person may have; the one registered longest ago gives way."""

TOKEN: Final = matching(r"[!-~]{1,4096}", "must be 1 to 4096 printable ASCII characters")
"""What a push service calls a device by: a token, or the URL of a subscription."""


class DevicePlatform(StrEnum):
    """Which push service a device listens to."""

    IOS = "ios"
    ANDROID = "android"
    WEB = "web"


@attrs.frozen(kw_only=True)
class Device(Checked):
    """A device of somebody's, as long as the log-in session lasts in which it was registered.

    Attributes:
        session_id: that session.
        token: what its push service calls it by; one device has it at a time.
    """

    id: DeviceId
    user_id: UserId
    session_id: Id
    platform: DevicePlatform
    token: str = ruled(TOKEN, repr=False)
    registered_at: datetime
