"""Exports of people's data, over SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.privacy_exports import data_exports
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Page, PageRequest, UserId
from phantom_core.privacy.data_export import (
    DataExport,
    DataExportId,
    export_before,
    export_cursor,
)
from phantom_core.privacy.export_ports import DataExports

__all__ = ["SqlDataExports"]

_EXPORTS: Final = Rows(
    data_exports,
    DataExport,
    noun="export",
    computed={"running_for": lambda export: export.running_for},
)
_MINE: Final = data_exports.c.user_id == bindparam("user_id")
_LATEST: Final = (
    _EXPORTS.select.where(_MINE).order_by(data_exports.c.id.desc()).limit(bindparam("limit"))
)
_FIRST: Final = Statement(_LATEST)
_FURTHER: Final = Statement(_LATEST.where(data_exports.c.id < bindparam("before")))
_RUNNING: Final = Statement(
    _EXPORTS.select.where(data_exports.c.running_for == bindparam("user_id"))
)
_ASKED: Final = Statement(
    select(data_exports.c.asked_at)
    .where(_MINE, data_exports.c.asked_at > bindparam("at"))
    .order_by(data_exports.c.asked_at, data_exports.c.id)
)
_EXPIRED: Final = Statement(
    _EXPORTS.select.where(data_exports.c.expires_at <= bindparam("now"))
    .order_by(data_exports.c.expires_at, data_exports.c.id)
    .limit(bindparam("limit")),
    locks=True,
    skips_locked=True,
)
_ADD: Final = Statement(
    insert(data_exports)
    .values({column.name: bindparam(column.name) for column in data_exports.c})
    .on_conflict_do_nothing(index_elements=[data_exports.c.running_for])
)
_GET: Final = Statement(_EXPORTS.select.where(data_exports.c.id == bindparam("id")), locks=True)


class SqlDataExports(DataExports):
    """Exports in a table; `running_for` keeps them to one at a time."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, export: DataExport) -> bool:
        """Store a new export, unless one runs."""
        values: dict[str, Any] = {
            column.name: getattr(export, column.name) for column in data_exports.c
        }
        return self._tx.run(_ADD, **values) > 0

    def find(self, export_id: DataExportId) -> DataExport | None:
        """An export, held."""
        return _EXPORTS.one(self._tx, _GET, id=export_id)

    def running(self, user_id: UserId) -> DataExport | None:
        """The one that waits or runs."""
        return _EXPORTS.one(self._tx, _RUNNING, user_id=user_id)

    def asked_since(self, user_id: UserId, at: datetime) -> Sequence[datetime]:
        """When they were asked for."""
        return [moment for (moment,) in self._tx.rows(_ASKED, user_id=user_id, at=at)]

    def page(self, user_id: UserId, page: PageRequest) -> Page[DataExport]:
        """Somebody's exports, the latest first."""
        before, limit = export_before(page), page.limit + 1
        if before is None:
            rows = _EXPORTS.all(self._tx, _FIRST, user_id=user_id, limit=limit)
        else:
            rows = _EXPORTS.all(self._tx, _FURTHER, user_id=user_id, limit=limit, before=before)
        return Page.of(rows, page.limit, export_cursor)

    def expired(self, now: datetime, limit: int) -> Sequence[DataExport]:
        """Those whose time is over."""
        return _EXPORTS.all(self._tx, _EXPIRED, now=now, limit=limit)

    def put(self, export: DataExport) -> None:
        """Store an export's new state."""
        _EXPORTS.put(self._tx, export)

    def remove(self, export_id: DataExportId) -> None:
        """Forget an export."""
        _EXPORTS.remove(self._tx, export_id)
