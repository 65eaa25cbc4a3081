"""Sets of music, in memory."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import NotFound, Page, PageRequest, Visibility
from phantom_core.media.sets import MusicSet, MusicSets, SetId
from phantom_core.media.sets.listing import before_set, set_cursor

__all__ = ["MemoryMusicSets"]


class MemoryMusicSets(MusicSets):
    """Sets by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[SetId, MusicSet] = MemoryRows(journal, "set", attrgetter("id"))

    def add(self, music_set: MusicSet) -> None:
        """Store a new set."""
        self._rows.add(music_set)

    def get(self, set_id: SetId) -> MusicSet:
        """Find a set, or refuse."""
        return self._rows.get(set_id)

    def put(self, music_set: MusicSet) -> None:
        """Store a set's new state."""
        self._rows.put(music_set)

    def remove(self, set_id: SetId) -> None:
        """Take a set away."""
        if not self._rows.remove(set_id):
            raise NotFound("set", set_id)

    def listed(self, page: PageRequest, visibility: Visibility | None) -> Page[MusicSet]:
        """Sets, newest first."""
        before = before_set(page)
        rows = [
            each
            for each in self._rows
            if visibility in {None, each.visibility} and (before is None or each.id < before)
        ]
        rows.sort(key=attrgetter("id"), reverse=True)
        return Page.of(rows, page.limit, lambda each: set_cursor(each.id))
