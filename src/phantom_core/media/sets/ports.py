"""What sets of music need of storage, and of their neighbours."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from phantom_core.kernel import Actor, Id, Page, PageRequest, UserId, Visibility
from phantom_core.media.sets.music_set import MusicSet, SetId, TrackId
from phantom_core.media.sets.track import MusicTrack, TrackTally
from phantom_core.uploads import UploadsWork

__all__ = ["MusicSets", "MusicTracks", "SetAudit", "SetsWork", "Standings"]


class MusicSets(Protocol):
    """Sets."""

    def add(self, music_set: MusicSet) -> None:
        """Store a new set. Raises: Conflict, if its id is in use."""

    def get(self, set_id: SetId) -> MusicSet:
        """Find a set, held until the transaction ends. Raises: NotFound."""

    def put(self, music_set: MusicSet) -> None:
        """Store a set's new state. Raises: NotFound."""

    def remove(self, set_id: SetId) -> None:
        """Take a set away that has no tracks. Raises: NotFound."""

    def listed(self, page: PageRequest, visibility: Visibility | None) -> Page[MusicSet]:
        """Sets, newest first; all, or those of one visibility. Nothing is held.

        Raises: Invalid, for a foreign cursor.
        """


class MusicTracks(Protocol):
    """Tracks of sets."""

    def add(self, track: MusicTrack) -> None:
        """Store a new track. Raises: Conflict, if its id is in use."""

    def get(self, track_id: TrackId) -> MusicTrack:
        """Find a track, held until the transaction ends. Raises: NotFound."""

    def find(self, track_id: TrackId) -> MusicTrack | None:
        """Find a track, held until the transaction ends; `None` if there is none."""

    def set_of(self, track_id: TrackId) -> SetId | None:
        """Of which set a track is, for ever; `None` if there is none. Nothing is held."""

    def put(self, track: MusicTrack) -> None:
        """Store a track's new state. Raises: NotFound."""

    def remove(self, track_id: TrackId) -> None:
        """Take a track away. Raises: NotFound."""

    def of_set(self, set_id: SetId) -> Sequence[MusicTrack]:
        """All tracks of a set, by id. They are held until the transaction ends."""

    def remove_of(self, set_id: SetId) -> None:
        """Take all tracks of a set away."""

    def tallies(self, set_ids: Collection[SetId]) -> Mapping[SetId, TrackTally]:
        """How much can be heard of sets; a set without a ready track is left out."""


class Standings(Protocol):
    """As whom people may act."""

    def of(self, user_id: UserId) -> Actor | None:
        """Somebody as they stand now; `None` if they are suspended, or not there at all."""


class SetAudit(Protocol):
    """What those in office do with sets."""

    def note(
        self, record_id: Id, *, at: datetime, by: UserId, action: str, set_id: SetId, detail: str
    ) -> None:
        """Write an act down. Raises: Conflict, if one with its id is there."""


class SetsWork(UploadsWork, Protocol):
    """The unit of work of sets."""

    music_sets: MusicSets
    music_tracks: MusicTracks
    set_audit: SetAudit

    @property
    def standings(self) -> Standings:
        """As whom people may act; as recordings ask too."""
