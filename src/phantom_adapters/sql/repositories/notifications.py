"""Inboxes, and the notifications in them, over SQL."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.notification_parts import is_known
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.notifications import (
    notification_inboxes,
    notification_parts,
    notifications,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Instant, Key
from phantom_core.kernel import Id, Page, PageRequest, UserId
from phantom_core.notifications import (
    Inbox,
    Inboxes,
    Notification,
    NotificationId,
    Notifications,
)
from phantom_core.notifications.listing import after_notification, notification_cursor

__all__ = ["SqlInboxes", "SqlNotifications"]

_INBOXES: Final = Rows(notification_inboxes, Inbox, noun="inbox")
_MAKE: Final = Statement(
    insert(notification_inboxes)
    .values(user_id=bindparam("user_id"), choices=bindparam("choices"))
    .on_conflict_do_nothing()
)
_HOLD: Final = Statement(
    _INBOXES.select.where(notification_inboxes.c.user_id == bindparam("user_id")), locks=True
)
_ROWS: Final = Rows(
    notifications,
    Notification,
    noun="notification",
    computed={
        "open_key": lambda notification: notification.open_key,
        "chat_room_id": lambda notification: notification.payload.chat_room_id,
        "seq": lambda notification: notification.payload.seq,
    },
)
_OF_USER: Final = notifications.c.user_id == bindparam("user_id")
_UNREAD: Final = notifications.c.open_key.is_not(None)
_KNOWN: Final = is_known(notifications.c.id)
_PLACE: Final = (notifications.c.updated_at, notifications.c.id)
_OPEN: Final = Statement(_ROWS.select.where(_OF_USER, notifications.c.open_key == bindparam("key")))
_ANY: Final = Statement(
    select(notifications.c.id).where(_OF_USER, notifications.c.key == bindparam("key")).limit(1)
)
_COUNTED: Final = (
    select(literal(1).label("one"))
    .select_from(notifications)
    .where(_OF_USER, _UNREAD, _KNOWN)
    .limit(bindparam("most"))
    .subquery()
)
_COUNT: Final = Statement(select(func.count()).select_from(_COUNTED))
_AMONG: Final = Statement(
    _ROWS.select.where(
        _OF_USER, _UNREAD, notifications.c.id.in_(bindparam("ids", expanding=True))
    ).order_by(notifications.c.id)
)
_READ_ALL: Final = Statement(
    update(notifications)
    .where(_OF_USER, _UNREAD, notifications.c.updated_at <= bindparam("before"))
    .values(read_at=bindparam("now"), open_key=None)
)
_SAID: Final = Statement(
    select(notifications.c.id)
    .where(
        _OF_USER,
        notifications.c.chat_room_id == bindparam("chat_room_id"),
        notifications.c.seq <= bindparam("up_to"),
        _UNREAD,
    )
    .order_by(notifications.c.id)
)
_ABOUT: Final = Statement(
    _ROWS.select.where(
        notifications.c.chat_room_id == bindparam("chat_room_id"),
        notifications.c.seq == bindparam("seq"),
    ).order_by(notifications.c.user_id, notifications.c.id)
)
_NAMING: Final = Statement(
    _ROWS.select.where(
        _OF_USER,
        notifications.c.id.in_(
            select(notification_parts.c.notification_id).where(
                notification_parts.c.actor_id == bindparam("actor_id")
            )
        ),
    ).order_by(notifications.c.id)
)
_OLD: Final = Statement(
    select(notifications.c.id)
    .where(notifications.c.updated_at < bindparam("before"))
    .order_by(notifications.c.updated_at)
    .limit(bindparam("limit"))
)
_DROP: Final = Statement(
    delete(notifications).where(notifications.c.id.in_(bindparam("ids", expanding=True)))
)


def _page(*, unread: bool, further: bool) -> Statement:
    clause: Select[Any] = _ROWS.select.where(_OF_USER, _KNOWN)
    if unread:
        clause = clause.where(_UNREAD)
    if further:
        begin = tuple_(bindparam("at", type_=Instant()), bindparam("after", type_=Key()))
        clause = clause.where(tuple_(*_PLACE) < begin)
    return Statement(
        clause.order_by(*(column.desc() for column in _PLACE)).limit(bindparam("limit"))
    )


_PAGES: Final = {
    (unread, further): _page(unread=unread, further=further)
    for unread in (False, True)
    for further in (False, True)
}


class SqlInboxes(Inboxes):
    """Inboxes in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def hold(self, user_id: UserId) -> Inbox:
        """Somebody's inbox, which is held; where two make it at once, one waits for the other."""
        found = _INBOXES.one(self._tx, _HOLD, user_id=user_id)
        if found is None:
            self._tx.run(_MAKE, user_id=user_id, choices=())
            found = _INBOXES.get(self._tx, user_id)
        return found

    def find(self, user_id: UserId) -> Inbox | None:
        """Somebody's inbox as it stands."""
        return _INBOXES.find(self._tx, user_id)

    def put(self, inbox: Inbox) -> None:
        """Store an inbox's new state."""
        _INBOXES.put(self._tx, inbox)


