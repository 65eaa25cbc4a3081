"""Taking tracks in: noted before the first byte, ready after the last.

What sets take of the store is the house's, and counts on nobody's account; only what is on its way
counts on that of whoever hands it in.
"""

from typing import Final

import attrs

from phantom_core.kernel import (
    Access,
    Answer,
    ByteCount,
    Checked,
    Command,
    NotFound,
    between,
    fingerprint,
    line,
    ruled,
)
from phantom_core.kernel.performing import KEY_LIFE, told_again
from phantom_core.media.sets.music_set import MusicSet, SetId, TrackId
from phantom_core.media.sets.ports import SetsWork
from phantom_core.media.sets.track import (
    MusicTrack,
    TrackFacts,
    TrackFormat,
    TrackStatus,
    title_in,
    track_key,
)
from phantom_core.media.sets.tracklist import PlacedTrack
from phantom_core.media.sets.upload import PURPOSE, ReceivedTrack, TrackDetails, TrackTerms
from phantom_core.media.sets.use_cases.finding import audit, held_set_of, placed
from phantom_core.uploads import (
    SHA256,
    Upload,
    UploadId,
    UploadLimits,
    begin_upload,
    drop_upload,
    end_upload,
    expect_size,
    part_size_for,
    refund,
    running_upload,
)

__all__ = ["BeginTrack", "FailTrack", "FinishTrack", "PlanTrack"]

_LARGEST: Final = 2**53 - 1
_UNLIMITED: Final = UploadLimits()


@attrs.frozen(kw_only=True)
class BeginTrack(Command[Upload]):
    """Note that a track is coming through the application, before its first byte is kept.

    It is in its set once it is ready.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        kind: the container, told from the first bytes.
        size: how many bytes are announced; 0 if nobody knows.
        limits: how much may be on its way.

    Raises: NotFound; TooManyTracks; TooManyUploads, PendingQuotaExceeded.
    """

    access = Access.ADMIN
    set_id: SetId
    file_name: str
    kind: TrackFormat
    size: ByteCount = ByteCount(0)
    limits: UploadLimits = _UNLIMITED

    def run(self, work: SetsWork) -> Upload:
        """Answer the upload."""
        work.music_sets.get(self.set_id).expect_room()
        terms = TrackTerms(set_id=self.set_id, details=TrackDetails())
        upload = _upload(work, self, self.size, terms)
        return begin_upload(work, upload, _without_quota(self.limits))


@attrs.frozen(kw_only=True)
class PlanTrack(Checked, Command[Upload]):
    """Put a track in a set whose bytes come in parts; what is promised here is what is accepted.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        kind: the container that is promised; the bytes must agree.
        size_bytes: how many bytes it has exactly.
        sha256: of its bytes, if it is known.
        details: what is said of it.
        limits: how much may be on its way.

    Raises: Invalid; NotFound; TooManyTracks; BlobTooLarge; TooManyUploads, PendingQuotaExceeded.
    """

    access = Access.ADMIN
    set_id: SetId
    file_name: str = ruled(line(1, 1000))
    kind: TrackFormat
    size_bytes: ByteCount = ruled(between(1, _LARGEST))
    sha256: str | None = ruled(SHA256, default=None)
    details: TrackDetails = attrs.field(factory=TrackDetails)
    limits: UploadLimits = _UNLIMITED

    def run(self, work: SetsWork) -> Upload:
        """Answer the upload."""
        expect_size(self.size_bytes, self.limits)
        music_set = work.music_sets.get(self.set_id)
        terms = TrackTerms(set_id=self.set_id, details=self.details)
        upload = attrs.evolve(
            _upload(work, self, self.size_bytes, terms),
            sha256=self.sha256,
            part_size=part_size_for(self.size_bytes),
        )
        track = _track(work, upload, terms)
        work.music_sets.put(music_set.with_track(track.id, work.now))
        work.music_tracks.add(track)
        audit(work, "track.promised", music_set, f"track {track.id}: {track.title}")
        return begin_upload(work, upload, _without_quota(self.limits))


