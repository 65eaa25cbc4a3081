"""The part of the unit of work in memory that notifications are kept by."""

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.repositories.notifications import (
    MemoryDevices,
    MemoryInboxes,
    MemoryNotificationParts,
    MemoryNotifications,
    MemoryRecipients,
)
from phantom_adapters.memory.table import Journal
from phantom_core.notifications import (
    Devices,
    Inboxes,
    NotificationParts,
    Notifications,
    Recipients,
    SubjectNames,
)

__all__ = ["InboxRepositories"]


class InboxRepositories:
    """The repositories of notifications, each as its port."""

    def _add_notifications(
        self, journal: Journal, people: IdentityTables, names: SubjectNames
    ) -> None:
        parts = MemoryNotificationParts(journal, people)
        self.notification_parts: NotificationParts = parts
        self.notifications: Notifications = MemoryNotifications(journal, parts)
        self.notification_inboxes: Inboxes = MemoryInboxes(journal)
        self.notification_devices: Devices = MemoryDevices(journal)
        self.notification_recipients: Recipients = MemoryRecipients(people)
        self.subject_names = names
