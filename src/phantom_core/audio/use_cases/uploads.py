"""Taking recordings in: noted before the first byte, part of the domain after the last."""

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId, original_key, title_of
from phantom_core.audio.events import AudioAdded
from phantom_core.audio.media_type import AudioFormat, AudioProbed
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.upload import (
    PURPOSE,
    UPLOAD_KEY,
    UPLOAD_LIFE,
    ReceivedUpload,
    UploadDetails,
)
from phantom_core.audio.use_cases.analyses import queue_analysis
from phantom_core.audio.use_cases.finding import consented
from phantom_core.audio.use_cases.renditions import queue_rendition
from phantom_core.audio.use_cases.upload_keys import (
    answer_key,
    free_key,
    hold_key,
    prolong_key,
    take_key,
)
from phantom_core.kernel import (
    Access,
    ByteCount,
    Checked,
    Command,
    between,
    line,
    ruled,
)
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
    prolong_upload,
    running_upload,
)

__all__ = [
    "AbandonUpload",
    "BeginUpload",
    "FinishUpload",
    "PlanUpload",
    "ProlongUpload",
]

_NO_LIMITS = UploadLimits()
_LARGEST = 2**53 - 1


@attrs.frozen(kw_only=True)
class BeginUpload(Checked, Command[Upload | None]):
    """Note that a recording is coming, before its first byte is kept.

    `None`, if something was answered under the key before: whoever has the bytes sees whether it
    was the same, by `RecallUpload`. An upload that was forsaken gives way to a new one.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        format: the container, told from the first bytes.
        key: the sender's name for this upload, if it may come twice.
        size: how many bytes are announced; 0 if nobody knows.
        limits: how much one may take.

    Raises: Invalid; UploadRunning, while another upload under the key runs; TooManyUploads,
        PendingQuotaExceeded, StorageQuotaExceeded.
    """

    access = Access.PERSON
    file_name: str
    format: AudioFormat
    key: str | None = ruled(UPLOAD_KEY, default=None)
    size: ByteCount = ByteCount(0)
    limits: UploadLimits = _NO_LIMITS

    def run(self, work: AudioWork) -> Upload | None:
        """Answer the upload."""
        upload = self._upload(work, AudioFileId(work.new_id()))
        return begin_upload(work, upload, self.limits) if take_key(work, upload) else None

    def _upload(self, work: AudioWork, upload_id: AudioFileId) -> Upload:
        owner_id = work.actor.person
        return Upload(
            id=UploadId(upload_id),
            owner_id=owner_id,
            purpose=PURPOSE,
            file_name=self.file_name,
            content_type=self.format.content_type,
            blob=original_key(owner_id, upload_id, self.format),
            size=self.size,
            key=self.key,
            created_at=work.now,
            expires_at=work.now + UPLOAD_LIFE,
        )


@attrs.frozen(kw_only=True)
class PlanUpload(Checked, Command[Upload]):
    """Note that a recording is coming in parts; what is promised here is what is accepted.

    Attributes:
        file_name: as the sender calls it; it is made safe.
        content_type: what it is; the bytes must agree.
        size_bytes: how many bytes it has exactly.
        sha256: of its bytes, if it is known.
        details: what its owner says of it.
        limits: how much one may take.

    Raises: Invalid; NotAudio; BlobTooLarge; TooManyUploads, PendingQuotaExceeded,
        StorageQuotaExceeded.
    """

    access = Access.PERSON
    file_name: str = ruled(line(1, 1000))
    content_type: str
    size_bytes: ByteCount = ruled(between(1, _LARGEST))
    sha256: str | None = ruled(SHA256, default=None)
    details: UploadDetails = attrs.field(factory=UploadDetails)
    limits: UploadLimits = _NO_LIMITS

    def run(self, work: AudioWork) -> Upload:
        """Answer the upload."""
        kind = AudioFormat.promised(self.content_type)
        expect_size(self.size_bytes, self.limits)
        owner_id, upload_id = work.actor.person, AudioFileId(work.new_id())
        upload = Upload(
            id=UploadId(upload_id),
            owner_id=owner_id,
            purpose=PURPOSE,
            file_name=self.file_name,
            content_type=kind.content_type,
            blob=original_key(owner_id, upload_id, kind),
            size=self.size_bytes,
            sha256=self.sha256,
            part_size=part_size_for(self.size_bytes),
            terms=self.details.written(),
            created_at=work.now,
            expires_at=work.now + self.limits.life,
        )
        return begin_upload(work, upload, self.limits)


@attrs.frozen(kw_only=True)
class ProlongUpload(Command[None]):
    """Say that an upload still runs. Raises: NotFound, BlobNotExpected."""

    access = Access.SYSTEM
    upload_id: UploadId

    def run(self, work: AudioWork) -> None:
        """Give it and its blob more time."""
        running = running_upload(work, self.upload_id)
        upload = attrs.evolve(running, expires_at=work.now + UPLOAD_LIFE)
        prolong_key(work, upload)
        prolong_upload(work, upload)


@attrs.frozen(kw_only=True)
class FinishUpload(Command[AudioFile]):
    """Make a recording of an upload whose bytes are all kept, and have it analysed.

    It is analysed if its owner has agreed to that; who agrees later asks for it.

    Attributes:
        details: what its owner says of it; what they said at its beginning, if absent.
        limits: how much one may take, where more came than was announced.

    Raises: NotFound, if the upload is not the actor's or no longer runs; BlobNotExpected;
        StorageQuotaExceeded.
    """

    access = Access.PERSON
    upload_id: UploadId
    size_bytes: ByteCount
    sha256: str
    probed: AudioProbed
    details: UploadDetails | None = None
    limits: UploadLimits = _NO_LIMITS

    def run(self, work: AudioWork) -> AudioFile:
        """Answer the recording."""
        upload = running_upload(work, self.upload_id, work.actor.person)
        hold_key(work, upload)
        end_upload(work, upload, self.size_bytes, self.limits)
        details = self.details or UploadDetails.read(upload.terms)
        file = self._add(work, upload, details)
        answer_key(work, upload, self._received(upload, details), file)
        return file

    def _add(self, work: AudioWork, upload: Upload, details: UploadDetails) -> AudioFile:
        file = self._file(work, upload, details)
        work.audio_files.add(file)
        queue_rendition(work, file)
        wanted = consented(work, file.id)
        work.record(AudioAdded(file=file))
        return queue_analysis(work, file) if wanted else file

    def _file(self, work: AudioWork, upload: Upload, details: UploadDetails) -> AudioFile:
        return AudioFile(
            id=AudioFileId(upload.id),
            owner_id=upload.owner_id,
            title=details.title or title_of(upload.file_name),
            blob=upload.blob,
            original_file_name=upload.file_name,
            format=AudioFormat.promised(upload.content_type),
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            duration_ms=self.probed.duration_ms,
            sample_rate=self.probed.sample_rate,
            channels=self.probed.channels,
            tags=details.tags,
            visibility=details.visibility,
            created_at=work.now,
            updated_at=work.now,
        )

    def _received(self, upload: Upload, details: UploadDetails) -> ReceivedUpload:
        return ReceivedUpload(
            file_name=upload.file_name,
            format=AudioFormat.promised(upload.content_type),
            sha256=self.sha256,
            details=details,
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
        """Forget it, free its key, and doom its blob."""
        drop_upload(work, self.upload)
        free_key(work, self.upload)