@attrs.frozen(kw_only=True)
class FinishTrack(Command[PlacedTrack]):
    """Make a track ready whose bytes are all kept.

    If the same has come under the key meanwhile, that is the track, and what was begun goes.

    Attributes:
        facts: what the bytes say.
        received: what has come.
        key: the sender's name for this upload, if it may come twice.

    Raises: NotFound, if the upload is not the actor's, or is over, or its set or its track is
        gone; TooManyTracks; BlobNotExpected; KeyReused; AnswerLost.
    """

    access = Access.ADMIN
    upload_id: UploadId
    size_bytes: ByteCount
    facts: TrackFacts
    received: ReceivedTrack
    key: str | None = None

    def run(self, work: SetsWork) -> PlacedTrack:
        """Answer the track."""
        music_set = work.music_sets.get(self.received.set_id)
        upload = running_upload(work, self.upload_id, work.actor.person)
        known = self._known(work)
        if known is not None:
            drop_upload(work, upload)
            return known
        end_upload(work, upload, self.size_bytes, _UNLIMITED)
        refund(work, upload.owner_id, self.size_bytes)
        done = self._put_in(work, music_set, upload)
        self._keep(work, done)
        return done

    def _put_in(self, work: SetsWork, music_set: MusicSet, upload: Upload) -> PlacedTrack:
        if upload.part_size is None:
            track = self._ready(work, upload, _track(work, upload, self._terms))
            after = music_set.with_track(track.id, work.now)
            work.music_sets.put(after)
            work.music_tracks.add(track)
        else:
            track = self._ready(work, upload, work.music_tracks.get(TrackId(upload.id)))
            after = music_set.touched(work.now)
            work.music_sets.put(after)
            work.music_tracks.put(track)
        audit(work, "track.added", after, f"track {track.id}: {track.title}")
        return placed(work, after, track)

    @property
    def _terms(self) -> TrackTerms:
        return TrackTerms(set_id=self.received.set_id, details=self.received.details)

    def _ready(self, work: SetsWork, upload: Upload, track: MusicTrack) -> MusicTrack:
        """Tags of the file say what nobody has said; who has called it something was right."""
        unnamed = self.received.details.title is None and track.title == title_in(track.file_name)
        return attrs.evolve(
            track,
            title=(self.facts.title or track.title) if unnamed else track.title,
            artist=track.artist or self.facts.artist,
            blob=upload.blob,
            size_bytes=self.size_bytes,
            duration_ms=self.facts.duration_ms,
            sha256=self.received.sha256,
            status=TrackStatus.READY,
            updated_at=work.now,
        )

    def _known(self, work: SetsWork) -> PlacedTrack | None:
        if self.key is None:
            return None
        mark = fingerprint(self.received)
        known = work.answers.recall(work.actor.person, self.key, mark, PlacedTrack)
        if known is None or not known.stands(work.now):
            return None
        track: PlacedTrack = told_again(known, mark)
        return track

    def _keep(self, work: SetsWork, track: PlacedTrack) -> None:
        if self.key is not None:
            mark, until = fingerprint(self.received), work.now + KEY_LIFE
            answer = Answer(fingerprint=mark, value=track, expires_at=until)
            work.answers.keep(work.actor.person, self.key, answer)


@attrs.frozen(kw_only=True)
class FailTrack(Command[None]):
    """Say why a track that was on its way does not come; it may be gone already."""

    access = Access.SYSTEM
    track_id: TrackId
    reason: str

    def run(self, work: SetsWork) -> None:
        """Let it be told, unless its upload goes on."""
        try:
            music_set = held_set_of(work, self.track_id)
        except NotFound:
            return
        track = work.music_tracks.find(self.track_id)
        waits = track is not None and track.status is TrackStatus.UPLOADING
        if track is not None and waits and work.uploads.find(UploadId(track.id)) is None:
            work.music_tracks.put(track.failed(self.reason, work.now))
            work.music_sets.put(music_set.touched(work.now))


def _upload(
    work: SetsWork, asked: BeginTrack | PlanTrack, size: ByteCount, terms: TrackTerms
) -> Upload:
    track_id = TrackId(work.new_id())
    return Upload(
        id=UploadId(track_id),
        owner_id=work.actor.person,
        purpose=PURPOSE,
        file_name=asked.file_name,
        content_type=asked.kind.content_type,
        blob=track_key(terms.set_id, track_id, asked.kind),
        size=size,
        terms=terms.written(),
        created_at=work.now,
        expires_at=work.now + asked.limits.life,
    )


def _track(work: SetsWork, upload: Upload, terms: TrackTerms) -> MusicTrack:
    return MusicTrack(
        id=TrackId(upload.id),
        set_id=terms.set_id,
        title=terms.details.title or title_in(upload.file_name),
        artist=terms.details.artist,
        file_name=upload.file_name,
        content_type=upload.content_type,
        size_bytes=upload.size,
        created_at=work.now,
        updated_at=work.now,
    )


def _without_quota(limits: UploadLimits) -> UploadLimits:
    return attrs.evolve(limits, stored=None)
