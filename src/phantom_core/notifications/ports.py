"""What the commands of notifications need of storage, and of their neighbours.

An inbox is held before anything in it is changed or counted; inboxes are held in the order of
their users' ids.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.kernel import Id, Page, PageRequest, Person, UserId, Work
from phantom_core.notifications.device import Device, DeviceId
from phantom_core.notifications.kinds import SubjectKind
from phantom_core.notifications.notification import (
    Gathered,
    Notification,
    NotificationId,
    Part,
)
from phantom_core.notifications.preferences import Inbox

__all__ = [
    "Blocks",
    "Devices",
    "Inboxes",
    "NotificationParts",
    "Notifications",
    "NotificationsWork",
    "People",
    "Recipients",
    "SubjectNames",
]


class Inboxes(Protocol):
    """Where notifications come in, one for each user."""

    def hold(self, user_id: UserId) -> Inbox:
        """Somebody's inbox, which is held; it is made if there is none."""

    def find(self, user_id: UserId) -> Inbox | None:
        """Somebody's inbox as it stands, if they have one; nothing is held."""

    def put(self, inbox: Inbox) -> None:
        """Store an inbox's new state. Raises: NotFound."""


class Notifications(Protocol):
    """Notifications. They change only while their inbox is held.

    Its user may know of a notification while they may know of one of its parts
    (`NotificationParts`).
    """

    def add(self, notification: Notification) -> None:
        """Store a new one, which is not read.

        Raises: Conflict, if its id is in use, or one of its user and key is not read yet.
        """

    def find(self, notification_id: NotificationId) -> Notification | None:
        """A notification, whether or not its user may know of it."""

    def put(self, notification: Notification) -> None:
        """Store one's new state. Raises: NotFound."""

    def remove(self, notification_id: NotificationId) -> None:
        """Take one away, with its parts; nothing, if it is not there."""

    def unread(self, user_id: UserId, key: str) -> Notification | None:
        """The one of a user and key that is not read yet, if there is one."""

    def is_known(self, user_id: UserId, key: str) -> bool:
        """Whether there is one of a user and key, read or not."""

    def count_unread(self, user_id: UserId, most: int) -> int:
        """How many are not read of those that a user may know of; beyond `most` none is counted."""

    def listed(self, user_id: UserId, page: PageRequest, *, unread: bool) -> Page[Notification]:
        """Those that a user may know of: the latest updated first, then by descending id.

        Args:
            unread: whether only those are meant that are not read.

        Raises: Invalid, for a cursor of another list.
        """

    def unread_among(
        self, user_id: UserId, ids: Collection[NotificationId]
    ) -> Sequence[Notification]:
        """Those of a user's that are named and not read, by id."""

    def read_all(self, user_id: UserId, *, before: datetime, now: datetime) -> int:
        """Read all of a user's that were updated no later than `before`, and say how many."""

    def unread_said(
        self, user_id: UserId, chat_room_id: Id, up_to: int
    ) -> Sequence[NotificationId]:
        """Those of a user's that are not read, about messages of a chat room up to a number."""

    def about_message(self, chat_room_id: Id, seq: int) -> Sequence[Notification]:
        """Everybody's about a message, by user and then by id."""

    def naming(self, user_id: UserId, actor_id: UserId) -> Sequence[Notification]:
        """Those of a user's of which somebody did a part, by id."""

    def forget(self, before: datetime, limit: int) -> int:
        """Take up to `limit` away that were last updated before then, and say how many."""


class NotificationParts(Protocol):
    """What notifications gather.

    Their user may know of a part that nobody is named for, or somebody who is active, and neither
    of the two has blocked the other.
    """

    def add(self, part: Part) -> bool:
        """Store a part, and say whether it is new; the first one's time stands."""

    def remove(self, notification_id: NotificationId, part: Id) -> bool:
        """Take a part away, and say whether it was there."""

    def remove_actor(self, notification_id: NotificationId, actor_id: UserId) -> None:
        """Take all away that somebody did."""

    def is_empty(self, notification_id: NotificationId) -> bool:
        """Whether nothing is left of a notification, known or not."""

    def gathered(
        self, user_id: UserId, ids: Collection[NotificationId], actors: int
    ) -> Mapping[NotificationId, Gathered]:
        """What a user may know of notifications of theirs; nothing of those they may not know.

        Args:
            actors: how many people are named at the most, the latest first, then by descending id.
        """


class Devices(Protocol):
    """Devices that are told of notifications."""

    def put(self, device: Device) -> None:
        """Store a device, in place of the one with its id, and of any other with its token."""

    def find(self, device_id: DeviceId) -> Device | None:
        """A device, if it is there."""

    def of_user(self, user_id: UserId) -> Sequence[Device]:
        """Somebody's devices, the one registered last first, then by descending id."""

    def remove(self, device_id: DeviceId) -> bool:
        """Forget a device, and say whether it was there."""

    def remove_sessions(self, session_ids: Collection[Id]) -> None:
        """Forget all devices that were registered in some log-in sessions."""


class Recipients(Protocol):
    """Who may be notified."""

    def collaborating(self, user_id: UserId) -> bool | None:
        """Whether somebody wants to be told of collaborators' doings.

        `None` if there is no such user, or their account is not active. Nothing is held.
        """


class SubjectNames(Protocol):
    """What the things are called that notifications lead to."""

    def name_of(self, kind: SubjectKind, identifier: Id) -> str | None:
        """The name of a room, project or chat, if there is such a one, and it has a name.

        Nothing else has one. A room may be held.
        """


class People(Protocol):
    """Users as others see them."""

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Person]:
        """Those of the users named that there are, whatever their status."""


class Blocks(Protocol):
    """Who wants nothing to do with whom."""

    def between(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""


class NotificationsWork(Work, Protocol):
    """What the commands of notifications are given."""

    notification_inboxes: Inboxes
    notifications: Notifications
    notification_parts: NotificationParts
    notification_devices: Devices
    notification_recipients: Recipients
    subject_names: SubjectNames
    people: People
    blocks: Blocks
