"""Notifications are kept as promised, on every storage, and devices are reached."""

import pytest

from phantom_adapters.contracts.notification_neighbours import (
    DevicesContract,
    PushGatewayContract,
    RecipientsContract,
    SubjectNamesContract,
)
from phantom_adapters.contracts.notifications import (
    InboxesContract,
    NotificationPartsContract,
    NotificationsContract,
)
from phantom_adapters.memory.push import MemoryPushGateway
from phantom_adapters.memory.repositories.notifications import (
    MemoryDevices,
    MemoryInboxes,
    MemoryNotificationParts,
    MemoryNotifications,
    MemoryRecipients,
)
from phantom_adapters.sql.repositories.notification_devices import SqlDevices, SqlRecipients
from phantom_adapters.sql.repositories.notification_parts import SqlNotificationParts
from phantom_adapters.sql.repositories.notifications import SqlInboxes, SqlNotifications
from phantom_adapters.subject_names import KeptSubjectNames


class TestInboxes(InboxesContract):
    adapters = (MemoryInboxes, SqlInboxes)


class TestNotifications(NotificationsContract):
    adapters = (MemoryNotifications, SqlNotifications)


class TestNotificationParts(NotificationPartsContract):
    adapters = (MemoryNotificationParts, SqlNotificationParts)


class TestDevices(DevicesContract):
    adapters = (MemoryDevices, SqlDevices)


class TestRecipients(RecipientsContract):
    adapters = (MemoryRecipients, SqlRecipients)


class TestSubjectNames(SubjectNamesContract):
    adapters = (KeptSubjectNames,)


class TestPushGateway(PushGatewayContract):
    adapters = (MemoryPushGateway,)

    @pytest.fixture
    def gateway(self) -> MemoryPushGateway:
        gateway = MemoryPushGateway()
        gateway.gone.add("gone")
        return gateway
