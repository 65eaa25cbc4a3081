"""Taking recordings in: noted before the first byte, part of the domain after the last."""

from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId, original_key, title_of
from phantom_core.audio.errors import UploadRunning
from phantom_core.audio.events import AudioAdded
from phantom_core.audio.media_type import AudioFormat, AudioProbed
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.upload import (
    BLOB_GRACE,
    UPLOAD_KEY,
    UPLOAD_LIFE,
    ReceivedUpload,
    Upload,
    UploadDetails,
)
from phantom_core.audio.use_cases.analyses import queue_analysis
from phantom_core.audio.use_cases.finding import consented
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_use_cases import (
    doom_blobs,
    expect_blobs,
    keep_blobs,
    prolong_blobs,
)
from phantom_core.kernel import (
    Access,
    ByteCount,
    Checked,
    Command,
    KeyReused,
    NotFound,
    ruled,
)
from phantom_core.kernel.performing import KEY_LIFE

__all__ = [
    "AbandonUpload",
    "BeginUpload",
    "FinishUpload",
    "ProlongUpload",
    "SweepUploads",
]

_SWEPT_AT_ONCE: Final = 100


@attrs.frozen(kw_only=True)
class BeginUpload(Checked, Command[Upload]):
    """Note that a recording is coming, before its first byte is kept.

    The same key again answers the same upload: one that has been received already, whose bytes
    the caller compares. One that was forsaken gives way to a new one.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        format: the container, told from the first bytes.
        key: the sender's name for this upload, if it may come twice.

    Raises: Invalid; UploadRunning, while the first upload under the key runs; KeyReused, if
    that was another file.
    """

    access = Access.PERSON
    file_name: str
    format: AudioFormat
    key: str | None = ruled(UPLOAD_KEY, default=None)

    def run(self, work: AudioWork) -> Upload:
        """Answer the upload."""
        known = work.uploads.find_by_key(work.actor.person, self.key) if self.key else None
        if known is None:
            return self._begin(work)
        if known.is_over(work.now):
            _forget(work, known)
            return self._begin(work)
        upload = self._upload(work, known.id)
        if (known.file_name, known.format) != (upload.file_name, upload.format):
            raise KeyReused
        if known.received is None:
            raise UploadRunning
        return known

    def _begin(self, work: AudioWork) -> Upload:
        upload = self._upload(work, AudioFileId(work.new_id()))
        work.uploads.add(upload)
        expect_blobs(work, upload.blob, until=upload.expires_at + BLOB_GRACE)
        return upload

    def _upload(self, work: AudioWork, upload_id: AudioFileId) -> Upload:
        owner_id = work.actor.person
        return Upload(
            id=upload_id,
            owner_id=owner_id,
            file_name=self.file_name,
            format=self.format,
            blob=original_key(owner_id, upload_id, self.format),
            key=self.key,
            created_at=work.now,
            expires_at=work.now + UPLOAD_LIFE,
        )


@attrs.frozen(kw_only=True)
class ProlongUpload(Command[None]):
    """Say that an upload still runs. Raises: NotFound, BlobNotExpected."""

    access = Access.SYSTEM
    upload_id: AudioFileId

    def run(self, work: AudioWork) -> None:
        """Give it and its blob more time."""
        upload = _running(work, self.upload_id)
        until = work.now + UPLOAD_LIFE
        work.uploads.put(attrs.evolve(upload, expires_at=until))
        prolong_blobs(work, upload.blob, until=until + BLOB_GRACE)


@attrs.frozen(kw_only=True)
class FinishUpload(Command[AudioFile]):
    """Make a recording of an upload whose bytes are all kept, and have it analysed.

    It is analysed if its owner has agreed to that; who agrees later asks for it.

    Raises: NotFound, if the upload is not the actor's or no longer runs; BlobNotExpected.
    """

    access = Access.PERSON
    upload_id: AudioFileId
    size_bytes: ByteCount
    sha256: str
    probed: AudioProbed
    details: UploadDetails

    def run(self, work: AudioWork) -> AudioFile:
        """Answer the recording."""
        upload = _running(work, self.upload_id)
        if upload.owner_id != work.actor.person:
            raise NotFound("upload", self.upload_id)
        keep_blobs(work, upload.blob)
        self._settle(work, upload)
        return self._add(work, upload)

    def _add(self, work: AudioWork, upload: Upload) -> AudioFile:
        file = self._file(work, upload)
        work.audio_files.add(file)
        wanted = consented(work, file)
        event = AudioAdded(
            owner_id=file.owner_id,
            audio_file_id=file.id,
            version=file.version,
            analysis_status=file.analysis_status,
        )
        work.record(event)
        return queue_analysis(work, file) if wanted else file

    def _file(self, work: AudioWork, upload: Upload) -> AudioFile:
        return AudioFile(
            id=upload.id,
            owner_id=upload.owner_id,
            title=self.details.title or title_of(upload.file_name),
            blob=upload.blob,
            original_file_name=upload.file_name,
            format=upload.format,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            duration_ms=self.probed.duration_ms,
            sample_rate=self.probed.sample_rate,
            channels=self.probed.channels,
            tags=self.details.tags,
            visibility=self.details.visibility,
            created_at=work.now,
            updated_at=work.now,
        )

    def _settle(self, work: AudioWork, upload: Upload) -> None:
        """Forget the upload, or keep what its key stands for."""
        if upload.key is None:
            work.uploads.remove(upload.id)
            return
        received = ReceivedUpload(sha256=self.sha256, details=self.details)
        until = work.now + KEY_LIFE
        work.uploads.put(attrs.evolve(upload, received=received, expires_at=until))


@attrs.frozen(kw_only=True)
class AbandonUpload(Command[None]):
    """Give an upload up, unless it has become a recording: what came of it goes.

    Attributes:
        upload: as it was when it began; nothing of it need be stored any more.
    """

    access = Access.SYSTEM
    upload: Upload

    def run(self, work: AudioWork) -> None:
        """Forget it, and doom its blob."""
        # The upload comes first: if its end is about to commit, this waits for it, and only then
        # can the recording that came of it be seen.
        known = work.uploads.find(self.upload.id)
        if work.audio_files.find(self.upload.id) is not None:
            return
        if known is None or known.received is None:
            work.uploads.remove(self.upload.id)
            _doom_unless_kept(work, self.upload.blob)


@attrs.frozen(kw_only=True)
class SweepUploads(Command[None]):
    """Forget uploads that nobody is at any more, and keys whose time has passed."""

    access = Access.SYSTEM

    def run(self, work: AudioWork) -> None:
        """Forget a hundred, and go on later if there may be more."""
        over = work.uploads.over(work.now, _SWEPT_AT_ONCE)
        for upload in over:
            _forget(work, upload)
        if len(over) == _SWEPT_AT_ONCE:
            work.enqueue(SweepUploads())


def _running(work: AudioWork, upload_id: AudioFileId) -> Upload:
    upload = work.uploads.find(upload_id)
    if upload is None or upload.received is not None:
        raise NotFound("upload", upload_id)
    return upload


def _doom_unless_kept(work: AudioWork, blob: BlobKey) -> None:
    line = work.blob_ledger.find(blob)
    if line is None or line.state is not BlobState.KEPT:
        doom_blobs(work, blob)


def _forget(work: AudioWork, upload: Upload) -> None:
    """A server that was only believed dead may write on, so the blob is left for a while."""
    work.uploads.remove(upload.id)
    if upload.received is None:
        doom_blobs(work, upload.blob, after=BLOB_GRACE)
