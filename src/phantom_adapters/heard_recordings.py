"""What analyses have found in recordings, for projects in which they stand."""

from phantom_core.audio import AnalysisConsents, AudioFileId, Mode
from phantom_core.audio.ports import AudioFiles, AudioReports
from phantom_core.kernel import Id, UserId
from phantom_core.studio.document_ports import Recordings
from phantom_core.studio.hearing_ports import HeardRecordings
from phantom_core.studio.suggesting import HeardRecording

__all__ = ["KeptHeardRecordings"]


class KeptHeardRecordings(HeardRecordings):
    """Takes it from the current reports, where the owners let recordings be analysed."""

    def __init__(
        self,
        recordings: Recordings,
        files: AudioFiles,
        reports: AudioReports,
        consents: AnalysisConsents,
    ) -> None:
        self._recordings = recordings
        self._files = files
        self._reports = reports
        self._consents = consents

    def find(self, recording_id: Id, *, seen_by: UserId) -> HeardRecording | None:
        """What a recording's current report says."""
        if self._recordings.find(recording_id, seen_by=seen_by) is None:
            return None
        owner = self._files.owner_of(AudioFileId(recording_id))
        report = self._reports.current(AudioFileId(recording_id))
        if owner is None or report is None or not self._consents.allows_analysis(owner):
            return None
        found = report.result
        return HeardRecording(
            tempo=found.tempo.bpm,
            tempo_confidence=found.tempo.confidence,
            tonic=found.key.tonic,
            minor=found.key.mode is Mode.MINOR,
            key_confidence=found.key.confidence,
            loudness=found.loudness.integrated_lufs,
        )
