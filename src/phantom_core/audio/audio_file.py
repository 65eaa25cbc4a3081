"""A recording that somebody keeps here."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

import attrs

from phantom_core.audio.media_type import AudioFormat
from phantom_core.audio.rendition import Rendition
from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import (
    ByteCount,
    Checked,
    Hertz,
    Id,
    Milliseconds,
    Rule,
    UserId,
    Visibility,
    each,
    line,
    ruled,
)

__all__ = [
    "TAGS",
    "TITLE",
    "AnalysisRunId",
    "AnalysisStatus",
    "AudioFile",
    "AudioFileId",
    "Streamed",
    "Visibility",
    "original_key",
    "recording_of",
    "title_of",
]

AudioFileId = NewType("AudioFileId", Id)
"""The id of a recording; of its upload as well, before it is one."""

AnalysisRunId = NewType("AnalysisRunId", Id)
"""The id of one wish to have a recording analysed, however many attempts it takes."""

_LONGEST_TITLE: Final = 200
_SOUND: Final = re.compile(r"audio/[0-9A-Z]{26}/([0-9A-Z]{26})(?:/[0-9A-Z]{26})?\.[a-z0-9]+")
_UNTITLED: Final = "Untitled"

TITLE: Final[Rule] = line(1, _LONGEST_TITLE)
"""What a title may be."""

TAGS: Final[Rule] = each(line(1, 50), most=30)
"""What a recording may be tagged with."""


class AnalysisStatus(StrEnum):
    """Where the latest analysis stands."""

    NONE = "none"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@attrs.frozen(kw_only=True)
class Streamed:
    """The bytes that somebody listens to.

    Attributes:
        extension: what a file of that kind ends with.
    """

    blob: BlobKey
    extension: str
    content_type: str


@attrs.frozen(kw_only=True)
class AudioFile(Checked):
    """A recording: its bytes by key, what they are, and what its owner says of it.

    Attributes:
        blob: where the original is.
        original_file_name: what it was called when it came, made safe.
        format: the container, told from the bytes.
        sha256: of the original, 64 hexadecimal digits.
        duration_ms: as the container states it; the report counts the samples.
        sample_rate: frames a second.
        channels: 1 for mono, 2 for stereo.
        analysis_status: where the latest analysis stands.
        analysis_reason: why the latest analysis failed, if it did.
        analysis_run: which analysis is awaited; any other one is no longer wanted.
        rendition: the smaller copy that was made of it, or why none could be.
        version: counts what the owner changes; an analysis or a rendition does not move it, so
            that it never gets in the way of an edit.
    """

    id: AudioFileId
    owner_id: UserId
    title: str = ruled(TITLE)
    blob: BlobKey
    original_file_name: str
    format: AudioFormat
    size_bytes: ByteCount
    sha256: str
    duration_ms: Milliseconds
    sample_rate: Hertz
    channels: int
    tags: tuple[str, ...] = ruled(TAGS, default=())
    visibility: Visibility = Visibility.PRIVATE
    analysis_status: AnalysisStatus = AnalysisStatus.NONE
    analysis_reason: str | None = None
    analysis_run: AnalysisRunId | None = None
    rendition: Rendition | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    @property
    def streamed(self) -> "Streamed":
        """What is best listened to over the network: the rendition, where there is one."""
        made = self.rendition
        if made is None or made.blob is None:
            return self.original
        return Streamed(
            blob=made.blob, extension=made.format, content_type=made.format.content_type
        )

    @property
    def original(self) -> "Streamed":
        """What was handed in."""
        return Streamed(
            blob=self.blob, extension=self.format, content_type=self.format.content_type
        )

    @property
    def blobs(self) -> tuple[BlobKey, ...]:
        """All that is kept of its sound."""
        made = None if self.rendition is None else self.rendition.blob
        return (self.blob,) if made is None else (self.blob, made)

    @property
    def awaits_analysis(self) -> bool:
        """Whether an analysis is queued or running."""
        return self.analysis_run is not None

    def queued(self, run_id: AnalysisRunId) -> "AudioFile":
        """An analysis is wished for."""
        return self._analysis(AnalysisStatus.QUEUED, run_id)

    def running(self) -> "AudioFile":
        """The analysis that is awaited has begun."""
        return self._analysis(AnalysisStatus.RUNNING, self.analysis_run)

    def analysed(self) -> "AudioFile":
        """The analysis that was awaited has its report."""
        return self._analysis(AnalysisStatus.DONE)

    def analysis_failed(self, reason: str) -> "AudioFile":
        """The analysis that was awaited found nothing out, and why."""
        return attrs.evolve(self._analysis(AnalysisStatus.FAILED), analysis_reason=reason)

    def unanalysed(self) -> "AudioFile":
        """As if it had never been analysed."""
        return self._analysis(AnalysisStatus.NONE)

    def _analysis(self, status: AnalysisStatus, run_id: AnalysisRunId | None = None) -> "AudioFile":
        return attrs.evolve(self, analysis_status=status, analysis_run=run_id, analysis_reason=None)


def original_key(
    owner_id: UserId, audio_file_id: AudioFileId, audio_format: AudioFormat
) -> BlobKey:
    """Where the original of a recording is kept."""
    return blob_key(f"audio/{owner_id}/{audio_file_id}.{audio_format}")


def recording_of(key: BlobKey) -> AudioFileId | None:
    """The recording that a key is of, its original or its rendition; `None` if it is of neither."""
    found = _SOUND.fullmatch(key)
    return AudioFileId(Id(found[1])) if found else None


def title_of(file_name: str) -> str:
    """A title made of a (safe) file name: without its ending, underscores as spaces."""
    stem = file_name.rpartition(".")[0] or file_name
    return " ".join(stem.replace("_", " ").split())[:_LONGEST_TITLE].strip() or _UNTITLED