class SqlNotifications(Notifications):
    """Notifications in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, notification: Notification) -> None:
        """Store a new one."""
        _ROWS.add(self._tx, notification)

    def find(self, notification_id: NotificationId) -> Notification | None:
        """A notification."""
        return _ROWS.find(self._tx, notification_id)

    def put(self, notification: Notification) -> None:
        """Store one's new state."""
        _ROWS.put(self._tx, notification)

    def remove(self, notification_id: NotificationId) -> None:
        """Take one away, with its parts."""
        self._drop([notification_id])

    def unread(self, user_id: UserId, key: str) -> Notification | None:
        """The one of a user and key that is not read yet."""
        return _ROWS.one(self._tx, _OPEN, user_id=user_id, key=key)

    def is_known(self, user_id: UserId, key: str) -> bool:
        """Whether there is one of a user and key."""
        return self._tx.row(_ANY, user_id=user_id, key=key) is not None

    def count_unread(self, user_id: UserId, most: int) -> int:
        """How many are not read that a user may know of."""
        row = self._tx.row(_COUNT, user_id=user_id, seen_by=user_id, most=most)
        return 0 if row is None else int(row[0])

    def listed(self, user_id: UserId, page: PageRequest, *, unread: bool) -> Page[Notification]:
        """Those that a user may know of, the latest first."""
        begin = after_notification(page)
        place = {} if begin is None else {"at": begin[0], "after": begin[1]}
        statement = _PAGES[unread, begin is not None]
        rows = _ROWS.all(
            self._tx, statement, user_id=user_id, seen_by=user_id, limit=page.limit + 1, **place
        )
        return Page.of(rows, page.limit, notification_cursor)

    def unread_among(
        self, user_id: UserId, ids: Collection[NotificationId]
    ) -> Sequence[Notification]:
        """Those of a user's that are named and not read."""
        found = [
            each
            for batch in batches(ids)
            for each in _ROWS.all(self._tx, _AMONG, user_id=user_id, ids=batch)
        ]
        return sorted(found, key=lambda notification: notification.id)

    def read_all(self, user_id: UserId, *, before: datetime, now: datetime) -> int:
        """Read all of a user's up to a time."""
        return self._tx.run(_READ_ALL, user_id=user_id, before=before, now=now)

    def unread_said(
        self, user_id: UserId, chat_room_id: Id, up_to: int
    ) -> Sequence[NotificationId]:
        """Those of a user's that are not read, about messages up to a number."""
        rows = self._tx.rows(_SAID, user_id=user_id, chat_room_id=chat_room_id, up_to=up_to)
        return [NotificationId(row[0]) for row in rows]

    def about_message(self, chat_room_id: Id, seq: int) -> Sequence[Notification]:
        """Everybody's about a message."""
        return _ROWS.all(self._tx, _ABOUT, chat_room_id=chat_room_id, seq=seq)

    def naming(self, user_id: UserId, actor_id: UserId) -> Sequence[Notification]:
        """Those of a user's of which somebody did a part."""
        return _ROWS.all(self._tx, _NAMING, user_id=user_id, actor_id=actor_id)

    def forget(self, before: datetime, limit: int) -> int:
        """Take some away that are old."""
        old = [NotificationId(row[0]) for row in self._tx.rows(_OLD, before=before, limit=limit)]
        self._drop(old)
        return len(old)

    def _drop(self, ids: Sequence[NotificationId]) -> None:
        """Take some away; their parts go with them."""
        for batch in batches(ids):
            self._tx.run(_DROP, ids=[*batch])
