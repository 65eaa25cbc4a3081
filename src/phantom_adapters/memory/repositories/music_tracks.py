"""Tracks of sets, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import NotFound
from phantom_core.media.sets import MusicTrack, MusicTracks, SetId, TrackId, TrackTally

__all__ = ["MemoryMusicTracks"]


class MemoryMusicTracks(MusicTracks):
    """Tracks by id."""

    def __init__(self, journal: Journal) -> None:
        self._rows: MemoryRows[TrackId, MusicTrack] = MemoryRows(journal, "track", attrgetter("id"))

    def add(self, track: MusicTrack) -> None:
        """Store a new track."""
        self._rows.add(track)

    def get(self, track_id: TrackId) -> MusicTrack:
        """Find a track, or refuse."""
        return self._rows.get(track_id)

    def find(self, track_id: TrackId) -> MusicTrack | None:
        """Find a track."""
        return self._rows.find(track_id)

    def set_of(self, track_id: TrackId) -> SetId | None:
        """Of which set a track is."""
        track = self._rows.find(track_id)
        return None if track is None else track.set_id

    def put(self, track: MusicTrack) -> None:
        """Store a track's new state."""
        self._rows.put(track)

    def remove(self, track_id: TrackId) -> None:
        """Take a track away."""
        if not self._rows.remove(track_id):
            raise NotFound("track", track_id)

    def of_set(self, set_id: SetId) -> Sequence[MusicTrack]:
        """All tracks of a set."""
        tracks = (track for track in self._rows if track.set_id == set_id)
        return sorted(tracks, key=attrgetter("id"))

    def remove_of(self, set_id: SetId) -> None:
        """Take all tracks of a set away."""
        for track in self.of_set(set_id):
            self._rows.remove(track.id)

    def tallies(self, set_ids: Collection[SetId]) -> Mapping[SetId, TrackTally]:
        """How much can be heard of sets."""
        found = {set_id: TrackTally.of(self.of_set(set_id)) for set_id in set_ids}
        return {set_id: tally for set_id, tally in found.items() if tally.tracks}

    def uses(self) -> Iterator[BlobUse]:
        """The blobs that tracks name."""
        return (
            BlobUse(key=track.blob, kind="track", id=track.id)
            for track in self._rows
            if track.blob is not None
        )
