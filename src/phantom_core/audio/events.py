"""What happens to recordings, told to their owner; by id only, for a log is kept for long."""

from typing import ClassVar, Final

import attrs

from phantom_core.audio.audio_file import AnalysisStatus, AudioFileId
from phantom_core.audio.report import ReportId
from phantom_core.kernel import Event, Topic, UserId, topic

__all__ = [
    "EVENTS",
    "AnalysisDone",
    "AnalysisFailed",
    "AnalysisProgress",
    "AnalysisQueued",
    "AudioAdded",
    "AudioAnnotated",
    "AudioChanged",
    "AudioDeleted",
    "AudioEvent",
]


@attrs.frozen(kw_only=True)
class AudioEvent(Event):
    """Something about one recording."""

    owner_id: UserId
    audio_file_id: AudioFileId

    @property
    def topic(self) -> Topic:
        """Its owner's topic."""
        return topic("user", self.owner_id)


@attrs.frozen(kw_only=True)
class AudioAdded(AudioEvent):
    """A recording has come."""

    name: ClassVar[str] = "audio.added"
    version: int
    analysis_status: AnalysisStatus


@attrs.frozen(kw_only=True)
class AudioChanged(AudioEvent):
    """A recording is described otherwise, or what was derived from it is gone."""

    name: ClassVar[str] = "audio.changed"
    version: int
    analysis_status: AnalysisStatus


@attrs.frozen(kw_only=True)
class AudioAnnotated(AudioEvent):
    """Its owner says something about a recording."""

    name: ClassVar[str] = "audio.annotated"


@attrs.frozen(kw_only=True)
class AudioDeleted(AudioEvent):
    """A recording is gone, with everything derived from it."""

    name: ClassVar[str] = "audio.deleted"


@attrs.frozen(kw_only=True)
class AnalysisQueued(AudioEvent):
    """An analysis waits for a worker."""

    name: ClassVar[str] = "analysis.queued"


@attrs.frozen(kw_only=True)
class AnalysisProgress(AudioEvent):
    """An analysis runs.

    Attributes:
        stage: what it is at; `starting` first, then the analyzer's own words.
        fraction: the share of the whole that is done, 0 to 1. It starts anew when another
            worker has to take over.
    """

    name: ClassVar[str] = "analysis.progress"
    stage: str
    fraction: float


@attrs.frozen(kw_only=True)
class AnalysisDone(AudioEvent):
    """An analysis has its report."""

    name: ClassVar[str] = "analysis.done"
    report_id: ReportId


@attrs.frozen(kw_only=True)
class AnalysisFailed(AudioEvent):
    """An analysis found nothing out, and why."""

    name: ClassVar[str] = "analysis.failed"
    reason: str


EVENTS: Final[tuple[type[AudioEvent], ...]] = (
    AudioAdded,
    AudioChanged,
    AudioAnnotated,
    AudioDeleted,
    AnalysisQueued,
    AnalysisProgress,
    AnalysisDone,
    AnalysisFailed,
)
"""All of them, for the registry."""
