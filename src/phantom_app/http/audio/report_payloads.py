"""Reports of analyses, on the wire. What cannot be known is null, with a reason."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_app.http.problems import camel
from phantom_core.audio import (
    AnalysisResult,
    AudioFileReport,
    Embedding,
    Key,
    Loudness,
    Meter,
    Mode,
    SuggestedTag,
    Tempo,
)

__all__ = [
    "EmbeddingPayload",
    "KeyPayload",
    "LoudnessPayload",
    "MeterPayload",
    "ReportPayload",
    "ResultPayload",
    "SuggestedTagPayload",
    "TempoCandidatePayload",
    "TempoPayload",
    "report_of",
    "result_fields",
]

_Share = Annotated[float, msgspec.Meta(description="0 to 1.")]


class TempoCandidatePayload(Payload):
    """One way to count the beat."""

    bpm: float
    confidence: _Share


class TempoPayload(Payload):
    """How fast the music goes, the likeliest readings first."""

    bpm: float | None
    confidence: _Share
    candidates: tuple[TempoCandidatePayload, ...]
    reason: str | None = None


class KeyPayload(Payload):
    """The key that the music is in."""

    tonic: str | None
    mode: Mode | None
    confidence: _Share
    reason: str | None = None
    tuning_cents: Annotated[
        float | None, msgspec.Meta(description="How far the tones are above a' = 440 Hz.")
    ] = None


class MeterPayload(Payload):
    """Which beats begin a bar."""

    beats_per_bar: int | None
    first_downbeat: Annotated[
        int | None, msgspec.Meta(description="Its place among the beats, from 0.")
    ]
    confidence: _Share
    reason: str | None = None


class LoudnessPayload(Payload):
    """How loud the recording is (ITU-R BS.1770-4, EBU Tech 3342)."""

    integrated_lufs: float | None
    range_lu: float | None
    true_peak_dbtp: float | None
    peak: float
    reason: str | None = None


class EmbeddingPayload(Payload):
    """A fingerprint of the sound; only vectors of one scheme compare."""

    scheme: str
    vector: tuple[float, ...] | None
    reason: str | None = None


class SuggestedTagPayload(Payload):
    """A word the owner may want to put on the recording."""

    tag: str
    reason: str


class ResultPayload(Payload):
    """What was heard in one file."""

    duration_ms: int
    sample_rate: int
    channels: int
    tempo: TempoPayload
    beats: Annotated[tuple[float, ...], msgspec.Meta(description="Seconds from the start.")]
    key: KeyPayload
    loudness: LoudnessPayload
    features: Mapping[str, float]
    embedding: EmbeddingPayload
    tags: tuple[SuggestedTagPayload, ...]
    truncated: bool
    warnings: tuple[str, ...]
    meter: MeterPayload


class ReportPayload(ResultPayload):
    """What one analysis of a recording found."""

    id: IdText
    audio_file_id: IdText
    analyzer: str
    analyzer_version: str
    decoder_version: str
    created_at: InstantText


def report_of(report: AudioFileReport) -> ReportPayload:
    """A report."""
    return ReportPayload(
        id=report.id,
        audio_file_id=report.audio_file_id,
        analyzer=report.analyzer,
        analyzer_version=report.analyzer_version,
        decoder_version=report.decoder_version,
        created_at=instant(report.created_at),
        **result_fields(report.result),
    )


def result_fields(found: AnalysisResult) -> dict[str, Any]:
    """The fields of any payload that tells what was heard."""
    return {
        "duration_ms": found.duration_ms,
        "sample_rate": found.sample_rate,
        "channels": found.channels,
        "tempo": _tempo(found.tempo),
        "beats": found.beats,
        "key": _key(found.key),
        "loudness": _loudness(found.loudness),
        "features": {camel(name): value for name, value in found.features.items()},
        "embedding": _embedding(found.embedding),
        "tags": tuple(_tag(tag) for tag in found.tags),
        "truncated": found.truncated,
        "warnings": found.warnings,
        "meter": _meter(found.meter),
    }


def _tempo(tempo: Tempo) -> TempoPayload:
    candidates = tuple(
        TempoCandidatePayload(bpm=each.bpm, confidence=each.confidence) for each in tempo.candidates
    )
    return TempoPayload(
        bpm=tempo.bpm, confidence=tempo.confidence, candidates=candidates, reason=tempo.reason
    )


def _key(key: Key) -> KeyPayload:
    return KeyPayload(
        tonic=key.tonic,
        mode=key.mode,
        confidence=key.confidence,
        reason=key.reason,
        tuning_cents=key.tuning_cents,
    )


def _meter(meter: Meter) -> MeterPayload:
    return MeterPayload(
        beats_per_bar=meter.beats_per_bar,
        first_downbeat=meter.first_downbeat,
        confidence=meter.confidence,
        reason=meter.reason,
    )


def _loudness(loudness: Loudness) -> LoudnessPayload:
    return LoudnessPayload(
        integrated_lufs=loudness.integrated_lufs,
        range_lu=loudness.range_lu,
        true_peak_dbtp=loudness.true_peak_dbtp,
        peak=loudness.peak,
        reason=loudness.reason,
    )


def _embedding(embedding: Embedding) -> EmbeddingPayload:
    return EmbeddingPayload(
        scheme=embedding.scheme, vector=embedding.vector, reason=embedding.reason
    )


def _tag(tag: SuggestedTag) -> SuggestedTagPayload:
    return SuggestedTagPayload(tag=tag.tag, reason=tag.reason)
