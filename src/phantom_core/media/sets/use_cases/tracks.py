"""Tracks: hearing them, describing them, taking them away."""

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import (
    UNCHANGED,
    Access,
    Command,
    NotFound,
    Query,
    Unchanged,
    UserId,
    given,
)
from phantom_core.media.sets.errors import TrackNotReady
from phantom_core.media.sets.music_set import TrackId
from phantom_core.media.sets.ports import SetsWork
from phantom_core.media.sets.track import MusicTrack, track_of
from phantom_core.media.sets.tracklist import PlacedTrack
from phantom_core.media.sets.use_cases.finding import audit, hearable, held_set_of, placed
from phantom_core.media.sets.use_cases.leaving import blobs_of

__all__ = ["ChangeTrack", "DeleteTrack", "GetTrack", "HearTrack", "OpenTrack"]


@attrs.frozen(kw_only=True)
class GetTrack(Query[PlacedTrack]):
    """Look at a track, also at one that is not ready. Raises: NotFound."""

    access = Access.ADMIN
    track_id: TrackId

    def run(self, work: SetsWork) -> PlacedTrack:
        """Answer it."""
        music_set = held_set_of(work, self.track_id)
        return placed(work, music_set, work.music_tracks.get(self.track_id))


@attrs.frozen(kw_only=True)
class OpenTrack(Query[MusicTrack]):
    """Find a track, to hear it: of a public set; for admins of any.

    Raises: NotFound; TrackNotReady, to admins.
    """

    access = Access.PERSON
    track_id: TrackId

    def run(self, work: SetsWork) -> MusicTrack:
        """Answer it."""
        track = hearable(work, self.track_id)
        if not track.is_ready:
            raise TrackNotReady(track.status)
        return track


@attrs.frozen(kw_only=True)
class HearTrack(Query[MusicTrack]):
    """Find the track of a blob whose URL is used, if who it was made for may hear it now.

    Raises: NotFound, also for a blob that is no track's, or is no longer.
    """

    access = Access.SYSTEM
    blob: BlobKey
    reader: UserId

    def run(self, work: SetsWork) -> MusicTrack:
        """Answer it."""
        track_id, reader = track_of(self.blob), work.standings.of(self.reader)
        if track_id is None or reader is None:
            raise NotFound("blob", self.blob)
        track = hearable(work, track_id, reader)
        if track.blob != self.blob:
            raise NotFound("blob", self.blob)
        return track


@attrs.frozen(kw_only=True)
class ChangeTrack(Command[PlacedTrack]):
    """Describe a track otherwise. What is not given stays as it is.

    Attributes:
        version: of the set, the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Outdated.
    """

    access = Access.ADMIN
    track_id: TrackId
    title: str | Unchanged = UNCHANGED
    artist: str | Unchanged | None = UNCHANGED
    version: int | None = None

    def run(self, work: SetsWork) -> PlacedTrack:
        """Answer the track as it is now."""
        music_set = held_set_of(work, self.track_id).based_on(self.version)
        before = work.music_tracks.get(self.track_id)
        changes = given(title=self.title, artist=self.artist)
        changed = attrs.evolve(before, **changes)
        if changed != before:
            changed = attrs.evolve(changed, updated_at=work.now)
            work.music_tracks.put(changed)
            work.music_sets.put(music_set.touched(work.now))
            audit(work, "track.changed", music_set, f"track {changed.id}")
        return placed(work, music_set, changed)


@attrs.frozen(kw_only=True)
class DeleteTrack(Command[None]):
    """Take a track out of its set, for good; one that is on its way is given up.

    Attributes:
        version: of the set, the one that the change is based on; any, if absent.

    Raises: NotFound; Outdated.
    """

    access = Access.ADMIN
    track_id: TrackId
    version: int | None = None

    def run(self, work: SetsWork) -> None:
        """Let it go, and its blob after it."""
        music_set = held_set_of(work, self.track_id).based_on(self.version)
        track = work.music_tracks.get(self.track_id)
        work.music_sets.put(music_set.without_track(track.id, work.now))
        work.music_tracks.remove(track.id)
        doom_blobs(work, *blobs_of(work, [track]))
        audit(work, "track.deleted", music_set, f"track {track.id}: {track.title}")
