"""What is told of recordings and their analyses."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from phantom_app.http.audio.payloads import AudioFilePayload, audio_file_of
from phantom_app.http.payloads import IdText, Payload
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.audio import AudioFile
from phantom_core.audio import events as audio
from phantom_core.kernel import Event

__all__ = [
    "EVENTS",
    "RESOURCES",
    "AnalysisDoneData",
    "AnalysisFailedData",
    "AnalysisProgressData",
    "AudioData",
    "AudioFileData",
]


class AudioData(EventPayload):
    """Something about one recording."""

    audio_file_id: IdText


class AudioFileData(EventPayload):
    """The recording, as it is now.

    Its `version` counts what its owner changes, and stays when an analysis moves on.
    """

    file: AudioFilePayload


class AnalysisProgressData(AudioData):
    """How far an analysis has come; the recording's `analysisStatus` is `running`."""

    stage: str
    fraction: float


class AnalysisDoneData(AudioData):
    """An analysis has its report; the recording's `analysisStatus` is `done`."""

    report_id: IdText


class AnalysisFailedData(AudioData):
    """An analysis found nothing out, and why; the recording's `analysisStatus` is `failed`."""

    reason: str


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    audio.AudioAdded: AudioFileData,
    audio.AudioChanged: AudioFileData,
    audio.AudioAnnotated: AudioData,
    audio.AudioDeleted: AudioData,
    audio.AnalysisQueued: AudioData,
    audio.AnalysisProgress: AnalysisProgressData,
    audio.AnalysisDone: AnalysisDoneData,
    audio.AnalysisFailed: AnalysisFailedData,
}
"""What is told of each event."""

RESOURCES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {AudioFile: audio_file_of}
"""How what events hold is told."""
