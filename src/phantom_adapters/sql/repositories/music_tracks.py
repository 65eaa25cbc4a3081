"""Tracks of sets, over SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, func, select

from phantom_adapters.sql.batches import batches
from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.sets import music_tracks
from phantom_adapters.sql.transaction import Transaction
from phantom_core.kernel import Milliseconds, NotFound
from phantom_core.media.sets import (
    MusicTrack,
    MusicTracks,
    SetId,
    TrackId,
    TrackStatus,
    TrackTally,
)

__all__ = ["SqlMusicTracks"]

_TRACKS: Final = Rows(music_tracks, MusicTrack, noun="track")
_OF_THE_SET: Final = music_tracks.c.set_id == bindparam("set_id")
_FIND: Final = Statement(_TRACKS.select.where(music_tracks.c.id == bindparam("id")), locks=True)
_SET: Final = Statement(select(music_tracks.c.set_id).where(music_tracks.c.id == bindparam("id")))
_OF_SET: Final = Statement(
    _TRACKS.select.where(_OF_THE_SET).order_by(music_tracks.c.id), locks=True
)
_DROP: Final = Statement(music_tracks.delete().where(_OF_THE_SET))
_TALLIES: Final = Statement(
    select(music_tracks.c.set_id, func.count(), func.sum(music_tracks.c.duration_ms))
    .where(
        music_tracks.c.set_id.in_(bindparam("ids", expanding=True)),
        music_tracks.c.status == TrackStatus.READY,
    )
    .group_by(music_tracks.c.set_id)
)


class SqlMusicTracks(MusicTracks):
    """Tracks in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def add(self, track: MusicTrack) -> None:
        """Store a new track."""
        _TRACKS.add(self._tx, track)

    def get(self, track_id: TrackId) -> MusicTrack:
        """Find a track, and hold it, or refuse."""
        return _TRACKS.get(self._tx, track_id)

    def find(self, track_id: TrackId) -> MusicTrack | None:
        """Find a track, and hold it."""
        return _TRACKS.one(self._tx, _FIND, id=track_id)

    def set_of(self, track_id: TrackId) -> SetId | None:
        """Of which set a track is."""
        row = self._tx.row(_SET, id=track_id)
        return None if row is None else SetId(row[0])

    def put(self, track: MusicTrack) -> None:
        """Store a track's new state."""
        _TRACKS.put(self._tx, track)

    def remove(self, track_id: TrackId) -> None:
        """Take a track away."""
        if not _TRACKS.remove(self._tx, track_id):
            raise NotFound("track", track_id)

    def of_set(self, set_id: SetId) -> Sequence[MusicTrack]:
        """All tracks of a set; they are held."""
        return _TRACKS.all(self._tx, _OF_SET, set_id=set_id)

    def remove_of(self, set_id: SetId) -> None:
        """Take all tracks of a set away."""
        self._tx.run(_DROP, set_id=set_id)

    def tallies(self, set_ids: Collection[SetId]) -> Mapping[SetId, TrackTally]:
        """How much can be heard of sets."""
        found = [row for some in batches(set_ids) for row in self._tx.rows(_TALLIES, ids=some)]
        return {
            SetId(row[0]): TrackTally(tracks=row[1], duration_ms=Milliseconds(int(row[2] or 0)))
            for row in found
        }
