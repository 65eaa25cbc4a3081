"""Playback: where the music stands, as a pure function of stored facts and the time.

The position is computed, never counted up: a playback says where it stood at some instant, and
whether it has run since.
"""

import hashlib
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.ids import Id, uuid7
from phantom_core.kernel.quantities import MILLISECOND, Milliseconds
from phantom_core.rooms.names import EntryId, RoomId
from phantom_core.rooms.song import RoomSong

__all__ = [
    "MOST_QUEUED",
    "RESTARTS_AFTER",
    "Entry",
    "Playback",
    "Queued",
    "Reason",
    "Repeat",
    "Status",
]

MOST_QUEUED: Final = 100
"""How many songs may wait in a room's queue."""

RESTARTS_AFTER: Final = Milliseconds(3000)
"""From here on `previous` goes back to the beginning of the song, and not to the one before."""


class Status(Enum):
    """Whether the music plays."""

    PLAYING = "playing"
    PAUSED = "paused"
    STOPPED = "stopped"


class Repeat(Enum):
    """What follows the end of a song, or of the playlist."""

    OFF = "off"
    ONE = "one"
    ALL = "all"


class Reason(Enum):
    """Why a song is the one that plays."""

    STARTED = "started"
    VOTE = "vote"
    QUEUE = "queue"
    REPEAT = "repeat"
    PLAYLIST = "playlist"
    PREVIOUS = "previous"
    STOPPED = "stopped"


@attrs.frozen(kw_only=True)
class Entry:
    """One playing of a song: what advancing names as what it believes is playing.

    Attributes:
        number: counts the playings of a room, from 1.
        started_at: when it became the current one.
        sounded_at: when it was first heard; `None` while it never was.
        polled: whether it has had its vote, or could have none.
    """

    id: EntryId
    number: int
    song: RoomSong
    reason: Reason
    started_at: datetime
    sounded_at: datetime | None = None
    polled: bool = False

    @classmethod
    def of(
        cls, room_id: RoomId, number: int, song: RoomSong, reason: Reason, at: datetime
    ) -> "Entry":
        """The playing of that number; its id is the same, whoever makes it."""
        digest = hashlib.sha256(f"{room_id}:{number}".encode()).digest()
        identifier = uuid7(at, int.from_bytes(digest[:10], "big") >> 6)
        return cls(id=EntryId(identifier), number=number, song=song, reason=reason, started_at=at)


@attrs.frozen(kw_only=True)
class Queued:
    """A song that shall be played before the playlist goes on."""

    id: Id
    song: RoomSong
    added_by: UserId


@attrs.frozen(kw_only=True)
class Playback:
    """Where the music of a room stands.

    Attributes:
        entry: what plays, or would; `None` where there is nothing to play.
        position_ms: where in the song it stood at `anchored_at`.
        place: which of the playlist's order was played last; -1 before the first.
        shuffle_seed: what the playlist's order is shuffled by; `None` where it is not.
        shuffle_first: which of the playlist was current when the shuffling began: it is first.
        queue: what comes before the playlist, in order.
        frozen_at: since when nobody is there to hear it; `None` while somebody is.
    """

    status: Status
    entry: Entry | None
    anchored_at: datetime
    position_ms: Milliseconds = Milliseconds(0)
    place: int = -1
    repeat: Repeat = Repeat.OFF
    shuffle_seed: str | None = None
    shuffle_first: int | None = None
    queue: tuple[Queued, ...] = ()
    frozen_at: datetime | None = None

    @property
    def runs(self) -> bool:
        """Whether the position moves."""
        return self.status is Status.PLAYING and self.frozen_at is None and self.entry is not None

    @property
    def shuffle(self) -> bool:
        """Whether the playlist is played in another order than its own."""
        return self.shuffle_seed is not None

    @property
    def duration_ms(self) -> Milliseconds:
        """How long the current song lasts; 0 if there is none."""
        return Milliseconds(0) if self.entry is None else self.entry.song.duration_ms

    def position(self, now: datetime) -> Milliseconds:
        """Where in the song it stands at a time."""
        if not self.runs:
            return self.position_ms
        since = max((now - self.anchored_at) // MILLISECOND, 0)
        return Milliseconds(min(self.position_ms + since, self.duration_ms))

    def reaches(self, position: int) -> datetime | None:
        """When it comes to a position, or came there; `None` if it does not run."""
        if not self.runs:
            return None
        return self.anchored_at + timedelta(milliseconds=position - self.position_ms)

    @property
    def ends_at(self) -> datetime | None:
        """When the current song ends; `None` if it does not run."""
        return self.reaches(self.duration_ms)

    def settled(self, now: datetime) -> "Playback":
        """The same, told from another instant."""
        return attrs.evolve(self, position_ms=self.position(now), anchored_at=now)

    def played(self, now: datetime) -> "Playback":
        """It plays from now on."""
        return _sounding(self.settled(now), now, Status.PLAYING)

    def paused(self, now: datetime) -> "Playback":
        """It stands still from now on."""
        return attrs.evolve(self.settled(now), status=Status.PAUSED)

    def sought(self, position_ms: int, now: datetime) -> "Playback":
        """It stands elsewhere in the song from now on; beyond the end is the end."""
        position = Milliseconds(min(max(position_ms, 0), self.duration_ms))
        return attrs.evolve(self, position_ms=position, anchored_at=now)

    def turned_to(self, entry: Entry, status: Status, **changes: Any) -> "Playback":
        """Another playing begins, at its `started_at`."""
        turned = attrs.evolve(
            self,
            entry=entry,
            position_ms=Milliseconds(0),
            anchored_at=entry.started_at,
            **changes,
        )
        return _sounding(turned, entry.started_at, status)

    def frozen(self, now: datetime) -> "Playback":
        """Nobody is there any more: time stands still."""
        return attrs.evolve(self.settled(now), frozen_at=now)

    def thawed(self, now: datetime) -> "Playback":
        """Somebody is there again: it goes on where it stood."""
        return attrs.evolve(self, frozen_at=None, anchored_at=now)


def _sounding(playback: Playback, now: datetime, status: Status) -> Playback:
    """The playback with a status; from the first time that it plays on, its song was heard."""
    entry = playback.entry
    if status is Status.PLAYING and entry is not None and entry.sounded_at is None:
        entry = attrs.evolve(entry, sounded_at=now)
    return attrs.evolve(playback, status=status, entry=entry)
