"""Notifications of long ago, and how they are read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage, UserId
from phantom_core.notifications import NotificationKind
from tests.unit.sql.old_rows import ADA, BOB, JOB, THEN, Rows

__all__ = ["OLD_NOTIFICATIONS", "read_the_notifications"]

_PAYLOAD: Final = '{"move": null, "subject": {"kind": "user", "id": "%s", "name": null}}'

OLD_NOTIFICATIONS: Final[Rows] = {
    "notification_inboxes": [
        {"user_id": ADA, "choices": '[{"kind": "report", "in_app": false, "push": true}]'}
    ],
    "notifications": [
        {
            "id": JOB,
            "user_id": ADA,
            "kind": "follower",
            "key": "follower",
            "payload": _PAYLOAD % BOB,
            "created_at": THEN,
            "updated_at": THEN,
            "read_at": None,
            "open_key": "follower",
            "chat_room_id": None,
            "seq": None,
        }
    ],
    "notification_parts": [
        {"notification_id": JOB, "part": BOB, "actor_id": BOB, "at": THEN},
    ],
    "notification_devices": [
        {
            "id": JOB,
            "user_id": ADA,
            "session_id": JOB,
            "platform": "ios",
            "token": "token",
            "registered_at": THEN,
        }
    ],
}
"""One of a follower, and the device that was told of it."""


async def read_the_notifications(storage: Storage) -> None:
    """Look at them."""
    ada = UserId(Id(ADA))

    def body(work: Any) -> Any:
        # Lists leave out whom one has blocked, as it is between these two.
        named = work.notifications.naming(ada, UserId(Id(BOB)))
        inbox = work.notification_inboxes.find(ada)
        return named, inbox, work.notification_devices.of_user(ada)

    (told,), inbox, (device,) = await storage.read(Invocation(SYSTEM, 0), body)
    assert (told.kind, told.payload.subject.id) == (NotificationKind.FOLLOWER, BOB)
    assert not inbox.choice(NotificationKind.REPORT).in_app
    assert (device.token, device.registered_at) == ("token", THEN)
