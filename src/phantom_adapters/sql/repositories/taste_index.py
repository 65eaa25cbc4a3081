"""People by their taste, over SQL: an index in memory that follows the rows."""

from typing import Final

import attrs

from phantom_adapters.search.brute_force import best_of, in_order
from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.sql.taste_following import FollowingIndex
from phantom_adapters.sql.taste_rows import (
    drop,
    newest_since,
    next_revision,
    store,
    those_there,
)
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import UserId
from phantom_core.matching.index_ports import (
    EVERYBODY,
    Candidate,
    CandidateFilter,
    TasteIndex,
    TasteVector,
)
from phantom_core.matching.profile import Traits

__all__ = ["FollowedTasteIndex"]

_OWN: Final = 1_024
_OTHERS: Final = 64


class FollowedTasteIndex(TasteIndex):
    """Writes rows, and asks the index in memory, whose answers it holds against the rows.

    What the index has not taken in yet, of this transaction or of others, is compared one by one.
    """

    def __init__(self, tx: Transaction, following: FollowingIndex) -> None:
        self._tx = tx
        self._following = following

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector."""
        store(self._tx, IndexedPerson(user_id, vector, traits), next_revision(self._tx))

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""
        return drop(self._tx, user_id)

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Ask again without those who have gone, as often as there are any."""
        fresh = self._fresh()
        without = (*among.without, *(person.user_id for person in fresh))
        while True:
            known = attrs.evolve(among, without=without)
            found = self._following.index.candidates(vector, wanted, known)
            ids = [each.user_id for each in found]
            gone = tuple(set(ids) - those_there(self._tx, ids)) if ids else ()
            if not gone:
                new = best_of(fresh, vector, wanted, among)
                return tuple(sorted([*found, *new], key=in_order)[:wanted])
            self._following.recheck(gone)
            without = (*without, *gone)

    def _fresh(self) -> list[IndexedPerson]:
        """Those whom this transaction sees, and the index does not yet."""
        # What reads sees what is committed, which is taken in, here or beside.
        most = _OWN if self._tx.writing else _OTHERS
        fresh = newest_since(self._tx, self._following.revision, most)
        if fresh:
            self._following.catch_up()
            fresh = newest_since(self._tx, self._following.revision, most)
        return fresh
