"""What happens to recordings, told to their owner, as far as it changes what they know of them."""

from typing import ClassVar, Final

import attrs

from phantom_core.audio.audio_file import AudioFile, AudioFileId
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
    "AudioFileEvent",
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
class AudioFileEvent(Event):
    """A recording that reads as it does from now on."""

    file: AudioFile

    @property
    def topic(self) -> Topic:
        """Its owner's topic."""
        return topic("user", self.file.owner_id)


@attrs.frozen(kw_only=True)
class AudioAdded(AudioFileEvent):
    """A recording has come."""

    name: ClassVar[str] = "audio.added"


@attrs.frozen(kw_only=True)
class AudioChanged(AudioFileEvent):
    """A recording is described otherwise, or what was derived from it is gone."""

    name: ClassVar[str] = "audio.changed"


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


EVENTS: Final[tuple[type[Event], ...]] = (
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
