"""What users like best, over SQL."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.catalog import tastes
from phantom_adapters.sql.transaction import Transaction
from phantom_core.catalog import Taste, Tastes
from phantom_core.kernel import UserId

__all__ = ["SqlTastes"]

_TASTES: Final = Rows(tastes, Taste, noun="taste")
_OF: Final = Statement(_TASTES.select.where(tastes.c.user_id.in_(bindparam("ids", expanding=True))))
_BEGIN: Final = Statement(
    insert(tastes)
    .values({each.name: bindparam(each.name) for each in tastes.c})
    .on_conflict_do_nothing()
)


class SqlTastes(Tastes):
    """Tastes in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Taste]:
        """The taste of each of these users."""
        found = (_TASTES.all(self._tx, _OF, ids=batch) for batch in batches(user_ids))
        kept = {taste.user_id: taste for some in found for taste in some}
        return {each: kept.get(each) or Taste(user_id=each) for each in user_ids}

    def hold(self, user_id: UserId) -> Taste:
        """A user's taste. An empty one is stored first, for a row that is not there is not held."""
        self._tx.run(_BEGIN, user_id=user_id, genre_ids=(), artist_ids=(), version=0)
        return _TASTES.get(self._tx, user_id)

    def put(self, taste: Taste) -> None:
        """Store a taste that is held."""
        _TASTES.put(self._tx, taste)
