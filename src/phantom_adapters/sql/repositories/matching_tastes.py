"""Tastes and their statistics, over SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import attrs
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.matching import (
    taste_census,
    taste_profiles,
    taste_refreshes,
    taste_statistics,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Id, UserId
from phantom_core.matching import (
    Census,
    KeptTaste,
    TasteCensus,
    TasteProfiles,
    TasteRefreshes,
    TasteStatistics,
)

__all__ = ["SqlTasteCensus", "SqlTasteProfiles", "SqlTasteRefreshes"]

_PROFILES: Final = Rows(taste_profiles, KeptTaste, noun="taste profile")
_OF: Final = Statement(
    _PROFILES.select.where(taste_profiles.c.user_id.in_(bindparam("ids", expanding=True)))
)
_FIRST: Final = Statement(
    _PROFILES.select.order_by(taste_profiles.c.user_id).limit(bindparam("limit"))
)
_AFTER: Final = Statement(
    _PROFILES.select.where(taste_profiles.c.user_id > bindparam("after"))
    .order_by(taste_profiles.c.user_id)
    .limit(bindparam("limit"))
)

_ONE: Final = 1
_CENSUS: Final = Rows(taste_census, Census, noun="census", computed={"place": lambda _: _ONE})
_BEGIN: Final = Statement(
    insert(taste_census)
    .values({each.name: bindparam(each.name) for each in taste_census.c})
    .on_conflict_do_nothing()
)
_COUNTED: Final = Statement(
    select(taste_statistics.c.statistics).where(taste_statistics.c.id == bindparam("id"))
)
_FORGET: Final = Statement(delete(taste_statistics))
_KEEP: Final = Statement(
    insert(taste_statistics).values(id=bindparam("id"), statistics=bindparam("statistics"))
)


def _mark() -> Any:
    table = taste_refreshes.c
    new = insert(taste_refreshes).values(user_id=bindparam("user_id"), due_at=bindparam("due_at"))
    return new.on_conflict_do_update(
        index_elements=[table.user_id], set_={"due_at": new.excluded.due_at}
    )


_NOTED: Final = Statement(
    select(taste_refreshes.c.due_at).where(taste_refreshes.c.user_id == bindparam("user_id")),
    locks=True,
)
_MARK: Final = Statement(_mark())
_CLEAR: Final = Statement(
    delete(taste_refreshes).where(taste_refreshes.c.user_id == bindparam("user_id"))
)


class SqlTasteProfiles(TasteProfiles):
    """Profiles in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, user_id: UserId) -> KeptTaste | None:
        """Somebody's, if there is one."""
        return _PROFILES.find(self._tx, user_id)

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, KeptTaste]:
        """Those of these users that there are."""
        found = [_PROFILES.all(self._tx, _OF, ids=some) for some in batches(user_ids)]
        return {kept.user_id: kept for some in found for kept in some}

    def set(self, kept: KeptTaste) -> None:
        """Store somebody's."""
        _PROFILES.set(self._tx, kept)

    def remove(self, user_id: UserId) -> bool:
        """Take somebody's away."""
        return _PROFILES.remove(self._tx, user_id)

    def after(self, user_id: UserId | None, limit: int) -> Sequence[KeptTaste]:
        """Those whose user's id is greater, by id."""
        if user_id is None:
            return _PROFILES.all(self._tx, _FIRST, limit=limit)
        return _PROFILES.all(self._tx, _AFTER, after=user_id, limit=limit)


class SqlTasteCensus(TasteCensus):
    """The one row of a table, and the counts of another.

    A count never changes, so what one process has read of it, it keeps.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def hold(self) -> Census:
        """How it stands. A row is stored first, for one that is not there is not held."""
        blank = attrs.asdict(Census(), recurse=False)
        self._tx.run(_BEGIN, place=_ONE, **blank)
        return _CENSUS.get(self._tx, _ONE)

    def look(self) -> Census:
        """How it stands."""
        return _CENSUS.find(self._tx, _ONE) or Census()

    def put(self, census: Census) -> None:
        """Store how it stands."""
        _CENSUS.put(self._tx, census)

    def current(self) -> TasteStatistics:
        """The statistics in force."""
        counted_id = self.look().counted_id
        if counted_id is None:
            return TasteStatistics()
        known = _READ.get(counted_id)
        if known is None:
            row = self._tx.row(_COUNTED, id=counted_id)
            if row is None:
                return TasteStatistics()
            _READ.clear()
            known = _READ[counted_id] = row[0]
        return known

    def keep(self, counted_id: Id, statistics: TasteStatistics) -> None:
        """Store statistics, and forget all others."""
        self._tx.run(_FORGET)
        self._tx.run(_KEEP, id=counted_id, statistics=statistics)


_READ: Final[dict[Id, TasteStatistics]] = {}
"""The count that was read last, by its id."""


class SqlTasteRefreshes(TasteRefreshes):
    """Notes in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def mark(self, user_id: UserId, due_at: datetime, stale_before: datetime) -> bool:
        """Note that somebody's is to be; the row is held, so that nobody clears it unseen."""
        noted = self._tx.row(_NOTED, user_id=user_id)
        if noted is not None and noted[0] >= stale_before:
            return False
        self._tx.run(_MARK, user_id=user_id, due_at=due_at)
        return True

    def clear(self, user_id: UserId) -> bool:
        """Take the note away."""
        return self._tx.run(_CLEAR, user_id=user_id) > 0
