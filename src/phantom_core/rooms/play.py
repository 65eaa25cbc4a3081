"""What was played: the history of a room."""

from datetime import datetime

import attrs

from phantom_core.rooms.names import EntryId, RoomId
from phantom_core.rooms.playback import Entry, Reason
from phantom_core.rooms.song import RoomSong

__all__ = ["Play"]


@attrs.frozen(kw_only=True)
class Play:
    """One playing of a song that was heard, once it is over.

    Attributes:
        number: counts the playings of a room; those that were never heard are left out.
        reason: why it was played.
        started_at: when it was first heard.
        ended_at: when the next song began.
    """

    room_id: RoomId
    number: int
    entry_id: EntryId
    song: RoomSong
    reason: Reason
    started_at: datetime
    ended_at: datetime

    @classmethod
    def of(cls, room_id: RoomId, entry: Entry, ended_at: datetime) -> "Play":
        """A playing that is over."""
        return cls(
            room_id=room_id,
            number=entry.number,
            entry_id=entry.id,
            song=entry.song,
            reason=entry.reason,
            started_at=entry.sounded_at or entry.started_at,
            ended_at=ended_at,
        )
