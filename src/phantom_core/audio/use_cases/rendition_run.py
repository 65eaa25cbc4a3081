"""One attempt at a rendition, as its worker tells it: each step carries the job's lease.

The recording may be deleted at any moment. Then the next step finishes the job, and nothing else
happens.
"""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.audio.audio_file import AudioFile
from phantom_core.audio.events import AudioChanged
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.rendition import (
    Rendition,
    RenditionForm,
    RenditionId,
    RenditionState,
    rendition_key,
)
from phantom_core.audio.use_cases.renditions import RenderAudio
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.jobs import finish
from phantom_core.kernel import Access, ByteCount, Command, Lease

__all__ = ["BeginRendition", "CompleteRendition", "FailRendition", "RenditionAttempt"]

_LONGEST_ATTEMPT: Final = timedelta(hours=6)


@attrs.frozen(kw_only=True)
class RenditionAttempt:
    """What a worker needs for one attempt.

    Attributes:
        file: the recording.
        blob: where the rendition is expected.
    """

    lease: Lease
    task: RenderAudio
    file: AudioFile
    id: RenditionId
    form: RenditionForm
    blob: BlobKey


@attrs.frozen(kw_only=True)
class BeginRendition(Command[RenditionAttempt | None]):
    """Begin an attempt; `None` if there is a rendition, or no recording. Raises: LeaseLost."""

    access = Access.SYSTEM
    lease: Lease
    task: RenderAudio
    form: RenditionForm

    def run(self, work: AudioWork) -> RenditionAttempt | None:
        """Answer what it takes."""
        file = _wanted(work, self.lease, self.task)
        if file is None:
            return None
        rendition_id = RenditionId(work.new_id())
        blob = rendition_key(file.blob, rendition_id, self.form.format)
        expect_blobs(work, blob, until=work.now + _LONGEST_ATTEMPT)
        return RenditionAttempt(
            lease=self.lease,
            task=self.task,
            file=file,
            id=rendition_id,
            form=self.form,
            blob=blob,
        )


@attrs.frozen(kw_only=True)
class CompleteRendition(Command[Rendition | None]):
    """Give the recording its rendition and finish the job, in one transaction.

    Raises: LeaseLost, if somebody else does it; BlobNotExpected, if it took too long.
    """

    access = Access.SYSTEM
    attempt: RenditionAttempt
    size_bytes: ByteCount

    def run(self, work: AudioWork) -> Rendition | None:
        """Answer it; `None` if it was no longer wanted."""
        attempt = self.attempt
        file = _wanted(work, attempt.lease, attempt.task)
        if file is None:
            doom_blobs(work, attempt.blob)
            return None
        finish(work, attempt.lease)
        keep_blobs(work, attempt.blob)
        rendition = Rendition(
            id=attempt.id,
            state=RenditionState.READY,
            format=attempt.form.format,
            bitrate=attempt.form.bitrate,
            blob=attempt.blob,
            size_bytes=self.size_bytes,
            created_at=work.now,
        )
        _store(work, file, rendition)
        return rendition


@attrs.frozen(kw_only=True)
class FailRendition(Command[None]):
    """Say why there will be none, and finish the job. Raises: LeaseLost."""

    access = Access.SYSTEM
    attempt: RenditionAttempt
    reason: str

    def run(self, work: AudioWork) -> None:
        """Tell the owner."""
        attempt = self.attempt
        file = _wanted(work, attempt.lease, attempt.task)
        doom_blobs(work, attempt.blob)
        if file is not None:
            finish(work, attempt.lease)
            rendition = Rendition(
                id=attempt.id,
                state=RenditionState.FAILED,
                format=attempt.form.format,
                bitrate=attempt.form.bitrate,
                reason=self.reason,
                created_at=work.now,
            )
            _store(work, file, rendition)


def _wanted(work: AudioWork, lease: Lease, task: RenderAudio) -> AudioFile | None:
    """The recording, held, if it has no rendition yet; or else the job is done with."""
    work.jobs.get(lease.job_id).held(lease)
    file = work.audio_files.find(task.audio_file_id)
    if file is not None and file.rendition is None:
        return file
    finish(work, lease)
    return None


def _store(work: AudioWork, file: AudioFile, rendition: Rendition) -> None:
    rendered = attrs.evolve(file, rendition=rendition)
    work.audio_files.put(rendered)
    work.record(AudioChanged(file=rendered))
