"""Taking recordings in: noted before the first byte, part of the domain after the last."""

from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId, original_key, title_of
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
from phantom_core.audio.use_cases.upload_keys import (
    answer_key,
    free_key,
    hold_key,
    prolong_key,
    take_key,
)
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
    NotFound,
    ruled,
)

__all__ = [
    "AbandonUpload",
    "BeginUpload",
    "FinishUpload",
    "ProlongUpload",
    "SweepUploads",
]

_SWEPT_AT_ONCE: Final = 100


@attrs.frozen(kw_only=True)
class BeginUpload(Checked, Command[Upload | None]):
    """Note that a recording is coming, before its first byte is kept.

    `None`, if something was answered under the key before: whoever has the bytes sees whether it
    was the same, by `RecallUpload`. An upload that was forsaken gives way to a new one.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        format: the container, told from the first bytes.
        key: the sender's name for this upload, if it may come twice.

    Raises: Invalid; UploadRunning, while another upload under the key runs.
    """

    access = Access.PERSON
    file_name: str
    format: AudioFormat
    key: str | None = ruled(UPLOAD_KEY, default=None)

    def run(self, work: AudioWork) -> Upload | None:
        """Answer the upload."""
        upload = self._upload(work, AudioFileId(work.new_id()))
        if not take_key(work, upload):
            return None
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
        running = _running(work, self.upload_id)
        upload = attrs.evolve(running, expires_at=work.now + UPLOAD_LIFE)
        prolong_key(work, upload)
        work.uploads.put(upload)
        prolong_blobs(work, upload.blob, until=upload.expires_at + BLOB_GRACE)


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
        hold_key(work, upload)
        work.uploads.remove(upload.id)
        keep_blobs(work, upload.blob)
        file = self._add(work, upload)
        answer_key(work, upload, self._received(upload), file)
        return file

    def _add(self, work: AudioWork, upload: Upload) -> AudioFile:
        file = self._file(work, upload)
        work.audio_files.add(file)
        wanted = consented(work, file.id)
        work.record(AudioAdded(file=file))
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

    def _received(self, upload: Upload) -> ReceivedUpload:
        return ReceivedUpload(
            file_name=upload.file_name,
            format=upload.format,
            sha256=self.sha256,
            details=self.details,
        )


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
        work.uploads.find(self.upload.id)
        if work.audio_files.find(self.upload.id) is None:
            free_key(work, self.upload)
            work.uploads.remove(self.upload.id)
            _doom_unless_kept(work, self.upload.blob)


@attrs.frozen(kw_only=True)
class SweepUploads(Command[None]):
    """Forget uploads that nobody is at any more."""

    access = Access.SYSTEM

    def run(self, work: AudioWork) -> None:
        """Forget a hundred, and go on later if there may be more."""
        over = work.uploads.over(work.now, _SWEPT_AT_ONCE)
        for upload in over:
            work.uploads.remove(upload.id)
            # A server that was only believed dead may write on, so the blob is left for a while.
            doom_blobs(work, upload.blob, after=BLOB_GRACE)
        if len(over) == _SWEPT_AT_ONCE:
            work.enqueue(SweepUploads())


def _running(work: AudioWork, upload_id: AudioFileId) -> Upload:
    upload = work.uploads.find(upload_id)
    if upload is None:
        raise NotFound("upload", upload_id)
    return upload


def _doom_unless_kept(work: AudioWork, blob: BlobKey) -> None:
    line = work.blob_ledger.find(blob)
    if line is None or line.state is not BlobState.KEPT:
        doom_blobs(work, blob)
