"""What notifications gather, over SQL."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, bindparam, cast, delete, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.repositories.identity_people import shown
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import users
from phantom_adapters.sql.tables.notifications import notification_parts
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Whole
from phantom_core.kernel import Id, UserId
from phantom_core.notifications import Gathered, NotificationId, NotificationParts, Part

__all__ = ["SqlNotificationParts", "is_known"]

_PARTS: Final = notification_parts.c


def _known_part() -> ColumnElement[bool]:
    """Whether a part names nobody, or somebody whom `seen_by` may know of."""
    who = select(users.c.id).where(users.c.id == _PARTS.actor_id, shown())
    return or_(_PARTS.actor_id.is_(None), exists(who.correlate(notification_parts)))


def is_known(notification_id: Column[Any]) -> ColumnElement[bool]:
    """Whether `seen_by` may know of some part of a notification."""
    part = select(_PARTS.part).where(_PARTS.notification_id == notification_id, _known_part())
    return exists(part.correlate(notification_id.table))


def _gathered() -> Any:
    """Of each notification the last few who did something, with how many things there are."""
    each = (
        select(
            _PARTS.notification_id,
            _PARTS.actor_id,
            func.count().label("parts"),
            func.max(_PARTS.at).label("last"),
        )
        .where(_PARTS.notification_id.in_(bindparam("ids", expanding=True)), _known_part())
        .group_by(_PARTS.notification_id, _PARTS.actor_id)
        .subquery()
    ).c
    latest = (each.actor_id.is_(None), each.last.desc(), each.actor_id.desc())
    ranked = select(
        each.notification_id,
        each.actor_id,
        cast(func.sum(each.parts).over(partition_by=each.notification_id), Whole).label("count"),
        func.row_number().over(partition_by=each.notification_id, order_by=latest).label("rank"),
    ).subquery()
    named = select(ranked.c.notification_id, ranked.c.actor_id, ranked.c.count)
    return named.where(ranked.c.rank <= bindparam("actors")).order_by(ranked.c.rank)


_ADD: Final = Statement(
    insert(notification_parts)
    .values({column.name: bindparam(column.name) for column in _PARTS})
    .on_conflict_do_nothing()
)
_OF: Final = _PARTS.notification_id == bindparam("id")
_REMOVE: Final = Statement(delete(notification_parts).where(_OF, _PARTS.part == bindparam("part")))
_REMOVE_ACTOR: Final = Statement(
    delete(notification_parts).where(_OF, _PARTS.actor_id == bindparam("actor_id"))
)
_ANY: Final = Statement(select(_PARTS.part).where(_OF).limit(1))
_GATHERED: Final = Statement(_gathered())


class SqlNotificationParts(NotificationParts):
    """Parts in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, part: Part) -> bool:
        """Store a part, and say whether it is new."""
        row = {
            "notification_id": part.notification_id,
            "part": part.part,
            "actor_id": part.actor_id,
            "at": part.at,
        }
        return self._tx.run(_ADD, **row) > 0

    def remove(self, notification_id: NotificationId, part: Id) -> bool:
        """Take a part away, and say whether it was there."""
        return self._tx.run(_REMOVE, id=notification_id, part=part) > 0

    def remove_actor(self, notification_id: NotificationId, actor_id: UserId) -> None:
        """Take all away that somebody did."""
        self._tx.run(_REMOVE_ACTOR, id=notification_id, actor_id=actor_id)

    def is_empty(self, notification_id: NotificationId) -> bool:
        """Whether nothing is left of a notification."""
        return self._tx.row(_ANY, id=notification_id) is None

    def gathered(
        self, user_id: UserId, ids: Collection[NotificationId], actors: int
    ) -> Mapping[NotificationId, Gathered]:
        """What a user may know of notifications of theirs."""
        found: dict[NotificationId, Gathered] = {}
        for batch in batches(ids):
            for each, actor_id, count in self._tx.rows(
                _GATHERED, ids=batch, seen_by=user_id, actors=actors
            ):
                before = found[each].actor_ids if each in found else ()
                named = before if actor_id is None else (*before, UserId(actor_id))
                found[each] = Gathered(count=count, actor_ids=named)
        return found
