"""What is held about a person, over SQL: rows of all tables, a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, select, true, tuple_, union
from sqlalchemy.types import TypeEngine

from phantom_adapters.sql.personal_sources import SOURCES, Source
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.identity import blocks
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Choice, Key, Words
from phantom_core.kernel import UserId
from phantom_core.privacy.record import HeldRecord, Place
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_ports import PersonalRecords

__all__ = ["SqlPersonalRecords"]


def _bound(number: int, column: ColumnElement[Any]) -> ColumnElement[Any]:
    kind: TypeEngine[Any] = column.type
    return bindparam(f"after_{number}", type_=Words() if isinstance(kind, Choice) else kind)


def _statement(source: Source, *, further: bool) -> Statement:
    after = [_bound(number, column) for number, column in enumerate(source.key)]
    where = tuple_(*source.key) > tuple_(*after) if further else true()
    keys = [column.label(f"key_{number}") for number, column in enumerate(source.key)]
    found = source.select.add_columns(*keys).where(where)
    return Statement(found.order_by(*source.key).limit(bindparam("limit")))


_FIRST: Final = {kind: _statement(each, further=False) for kind, each in SOURCES.items()}
_FURTHER: Final = {kind: _statement(each, further=True) for kind, each in SOURCES.items()}
_NAMES: Final = {
    kind: [column.name for column in each.select.exported_columns] for kind, each in SOURCES.items()
}

_ME: Final = bindparam("user_id", type_=Key())
_AMONG: Final[ColumnElement[Any]] = bindparam("among", type_=Key(), expanding=True)
_APART: Final = Statement(
    union(
        select(blocks.c.blocked_id).where(
            blocks.c.blocker_id == _ME, blocks.c.blocked_id.in_(_AMONG)
        ),
        select(blocks.c.blocker_id).where(
            blocks.c.blocked_id == _ME, blocks.c.blocker_id.in_(_AMONG)
        ),
    )
)


class SqlPersonalRecords(PersonalRecords):
    """Reads the tables of all contexts."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def page(
        self, kind: RecordKind, user_id: UserId, *, after: Place | None, limit: int
    ) -> Sequence[HeldRecord]:
        """Some of somebody's records of a kind."""
        values: dict[str, Any] = {
            "user_id": user_id,
            "user_text": user_id,
            "of_user": f"of user {user_id}",
            "limit": limit,
        }
        values |= {f"after_{number}": key for number, key in enumerate(after or ())}
        statement = _FIRST[kind] if after is None else _FURTHER[kind]
        plan, rows = self._tx.fetch(statement, values)
        return [_record(kind, user_id, plan.read(row)) for row in rows]

    def apart(self, user_id: UserId, among: Collection[UserId]) -> Collection[UserId]:
        """Those who have blocked somebody, or are blocked by them."""
        if not among:
            return ()
        found = self._tx.rows(_APART, user_id=user_id, among=sorted(among))
        return {UserId(other) for (other,) in found}


def _record(kind: RecordKind, user_id: UserId, row: tuple[Any, ...]) -> HeldRecord:
    names, source = _NAMES[kind], SOURCES[kind]
    fields: Mapping[str, Any] = dict(zip(names, row, strict=False))
    place = tuple(_sortable(key) for key in row[len(names) :])
    return HeldRecord(place=place, fields=source.read(fields, user_id))


def _sortable(key: Any) -> str | int:
    found: str | int = key.value if isinstance(key, Enum) else key
    return found
