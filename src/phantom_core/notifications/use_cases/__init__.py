"""What can be done with notifications."""

from phantom_core.notifications.use_cases.devices import (
    ForgetDevices,
    ListDevices,
    RegisterDevice,
    RemoveDevice,
)
from phantom_core.notifications.use_cases.notifying import Notify, NotifyAll
from phantom_core.notifications.use_cases.preferring import (
    ChoiceChange,
    GetNotificationChoices,
    SetNotificationChoices,
)
from phantom_core.notifications.use_cases.pushing import DropDevice, GetPush, Push
from phantom_core.notifications.use_cases.reading import (
    GetNotification,
    InboxPage,
    ListNotifications,
    ReadAllNotifications,
    ReadKey,
    ReadNotifications,
    ReadSaid,
    count_unread,
)
from phantom_core.notifications.use_cases.withdrawing import (
    KeepApart,
    WithdrawMessage,
    WithdrawPart,
)

__all__ = [
    "ChoiceChange",
    "DropDevice",
    "ForgetDevices",
    "GetNotification",
    "GetNotificationChoices",
    "GetPush",
    "InboxPage",
    "KeepApart",
    "ListDevices",
    "ListNotifications",
    "Notify",
    "NotifyAll",
    "Push",
    "ReadAllNotifications",
    "ReadKey",
    "ReadNotifications",
    "ReadSaid",
    "RegisterDevice",
    "RemoveDevice",
    "SetNotificationChoices",
    "WithdrawMessage",
    "WithdrawPart",
    "count_unread",
]
