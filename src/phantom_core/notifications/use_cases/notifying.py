"""Notifying somebody. It follows from what happened elsewhere, and refuses nothing."""

from typing import Final

import attrs

from phantom_core.kernel import Access, Command, Id, UserId
from phantom_core.notifications.events import NotificationRaised
from phantom_core.notifications.kinds import STUDIO, NotificationKind, SubjectKind
from phantom_core.notifications.notification import (
    Notification,
    NotificationId,
    Part,
    Payload,
)
from phantom_core.notifications.ports import NotificationsWork
from phantom_core.notifications.preferences import Choice
from phantom_core.notifications.tasks import PushNotification
from phantom_core.notifications.use_cases._telling import tell

__all__ = ["Notify", "NotifyAll"]

_NAMED: Final = frozenset({SubjectKind.ROOM, SubjectKind.PROJECT, SubjectKind.CHAT})


@attrs.frozen(kw_only=True)
class Notify(Command[None]):
    """Let somebody know of something, if they want to, and may know who did it.

    It joins what they have not read yet of the same key; what has joined before changes nothing.
    Nobody is notified of what they did themself, or of somebody from whom a block parts them.

    Attributes:
        key: what is gathered in one notification.
        part: what tells this from others of the key.
        actor_id: who did it, if they are to be named.
        once: whether it is told only once, even if that was read.
    """

    access = Access.SYSTEM
    user_id: UserId
    kind: NotificationKind
    key: str
    part: Id
    payload: Payload
    actor_id: UserId | None = None
    once: bool = False

    def run(self, work: NotificationsWork) -> None:
        """Put it in."""
        if not _may_hear(work, self):
            return
        inbox = work.notification_inboxes.hold(self.user_id)
        choice = inbox.choice(self.kind)
        if choice.in_app:
            _put_in(work, self, choice)


@attrs.frozen(kw_only=True)
class NotifyAll(Command[None]):
    """Let several people know, some twenty at the most."""

    access = Access.SYSTEM
    notices: tuple[Notify, ...]

    def run(self, work: NotificationsWork) -> None:
        """Put it in everywhere, in the order in which inboxes are held."""
        for notice in sorted(self.notices, key=lambda notice: notice.user_id):
            notice.run(work)


def _may_hear(work: NotificationsWork, notice: Notify) -> bool:
    if notice.actor_id == notice.user_id:
        return False
    collaborating = work.notification_recipients.collaborating(notice.user_id)
    if collaborating is None or (notice.kind in STUDIO and not collaborating):
        return False
    actor = notice.actor_id
    return actor is None or not work.blocks.between(actor, notice.user_id)


def _put_in(work: NotificationsWork, notice: Notify, choice: Choice) -> None:
    known = work.notifications.unread(notice.user_id, notice.key)
    if known is None and notice.once and work.notifications.is_known(notice.user_id, notice.key):
        return
    notification = known or _begun(work, notice)
    if not work.notification_parts.add(_part(work, notice, notification.id)):
        return
    if known is not None:
        notification = known.grown(_named(work, notice.payload), work.now)
        work.notifications.put(notification)
    tell(work, notification, NotificationRaised)
    if known is None and choice.pushes and work.notification_devices.of_user(notice.user_id):
        work.enqueue(PushNotification(user_id=notice.user_id, notification_id=notification.id))


def _begun(work: NotificationsWork, notice: Notify) -> Notification:
    notification = Notification(
        id=NotificationId(work.new_id()),
        user_id=notice.user_id,
        kind=notice.kind,
        key=notice.key,
        payload=_named(work, notice.payload),
        created_at=work.now,
        updated_at=work.now,
    )
    work.notifications.add(notification)
    return notification


def _part(work: NotificationsWork, notice: Notify, notification_id: NotificationId) -> Part:
    return Part(
        notification_id=notification_id,
        part=notice.part,
        actor_id=notice.actor_id,
        at=work.now,
    )


def _named(work: NotificationsWork, payload: Payload) -> Payload:
    """With the name of what it is about, where whoever told it did not know."""
    subject = payload.subject
    if subject is None or subject.kind not in _NAMED or subject.name is not None:
        return payload
    name = work.subject_names.name_of(subject.kind, subject.id)
    return attrs.evolve(payload, subject=attrs.evolve(subject, name=name))
