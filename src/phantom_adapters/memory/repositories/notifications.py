"""Inboxes, notifications, what they gather, and devices, in memory."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from operator import attrgetter

from phantom_adapters.memory.repositories.identity_tables import IdentityTables
from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.notifications import (
    Device,
    DeviceId,
    Devices,
    Gathered,
    Inbox,
    Inboxes,
    Notification,
    NotificationId,
    NotificationParts,
    Notifications,
    Part,
    Recipients,
)
from phantom_core.notifications.listing import after_notification, notification_cursor

__all__ = [
    "MemoryDevices",
    "MemoryInboxes",
    "MemoryNotificationParts",
    "MemoryNotifications",
    "MemoryRecipients",
]


class MemoryInboxes(Inboxes):
    """Inboxes by user."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UserId, Inbox] = MemoryRows(
            journal, "inbox", attrgetter("user_id"), name="notification_inboxes"
        )

    def hold(self, user_id: UserId) -> Inbox:
        """Somebody's inbox; it is made if there is none."""
        if self._rows.find(user_id) is None:
            self._rows.add(Inbox(user_id=user_id))
        return self._rows.get(user_id)

    def find(self, user_id: UserId) -> Inbox | None:
        """Somebody's inbox as it stands."""
        return self._rows.find(user_id)

    def put(self, inbox: Inbox) -> None:
        """Store an inbox's new state."""
        self._rows.put(inbox)


class MemoryNotificationParts(NotificationParts):
    """Parts by notification."""

    def __init__(self, journal: Journal, people: IdentityTables) -> None:
        self._people = people
        self._rows: MemoryRows[tuple[NotificationId, Id], Part] = MemoryRows(
            journal, "part", attrgetter("notification_id", "part"), name="notification_parts"
        )

    def add(self, part: Part) -> bool:
        """Store a part, and say whether it is new."""
        if self._rows.find((part.notification_id, part.part)) is not None:
            return False
        self._rows.add(part)
        return True

    def remove(self, notification_id: NotificationId, part: Id) -> bool:
        """Take a part away, and say whether it was there."""
        return self._rows.remove((notification_id, part))

    def remove_actor(self, notification_id: NotificationId, actor_id: UserId) -> None:
        """Take all away that somebody did."""
        for part in self._of(notification_id):
            if part.actor_id == actor_id:
                self.remove(notification_id, part.part)

    def remove_all(self, notification_id: NotificationId) -> None:
        """Take all of a notification away."""
        for part in self._of(notification_id):
            self.remove(notification_id, part.part)

    def is_empty(self, notification_id: NotificationId) -> bool:
        """Whether nothing is left of a notification."""
        return not self._of(notification_id)

    def gathered(
        self, user_id: UserId, ids: Collection[NotificationId], actors: int
    ) -> Mapping[NotificationId, Gathered]:
        """What a user may know of notifications of theirs."""
        known: dict[NotificationId, list[Part]] = {}
        wanted = frozenset(ids)
        for part in self._rows:
            if part.notification_id in wanted and self._is_known(user_id, part):
                known.setdefault(part.notification_id, []).append(part)
        return {
            each: Gathered(count=len(parts), actor_ids=_latest(parts)[:actors])
            for each, parts in known.items()
        }

    def naming(self, actor_id: UserId) -> AbstractSet[NotificationId]:
        """The notifications of which somebody did a part."""
        return {part.notification_id for part in self._rows if part.actor_id == actor_id}

    def _of(self, notification_id: NotificationId) -> Sequence[Part]:
        return [part for part in self._rows if part.notification_id == notification_id]

    def _is_known(self, user_id: UserId, part: Part) -> bool:
        actor_id = part.actor_id
        return actor_id is None or self._people.shown(actor_id, seen_by=user_id) is not None


def _latest(parts: Sequence[Part]) -> tuple[UserId, ...]:
    last: dict[UserId, datetime] = {}
    for part in parts:
        if part.actor_id is not None:
            last[part.actor_id] = max(part.at, last.get(part.actor_id, part.at))
    return tuple(sorted(last, key=lambda actor_id: (last[actor_id], actor_id), reverse=True))


