"""People by their taste, in memory: each is compared."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_adapters.search.brute_force import best_of
from phantom_adapters.search.person import IndexedPerson
from phantom_core.kernel import UserId
from phantom_core.matching.index_ports import (
    EVERYBODY,
    Candidate,
    CandidateFilter,
    TasteIndex,
    TasteVector,
)
from phantom_core.matching.profile import Traits

__all__ = ["MemoryTasteIndex"]


class MemoryTasteIndex(TasteIndex):
    """Vectors by user."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[UserId, IndexedPerson] = MemoryRows(
            journal, "taste", attrgetter("user_id"), name="taste_people"
        )

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector."""
        person = IndexedPerson(user_id, tuple(vector), traits)
        if self._rows.find(user_id) is None:
            self._rows.add(person)
        else:
            self._rows.put(person)

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""
        return self._rows.remove(user_id)

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Compare with each."""
        return best_of(self._rows, vector, wanted, among)
