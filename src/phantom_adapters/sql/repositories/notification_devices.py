"""Devices that are told of notifications, and who may be notified, over SQL."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import users
from phantom_adapters.sql.tables.notifications import notification_devices
from phantom_adapters.sql.transaction import Transaction
from phantom_core.identity.user import UserStatus
from phantom_core.kernel import Id, UserId
from phantom_core.notifications import Device, DeviceId, Devices, Recipients

__all__ = ["SqlDevices", "SqlRecipients"]

_DEVICES: Final = Rows(notification_devices, Device, noun="device")
_OF_USER: Final = Statement(
    _DEVICES.select.where(notification_devices.c.user_id == bindparam("user_id")).order_by(
        notification_devices.c.registered_at.desc(), notification_devices.c.id.desc()
    )
)
_FREE_TOKEN: Final = Statement(
    delete(notification_devices).where(
        notification_devices.c.token == bindparam("token"),
        notification_devices.c.id != bindparam("id"),
    )
)
_FORGET: Final = Statement(
    delete(notification_devices).where(
        notification_devices.c.session_id.in_(bindparam("ids", expanding=True))
    )
)
_PREFERENCES: Final = Statement(
    select(users.c.preferences).where(
        users.c.id == bindparam("user_id"), users.c.status == UserStatus.ACTIVE
    )
)


class SqlDevices(Devices):
    """Devices in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def put(self, device: Device) -> None:
        """Store a device."""
        self._tx.run(_FREE_TOKEN, token=device.token, id=device.id)
        _DEVICES.set(self._tx, device)

    def find(self, device_id: DeviceId) -> Device | None:
        """A device, if it is there."""
        return _DEVICES.find(self._tx, device_id)

    def of_user(self, user_id: UserId) -> Sequence[Device]:
        """Somebody's devices."""
        return _DEVICES.all(self._tx, _OF_USER, user_id=user_id)

    def remove(self, device_id: DeviceId) -> bool:
        """Forget a device, and say whether it was there."""
        return _DEVICES.remove(self._tx, device_id)

    def remove_sessions(self, session_ids: Collection[Id]) -> None:
        """Forget all devices that were registered in some log-in sessions."""
        for batch in batches(session_ids):
            self._tx.run(_FORGET, ids=[*batch])


class SqlRecipients(Recipients):
    """Reads it from the table of users."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def collaborating(self, user_id: UserId) -> bool | None:
        """Whether somebody wants to be told of collaborators' doings, if they are active."""
        row = self._tx.row(_PREFERENCES, user_id=user_id)
        return None if row is None else bool(row[0].collaboration_notifications)