class MemoryNotifications(Notifications):
    """Notifications by id."""

    def __init__(self, journal: Journal, parts: MemoryNotificationParts) -> None:
        self._parts = parts
        self._rows: MemoryRows[NotificationId, Notification] = MemoryRows(
            journal, "notification", attrgetter("id"), unique={"open": _open}, name="notifications"
        )

    def add(self, notification: Notification) -> None:
        """Store a new one."""
        self._rows.add(notification)

    def find(self, notification_id: NotificationId) -> Notification | None:
        """A notification."""
        return self._rows.find(notification_id)

    def put(self, notification: Notification) -> None:
        """Store one's new state."""
        self._rows.put(notification)

    def remove(self, notification_id: NotificationId) -> None:
        """Take one away, with its parts."""
        self._parts.remove_all(notification_id)
        self._rows.remove(notification_id)

    def unread(self, user_id: UserId, key: str) -> Notification | None:
        """The one of a user and key that is not read yet."""
        return self._rows.by("open", (user_id, key))

    def is_known(self, user_id: UserId, key: str) -> bool:
        """Whether there is one of a user and key."""
        return any(each.key == key for each in self._of(user_id))

    def count_unread(self, user_id: UserId, most: int) -> int:
        """How many are not read that a user may know of."""
        return min(most, sum(each.read_at is None for each in self._known(user_id)))

    def listed(self, user_id: UserId, page: PageRequest, *, unread: bool) -> Page[Notification]:
        """Those that a user may know of, the latest first."""
        begin = after_notification(page)
        rows = [
            each
            for each in self._known(user_id)
            if not (unread and each.read_at is not None) and (begin is None or _place(each) < begin)
        ]
        rows.sort(key=_place, reverse=True)
        return Page.of(rows, page.limit, notification_cursor)

    def unread_among(
        self, user_id: UserId, ids: Collection[NotificationId]
    ) -> Sequence[Notification]:
        """Those of a user's that are named and not read."""
        return [each for each in self._of(user_id) if each.id in ids and each.read_at is None]

    def read_all(self, user_id: UserId, *, before: datetime, now: datetime) -> int:
        """Read all of a user's up to a time."""
        fresh = [
            each for each in self._of(user_id) if each.read_at is None and each.updated_at <= before
        ]
        for each in fresh:
            self._rows.put(each.read(now))
        return len(fresh)

    def unread_said(
        self, user_id: UserId, chat_room_id: Id, up_to: int
    ) -> Sequence[NotificationId]:
        """Those of a user's that are not read, about messages up to a number."""
        return [
            each.id
            for each in self._of(user_id)
            if each.read_at is None
            and each.payload.chat_room_id == chat_room_id
            and each.payload.seq is not None
            and each.payload.seq <= up_to
        ]

    def about_message(self, chat_room_id: Id, seq: int) -> Sequence[Notification]:
        """Everybody's about a message."""
        place = (chat_room_id, seq)
        found = (each for each in self._rows if _said(each) == place)
        return sorted(found, key=attrgetter("user_id", "id"))

    def naming(self, user_id: UserId, actor_id: UserId) -> Sequence[Notification]:
        """Those of a user's of which somebody did a part."""
        naming = self._parts.naming(actor_id)
        return [each for each in self._of(user_id) if each.id in naming]

    def forget(self, before: datetime, limit: int) -> int:
        """Take some away that are old."""
        old = [each for each in self._rows if each.updated_at < before]
        gone = sorted(old, key=attrgetter("updated_at"))[:limit]
        for each in gone:
            self.remove(each.id)
        return len(gone)

    def _of(self, user_id: UserId) -> Sequence[Notification]:
        found = (each for each in self._rows if each.user_id == user_id)
        return sorted(found, key=attrgetter("id"))

    def _known(self, user_id: UserId) -> Sequence[Notification]:
        found = self._of(user_id)
        known = self._parts.gathered(user_id, [each.id for each in found], 0)
        return [each for each in found if each.id in known]


class MemoryDevices(Devices):
    """Devices by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[DeviceId, Device] = MemoryRows(
            journal,
            "device",
            attrgetter("id"),
            unique={"token": attrgetter("token")},
            name="notification_devices",
        )

    def put(self, device: Device) -> None:
        """Store a device."""
        namesake = self._rows.by("token", device.token)
        if namesake is not None:
            self._rows.remove(namesake.id)
        self._rows.remove(device.id)
        self._rows.add(device)

    def find(self, device_id: DeviceId) -> Device | None:
        """A device, if it is there."""
        return self._rows.find(device_id)

    def of_user(self, user_id: UserId) -> Sequence[Device]:
        """Somebody's devices."""
        found = (device for device in self._rows if device.user_id == user_id)
        return sorted(found, key=attrgetter("registered_at", "id"), reverse=True)

    def remove(self, device_id: DeviceId) -> bool:
        """Forget a device, and say whether it was there."""
        return self._rows.remove(device_id)

    def remove_sessions(self, session_ids: Collection[Id]) -> None:
        """Forget all devices that were registered in some log-in sessions."""
        for device in self._rows:
            if device.session_id in session_ids:
                self._rows.remove(device.id)


class MemoryRecipients(Recipients):
    """Takes it from the table of users."""

    def __init__(self, people: IdentityTables) -> None:
        self._people = people

    def collaborating(self, user_id: UserId) -> bool | None:
        """Whether somebody wants to be told of collaborators' doings, if they are active."""
        user = self._people.users.find(user_id)
        if user is None or not user.active:
            return None
        return user.preferences.collaboration_notifications


def _open(notification: Notification) -> object:
    key = notification.open_key
    return None if key is None else (notification.user_id, key)


def _place(notification: Notification) -> tuple[datetime, Id]:
    return notification.updated_at, notification.id


def _said(notification: Notification) -> tuple[Id | None, int | None]:
    return notification.payload.chat_room_id, notification.payload.seq
