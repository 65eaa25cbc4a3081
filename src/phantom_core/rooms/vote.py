"""The vote on what comes next: when it is open, who stands, and who has won."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import attrs

from phantom_core.kernel.ids import uuid7
from phantom_core.kernel.quantities import Milliseconds
from phantom_core.rooms.draw import lot, seed_for, seed_hash
from phantom_core.rooms.names import EntryId, SongId, VoteSessionId
from phantom_core.rooms.playback import Entry, Playback
from phantom_core.rooms.song import RoomSong

__all__ = [
    "FEWEST_CANDIDATES",
    "MOST_CANDIDATES",
    "STAYS_OPEN",
    "TALLY_EVERY",
    "Tally",
    "VoteSession",
    "drawn",
    "opening_position",
    "vote_seed",
    "winner_of",
]

STAYS_OPEN: Final = timedelta(seconds=30)
"""How long a vote is open, unless its song ends first."""

MOST_CANDIDATES: Final = 3
"""How many songs stand in a vote at the most."""

FEWEST_CANDIDATES: Final = 2
"""With fewer songs there is nothing to vote on."""

TALLY_EVERY: Final = timedelta(milliseconds=250)
"""How long a tally waits after the one that was told before."""

_STAYS_OPEN_MS: Final = 30_000

Tally = Mapping[SongId, int]
"""How many votes each candidate has; those without one may be missing."""


@attrs.frozen(kw_only=True)
class VoteSession:
    """One vote: during one playing of a song, on what is played after it.

    Attributes:
        entry_id: during which playing.
        song_id: what is played then; it does not stand.
        candidates: the songs that stand, in the order in which they were drawn.
        opens_at: when it was opened.
        closes_at: when it closes, as things stand; once it is closed, when that was. `None` while
            the room is empty, as the time of an empty room stands still.
        seed_hash: what was published of the seed at opening.
        seed: published at closing; `None` until then.
        winner: what is played next; `None` while it is open, and for a vote that was called off.
        told_at: when the tally was last told; `None` before the first vote.
        tally_due: when it is told next; `None` if nothing has changed.
    """

    id: VoteSessionId
    entry_id: EntryId
    song_id: SongId
    candidates: tuple[RoomSong, ...]
    opens_at: datetime
    closes_at: datetime | None
    seed_hash: str
    seed: str | None = None
    winner: RoomSong | None = None
    told_at: datetime | None = None
    tally_due: datetime | None = None

    @classmethod
    def opened(
        cls, entry: Entry, candidates: Sequence[RoomSong], seed: str, at: datetime
    ) -> "VoteSession":
        """The vote of a playing; its id is the same, whoever opens it."""
        digest = hashlib.sha256(f"vote:{entry.id}".encode()).digest()
        identifier = uuid7(at, int.from_bytes(digest[:10], "big") >> 6)
        return cls(
            id=VoteSessionId(identifier),
            entry_id=entry.id,
            song_id=entry.song.id,
            candidates=tuple(candidates),
            opens_at=at,
            closes_at=at + STAYS_OPEN,
            seed_hash=seed_hash(seed),
        )

    @property
    def open(self) -> bool:
        """Whether votes count. A vote that is closed has told its seed."""
        return self.seed is None

    @property
    def standing(self) -> Sequence[SongId]:
        """The ids of the candidates."""
        return [song.id for song in self.candidates]

    def along(self, playback: Playback) -> "VoteSession":
        """The same, while its song is played like this: it closes when that ends, or before."""
        if playback.frozen_at is not None:
            return attrs.evolve(self, closes_at=None)
        latest, ends_at = self.opens_at + STAYS_OPEN, playback.ends_at
        return attrs.evolve(self, closes_at=latest if ends_at is None else min(latest, ends_at))

    def shifted(self, by: timedelta) -> "VoteSession":
        """The same, after a time that does not count."""
        return attrs.evolve(
            self,
            opens_at=self.opens_at + by,
            told_at=None if self.told_at is None else self.told_at + by,
            tally_due=None if self.tally_due is None else self.tally_due + by,
        )

    def stirred(self, now: datetime) -> "VoteSession":
        """A vote has come or gone: the tally is told at once, or as soon as one may be again."""
        if self.tally_due is not None:
            return self
        due = now if self.told_at is None else max(now, self.told_at + TALLY_EVERY)
        return attrs.evolve(self, tally_due=due)

    def told(self, at: datetime) -> "VoteSession":
        """The tally is told."""
        return attrs.evolve(self, told_at=at, tally_due=None)

    def closed(self, at: datetime, seed: str, winner: RoomSong | None) -> "VoteSession":
        """No vote counts any more."""
        return attrs.evolve(self, closes_at=at, seed=seed, winner=winner, tally_due=None)


def opening_position(duration_ms: int) -> Milliseconds:
    """Where in a song its vote opens.

    At 80 %, or 30 s before the end where that comes first, which it does in songs under 150 s; a
    song under 30 s has it from its beginning.
    """
    return Milliseconds(max(min(duration_ms * 4 // 5, duration_ms - _STAYS_OPEN_MS), 0))


def vote_seed(secret: str, entry_id: EntryId) -> str:
    """The seed of the vote of a playing."""
    return seed_for(secret, "vote", entry_id)


def drawn(
    songs: Sequence[SongId], current: SongId, last_played: Mapping[SongId, int], seed: str
) -> Sequence[SongId]:
    """Draw from the playlist: all its songs but the current one, in the order of their turns.

    Those come first that were not played for longest in this room, chance deciding between equals.
    The first ones that the catalogue still has stand in the vote.

    Args:
        songs: the playlist.
        current: the song that plays.
        last_played: the number of the last playing of each song that was played.
        seed: the vote's.
    """
    others = {song for song in songs if song != current}
    return sorted(others, key=lambda song: (last_played.get(song, 0), lot(seed, song)))


def winner_of(
    session: VoteSession, tally: Tally, last_played: Mapping[SongId, int], seed: str
) -> RoomSong:
    """Who has won: most votes, then what was not played for longest, then chance."""
    return min(
        session.candidates,
        key=lambda song: (
            -tally.get(song.id, 0),
            last_played.get(song.id, 0),
            lot(seed, f"tie:{song.id}"),
        ),
    )
