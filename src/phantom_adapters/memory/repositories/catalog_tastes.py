"""What users like best, in memory."""

from collections.abc import Collection, Mapping

from phantom_adapters.memory.repositories.catalog_tables import CatalogTables
from phantom_core.catalog import Taste, Tastes
from phantom_core.kernel import UserId

__all__ = ["MemoryTastes"]


class MemoryTastes(Tastes):
    """Tastes by user."""

    def __init__(self, tables: CatalogTables) -> None:
        self._rows = tables.tastes

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Taste]:
        """The taste of each of these users."""
        return {each: self._rows.find(each) or Taste(user_id=each) for each in user_ids}

    def hold(self, user_id: UserId) -> Taste:
        """A user's taste; an empty one is stored, as a database must."""
        kept = self._rows.find(user_id)
        if kept is None:
            kept = Taste(user_id=user_id)
            self._rows.add(kept)
        return kept

    def put(self, taste: Taste) -> None:
        """Store a taste that is held."""
        self._rows.put(taste)
