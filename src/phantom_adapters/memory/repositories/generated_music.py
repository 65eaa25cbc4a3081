"""Music that was made for people, in memory."""

from datetime import datetime

from phantom_adapters.memory.table import Journal, Table
from phantom_core.composing import GeneratedMusic, KeptMusic
from phantom_core.kernel import UserId

__all__ = ["MemoryGeneratedMusic"]


class MemoryGeneratedMusic(GeneratedMusic):
    """Pieces by user and mark."""

    def __init__(self, journal: Journal) -> None:
        self._table: Table[tuple[UserId, str], KeptMusic] = Table(journal, name="generated_music")

    def find(self, user_id: UserId, mark: str) -> KeptMusic | None:
        """What was made for a wish."""
        return self._table.get((user_id, mark))

    def keep(self, kept: KeptMusic, now: datetime) -> KeptMusic:
        """Keep something, unless there is something that lasts."""
        place = (kept.user_id, kept.mark)
        known = self._table.get(place)
        if known is not None and known.expires_at > now:
            return known
        if not self._table.put(place, kept):
            self._table.insert(place, kept)
        return kept

    def forget_expired(self, now: datetime, limit: int) -> int:
        """Drop what is over."""
        old = [place for place, kept in self._table.items() if kept.expires_at <= now]
        return sum(map(self._table.remove, old[:limit]))
