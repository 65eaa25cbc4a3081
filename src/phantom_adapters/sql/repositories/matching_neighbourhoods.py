"""Who resembles whom, over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, delete, or_

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.matching import taste_standings, taste_ties
from phantom_adapters.sql.transaction import Transaction
from phantom_adapters.sql.types import Key
from phantom_core.kernel import UserId
from phantom_core.matching import MOST_NAMING, Neighbourhoods, Standing, Tie

__all__ = ["SqlNeighbourhoods"]

_TIES: Final = Rows(taste_ties, Tie, noun="tie")
_STANDINGS: Final = Rows(taste_standings, Standing, noun="standing")
_IDS: Final[Any] = bindparam("ids", expanding=True)
_ME: Final = bindparam("me", type_=Key())
_LISTS: Final = Statement(
    _TIES.select.where(taste_ties.c.user_id.in_(_IDS)).order_by(
        taste_ties.c.user_id, taste_ties.c.score.desc(), taste_ties.c.other_id
    )
)
_AROUND: Final = or_(taste_ties.c.user_id == _ME, taste_ties.c.other_id == _ME)
_OWN: Final = Statement(_TIES.select.where(taste_ties.c.user_id == _ME))
_NAMING: Final = Statement(
    _TIES.select.where(taste_ties.c.other_id == _ME)
    .order_by(taste_ties.c.score.desc(), taste_ties.c.user_id)
    .limit(bindparam("most"))
)
_REMOVE: Final = Statement(delete(taste_ties).where(_AROUND))
_OF: Final = Statement(_STANDINGS.select.where(taste_standings.c.user_id.in_(_IDS)))


class SqlNeighbourhoods(Neighbourhoods):
    """Lists in a table, and what they come to in another."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def lists_of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Sequence[Tie]]:
        """The lists of these users."""
        lists: dict[UserId, list[Tie]] = {user_id: [] for user_id in user_ids}
        for some in batches(user_ids):
            for tie in _TIES.all(self._tx, _LISTS, ids=some):
                lists[tie.user_id].append(tie)
        return lists

    def around(self, user_id: UserId, most: int = MOST_NAMING) -> Sequence[Tie]:
        """Somebody's own list, and where others have them on theirs."""
        naming = _TIES.all(self._tx, _NAMING, me=user_id, most=most)
        return [*_TIES.all(self._tx, _OWN, me=user_id), *naming]

    def set(self, ties: Collection[Tie]) -> None:
        """Put people on lists."""
        for tie in ties:
            _TIES.set(self._tx, tie)

    def drop(self, pairs: Collection[tuple[UserId, UserId]]) -> None:
        """Take people from lists."""
        for user_id, other_id in pairs:
            _TIES.remove(self._tx, user_id, other_id)

    def remove_of(self, user_id: UserId) -> None:
        """Take away somebody's list and standing, and take them from all lists."""
        self._tx.run(_REMOVE, me=user_id)
        _STANDINGS.remove(self._tx, user_id)

    def standings(self, user_ids: Collection[UserId]) -> Mapping[UserId, Standing]:
        """What these users can get."""
        found = {user_id: Standing(user_id=user_id) for user_id in user_ids}
        for some in batches(user_ids):
            for standing in _STANDINGS.all(self._tx, _OF, ids=some):
                found[standing.user_id] = standing
        return found

    def put_standing(self, standing: Standing) -> None:
        """Store what somebody can get."""
        _STANDINGS.set(self._tx, standing)
