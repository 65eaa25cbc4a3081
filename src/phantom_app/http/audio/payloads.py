"""Recordings, on the wire."""

from typing import Annotated
from zlib import crc32

import msgspec
from litestar import Response

from phantom_app.http.etags import versioned
from phantom_app.http.payloads import IdText, InstantText, Payload, VersionNumber, instant
from phantom_core.audio import (
    AnalysisStatus,
    AudioFile,
    AudioFileId,
    AudioFormat,
    MusicWords,
    Outline,
    Rendition,
    RenditionFormat,
    RenditionState,
    UserMusicAnalysis,
    Visibility,
)
from phantom_core.audio.flows import AudioLink
from phantom_core.kernel import Id

__all__ = [
    "AnnotationPayload",
    "AudioFilePayload",
    "LinkPayload",
    "RenditionPayload",
    "WaveformPayload",
    "annotation_of",
    "audio_file_answer",
    "audio_file_id",
    "audio_file_of",
    "link_of",
    "waveform_of",
]

_Samples = Annotated[tuple[int, ...], msgspec.Meta(description="-128 to 127, one for each point.")]


class RenditionPayload(Payload):
    """A smaller copy of a recording, made for listening over the network."""

    state: RenditionState
    format: RenditionFormat
    bitrate: Annotated[int, msgspec.Meta(description="Bits a second, on the average.")]
    size_bytes: int | None = None
    reason: Annotated[str | None, msgspec.Meta(description="Why it failed, if it did.")] = None
    created_at: InstantText


class AudioFilePayload(Payload):
    """A recording."""

    id: IdText
    owner_id: IdText
    title: str
    original_file_name: str
    format: AudioFormat
    size_bytes: int
    sha256: str
    duration_ms: int
    sample_rate: int
    channels: int
    tags: tuple[str, ...]
    visibility: Visibility
    analysis_status: AnalysisStatus
    analysis_reason: Annotated[
        str | None, msgspec.Meta(description="Why the latest analysis failed, if it did.")
    ] = None
    renditions: Annotated[
        tuple[RenditionPayload, ...],
        msgspec.Meta(description="What was made of the original; one that is ready is streamed."),
    ]
    created_at: InstantText
    updated_at: Annotated[
        InstantText,
        msgspec.Meta(description="When its owner last changed what the version counts."),
    ]
    version: VersionNumber


class LinkPayload(Payload):
    """Where a recording can be heard, and until when."""

    url: str
    expires_at: InstantText
    content_type: Annotated[str, msgspec.Meta(description="What is heard there.")]


class WaveformPayload(Payload):
    """A waveform, fitted to so many points."""

    points: int
    min: _Samples
    max: _Samples


class AnnotationPayload(Payload):
    """What its owner says about a recording's music."""

    id: IdText
    user_id: IdText
    audio_file_id: IdText
    description: str | None = None
    mood: str | None = None
    genre: str | None = None
    instruments: tuple[str, ...]
    tags: tuple[str, ...]
    created_at: InstantText
    updated_at: InstantText


def audio_file_id(text: str) -> AudioFileId:
    """The id of a recording, out of a path."""
    return AudioFileId(Id(text))


def audio_file_of(file: AudioFile) -> AudioFilePayload:
    """A recording."""
    return AudioFilePayload(
        id=file.id,
        owner_id=file.owner_id,
        title=file.title,
        original_file_name=file.original_file_name,
        format=file.format,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        duration_ms=file.duration_ms,
        sample_rate=file.sample_rate,
        channels=file.channels,
        tags=file.tags,
        visibility=file.visibility,
        analysis_status=file.analysis_status,
        analysis_reason=file.analysis_reason,
        renditions=() if file.rendition is None else (_rendition_of(file.rendition),),
        created_at=instant(file.created_at),
        updated_at=instant(file.updated_at),
        version=file.version,
    )


def _rendition_of(rendition: Rendition) -> RenditionPayload:
    return RenditionPayload(
        state=rendition.state,
        format=rendition.format,
        bitrate=rendition.bitrate,
        size_bytes=rendition.size_bytes,
        reason=rendition.reason,
        created_at=instant(rendition.created_at),
    )


def audio_file_answer(file: AudioFile, *, status: int = 200) -> Response[AudioFilePayload]:
    """Answer with a recording; its tag begins with its version."""
    return versioned(audio_file_of(file), file.version, _rest_of(file), status=status)


def _rest_of(file: AudioFile) -> str:
    """What stands in a recording's tag for what the version does not count."""
    parts: list[str] = [] if file.rendition is None else [file.rendition.id]
    if file.analysis_status is not AnalysisStatus.NONE:
        parts.append(file.analysis_status)
    if file.analysis_reason:
        parts.append(f"{crc32(file.analysis_reason.encode()):x}")
    return "-".join(parts)


def link_of(link: AudioLink) -> LinkPayload:
    """A link."""
    return LinkPayload(
        url=link.url, expires_at=instant(link.expires_at), content_type=link.content_type
    )


def waveform_of(outline: Outline) -> WaveformPayload:
    """A waveform."""
    return WaveformPayload(points=outline.points, min=outline.min, max=outline.max)


def annotation_of(annotation: UserMusicAnalysis) -> AnnotationPayload:
    """An annotation."""
    words: MusicWords = annotation.words
    return AnnotationPayload(
        id=annotation.id,
        user_id=annotation.user_id,
        audio_file_id=annotation.audio_file_id,
        description=words.description,
        mood=words.mood,
        genre=words.genre,
        instruments=words.instruments,
        tags=words.tags,
        created_at=instant(annotation.created_at),
        updated_at=instant(annotation.updated_at),
    )
