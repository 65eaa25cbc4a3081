"""A notification: something its user would want to know, kept until it is old.

Things of one sort that come before it is read are gathered in one notification, part by part:
"Ada and 4 others follow you". What comes after it is read begins a new one.
"""

from datetime import datetime
from typing import NewType

import attrs

from phantom_core.kernel import Id, Person, UserId
from phantom_core.notifications.kinds import NotificationKind, SubjectKind

__all__ = [
    "Gathered",
    "Notification",
    "NotificationId",
    "NotificationView",
    "Part",
    "Payload",
    "Subject",
]

NotificationId = NewType("NotificationId", Id)
"""The id of a notification."""


@attrs.frozen(kw_only=True)
class Subject:
    """The thing that a notification leads to.

    Attributes:
        name: what it was called then, where it has a name.
    """

    kind: SubjectKind
    id: Id
    name: str | None = None


@attrs.frozen(kw_only=True)
class Payload:
    """What has happened, for programs.

    Attributes:
        move: which turn it took: `confirmed` of a booking, `accepted` of an invite.
        subject: of what is gathered, the latest.
        chat_room_id: where it was said; seeing that much of the chat room reads the notification.
        seq: the number of that message there.
    """

    move: str | None = None
    subject: Subject | None = None
    chat_room_id: Id | None = None
    seq: int | None = None


@attrs.frozen(kw_only=True)
class Notification:
    """Something that its user is told.

    Attributes:
        key: what is gathered in one notification while it is not read.
        updated_at: when the latest of its parts came.
    """

    id: NotificationId
    user_id: UserId
    kind: NotificationKind
    key: str
    payload: Payload
    created_at: datetime
    updated_at: datetime
    read_at: datetime | None = None

    @property
    def open_key(self) -> str | None:
        """What it gathers still; nothing once it is read."""
        return self.key if self.read_at is None else None

    def grown(self, payload: Payload, now: datetime) -> "Notification":
        """With one more part, which is the latest."""
        return attrs.evolve(self, payload=payload, updated_at=now)

    def read(self, now: datetime) -> "Notification":
        """Read now, or as it was before."""
        return self if self.read_at is not None else attrs.evolve(self, read_at=now)


@attrs.frozen(kw_only=True)
class Part:
    """One of the things that a notification gathers.

    Attributes:
        part: what tells it from the others: whoever did it, or what was done.
        actor_id: who did it, if it was a person and is theirs to be known for.
    """

    notification_id: NotificationId
    part: Id
    actor_id: UserId | None
    at: datetime


@attrs.frozen(kw_only=True)
class Gathered:
    """The parts of a notification that its user may know of.

    Attributes:
        count: how many there are.
        actor_ids: who did them last, the latest first, each once.
    """

    count: int
    actor_ids: tuple[UserId, ...]


@attrs.frozen(kw_only=True)
class NotificationView:
    """A notification as its user sees it.

    Attributes:
        count: how many things it gathers.
        people: who did them last, the latest first.
    """

    notification: Notification
    count: int
    people: tuple[Person, ...]
