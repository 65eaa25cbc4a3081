"""Recordings for the suites of audio's ports."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

from phantom_adapters.contracts.kernel_examples import write
from phantom_core.audio import (
    AnalysisResult,
    AudioFile,
    AudioFileId,
    AudioFileReport,
    AudioFormat,
    Embedding,
    Key,
    Loudness,
    Meter,
    Mode,
    MusicWords,
    Rendition,
    RenditionFormat,
    RenditionId,
    RenditionState,
    ReportId,
    SuggestedTag,
    Tempo,
    TempoCandidate,
    UserMusicAnalysis,
)
from phantom_core.audio.annotation import AnnotationId
from phantom_core.blobs import blob_key
from phantom_core.kernel import (
    EPOCH,
    Bpm,
    Hertz,
    Id,
    Lufs,
    Milliseconds,
    Seconds,
    Storage,
    UserId,
    uuid7,
)
from phantom_core.uploads import Upload, UploadId

__all__ = [
    "ADA",
    "EVE",
    "MOMENT",
    "RESULT",
    "Repository",
    "annotation",
    "audio_file",
    "audio_file_id",
    "rendition",
    "report",
    "upload",
]

MOMENT: Final = EPOCH + timedelta(days=20_000)
"""When everything here happened."""

ADA: Final = UserId(uuid7(MOMENT, 1))
"""Somebody."""

EVE: Final = UserId(uuid7(MOMENT, 2))
"""Somebody else."""

RESULT: Final = AnalysisResult(
    duration_ms=Milliseconds(4000),
    sample_rate=Hertz(44_100),
    channels=2,
    tempo=Tempo(
        bpm=Bpm(120.25),
        confidence=0.75,
        candidates=(TempoCandidate(bpm=Bpm(120.25), confidence=0.75),),
    ),
    beats=(Seconds(0.5), Seconds(1.0)),
    key=Key(tonic="F#", mode=Mode.MINOR, confidence=0.5, tuning_cents=-12.5),
    meter=Meter(beats_per_bar=3, first_downbeat=1, confidence=0.25),
    loudness=Loudness(
        integrated_lufs=Lufs(-14.5),
        range_lu=None,
        true_peak_dbtp=-0.1,
        peak=0.99,
        reason="The recording is too short for a range.",
    ),
    features={"brightness": 0.25},
    embedding=Embedding(scheme="test", vector=(0.1, -0.2)),
    tags=(SuggestedTag(tag="fast", reason="120 BPM"),),
    truncated=True,
    warnings=("The file breaks off.",),
)
"""What an analysis found: every kind of value that there is."""


class Repository:
    """One repository of a storage; each call of a method runs in a transaction of its own."""

    def __init__(self, storage: Storage, name: str) -> None:
        self._storage = storage
        self._name = name

    def __getattr__(self, method: str) -> Callable[..., Awaitable[Any]]:
        """The method, to be awaited."""

        async def call(*args: Any, **kwargs: Any) -> Any:
            def body(work: Any) -> Any:
                return getattr(getattr(work, self._name), method)(*args, **kwargs)

            return await write(self._storage, body)

        return call


def audio_file_id(number: int) -> AudioFileId:
    """The id of one of many recordings; a greater number is a greater id."""
    return AudioFileId(uuid7(MOMENT, 1000 + number))


def audio_file(number: int, **fields: Any) -> AudioFile:
    """One of many recordings."""
    given: dict[str, Any] = {
        "id": audio_file_id(number),
        "owner_id": ADA,
        "title": f"Song {number} ☀",
        "blob": blob_key(f"audio/{number}.wav"),
        "original_file_name": "song.wav",
        "format": AudioFormat.WAV,
        "size_bytes": 2**40,
        "sha256": "0" * 64,
        "duration_ms": 4000,
        "sample_rate": 44_100,
        "channels": 2,
        "tags": ("dawn", "sea"),
        "created_at": MOMENT,
        "updated_at": MOMENT + timedelta(milliseconds=1),
    }
    return AudioFile(**{**given, **fields})


def rendition(**fields: Any) -> Rendition:
    """A rendition."""
    given: dict[str, Any] = {
        "id": RenditionId(uuid7(MOMENT, 5000)),
        "state": RenditionState.READY,
        "format": RenditionFormat.OPUS,
        "bitrate": 128_000,
        "blob": blob_key("audio/1/rendition.opus"),
        "size_bytes": 2**31,
        "created_at": MOMENT,
    }
    return Rendition(**{**given, **fields})


def upload(number: int, **fields: Any) -> Upload:
    """One of many uploads."""
    given: dict[str, Any] = {
        "id": UploadId(audio_file_id(number)),
        "owner_id": ADA,
        "purpose": "audio",
        "file_name": "song.wav",
        "content_type": "audio/wav",
        "blob": blob_key(f"audio/{number}.wav"),
        "created_at": MOMENT,
        "expires_at": MOMENT + timedelta(minutes=number),
    }
    return Upload(**{**given, **fields})


def report(number: int, **fields: Any) -> AudioFileReport:
    """One of many reports on the first recording."""
    given: dict[str, Any] = {
        "id": ReportId(uuid7(MOMENT, 2000 + number)),
        "audio_file_id": audio_file_id(1),
        "analyzer": "ear",
        "analyzer_version": "1",
        "decoder_version": "2",
        "created_at": MOMENT,
        "result": RESULT,
        "waveform": blob_key(f"audio/1/{number}.dat"),
        "waveform_points": 700,
        "picture": blob_key(f"audio/1/{number}.png"),
    }
    return AudioFileReport(**{**given, **fields})


def annotation(number: int, **words: Any) -> UserMusicAnalysis:
    """What is said about one of many recordings."""
    return UserMusicAnalysis(
        id=AnnotationId(Id(uuid7(MOMENT, 3000 + number))),
        user_id=ADA,
        audio_file_id=audio_file_id(number),
        words=MusicWords(**words),
        created_at=MOMENT,
        updated_at=MOMENT,
    )
