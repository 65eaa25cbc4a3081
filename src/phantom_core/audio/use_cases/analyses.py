"""Having recordings analysed: wishing for it, and giving it up."""

from typing import ClassVar, Final

import attrs

from phantom_core.audio.audio_file import AnalysisRunId, AudioFile, AudioFileId
from phantom_core.audio.events import AnalysisFailed, AnalysisQueued
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.use_cases.finding import analysable, consented
from phantom_core.kernel import Access, Command, Task

__all__ = [
    "AnalyseAudio",
    "GiveUpAnalysis",
    "RequestAnalysis",
    "ReviveAnalysis",
    "awaiting",
    "note_failure",
    "queue_analysis",
]

_BROKE_OFF: Final = "The analysis was tried several times, and broke off each time."


@attrs.frozen(kw_only=True)
class GiveUpAnalysis(Command[None]):
    """Say that an analysis will not come, after its last attempt."""

    access = Access.SYSTEM
    audio_file_id: AudioFileId
    run_id: AnalysisRunId

    def run(self, work: AudioWork) -> None:
        """Tell the owner, if it is still awaited."""
        file = awaiting(work, self.audio_file_id, self.run_id)
        if file is not None:
            note_failure(work, file, _BROKE_OFF)


@attrs.frozen(kw_only=True)
class AnalyseAudio(Task):
    """Listen to a recording and write its report."""

    name: ClassVar[str] = "audio.analyse"
    audio_file_id: AudioFileId
    run_id: AnalysisRunId

    def given_up(self, reason: str) -> GiveUpAnalysis:  # noqa: ARG002 - not for its owner to read
        """The command that says so."""
        return GiveUpAnalysis(audio_file_id=self.audio_file_id, run_id=self.run_id)

    def awaited_again(self) -> "ReviveAnalysis":
        """The command that queues it again."""
        return ReviveAnalysis(audio_file_id=self.audio_file_id, run_id=self.run_id)


@attrs.frozen(kw_only=True)
class ReviveAnalysis(Command[bool]):
    """Await an analysis again that was given up, if its owner agrees still."""

    access = Access.SYSTEM
    audio_file_id: AudioFileId
    run_id: AnalysisRunId

    def run(self, work: AudioWork) -> bool:
        """Answer whether it is awaited; what was asked for after it is awaited instead of it."""
        agreed = consented(work, self.audio_file_id)
        file = work.audio_files.find(self.audio_file_id)
        if file is None or not agreed:
            return False
        if file.awaits_analysis:
            return file.analysis_run == self.run_id
        work.audio_files.put(file.queued(self.run_id))
        work.record(AnalysisQueued(owner_id=file.owner_id, audio_file_id=file.id))
        return True


@attrs.frozen(kw_only=True)
class RequestAnalysis(Command[AudioFile]):
    """Have a recording analysed, once more if need be. One that is awaited is not asked twice.

    Raises: NotFound; Forbidden, to all but the owner; NoConsent.
    """

    access = Access.PERSON
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> AudioFile:
        """Answer the recording as it stands now."""
        file = analysable(work, self.audio_file_id)
        return file if file.awaits_analysis else queue_analysis(work, file)


def queue_analysis(work: AudioWork, file: AudioFile) -> AudioFile:
    """Leave a recording to the workers."""
    run_id = AnalysisRunId(work.new_id())
    queued = file.queued(run_id)
    work.audio_files.put(queued)
    work.enqueue(AnalyseAudio(audio_file_id=file.id, run_id=run_id))
    work.record(AnalysisQueued(owner_id=file.owner_id, audio_file_id=file.id))
    return queued


def awaiting(
    work: AudioWork, audio_file_id: AudioFileId, run_id: AnalysisRunId
) -> AudioFile | None:
    """The recording that awaits this run; `None` if none does, or does any more."""
    file = work.audio_files.find(audio_file_id)
    return file if file is not None and file.analysis_run == run_id else None


def note_failure(work: AudioWork, file: AudioFile, reason: str) -> None:
    """Say that the awaited analysis found nothing out."""
    work.audio_files.put(file.analysis_failed(reason))
    work.record(AnalysisFailed(owner_id=file.owner_id, audio_file_id=file.id, reason=reason))
