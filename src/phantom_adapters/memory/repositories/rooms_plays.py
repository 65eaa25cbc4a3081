"""What was played in which room, in memory."""

from collections.abc import Mapping
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import Page, PageRequest
from phantom_core.rooms.names import RoomId, SongId
from phantom_core.rooms.pages import before_number, number_cursor
from phantom_core.rooms.play import Play
from phantom_core.rooms.ports import Plays

__all__ = ["MemoryPlays"]


class MemoryPlays(Plays):
    """Plays by room and number."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[tuple[RoomId, int], Play] = MemoryRows(
            journal, "play", attrgetter("room_id", "number")
        )

    def add(self, play: Play) -> None:
        """Store one."""
        self._rows.add(play)

    def last_numbers(self, room_id: RoomId) -> Mapping[SongId, int]:
        """Of each song that was played in a room, the number of its last playing."""
        numbers: dict[SongId, int] = {}
        for play in self._rows:
            if play.room_id == room_id:
                numbers[play.song.id] = max(play.number, numbers.get(play.song.id, 0))
        return numbers

    def list(self, room_id: RoomId, page: PageRequest) -> Page[Play]:
        """What was played in a room, the latest first."""
        before = before_number(page)
        played = [
            play
            for play in self._rows
            if play.room_id == room_id and (before is None or play.number < before)
        ]
        played.sort(key=attrgetter("number"), reverse=True)
        return Page.of(played, page.limit, lambda play: number_cursor(play.number))
