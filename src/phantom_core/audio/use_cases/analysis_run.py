"""One attempt at an analysis, as its worker tells it: each step carries the job's lease.

An analysis may stop being wanted at any moment: the recording is deleted, the consent is
revoked. Then the next step finishes the job and says so, and nothing else happens.
"""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.audio.analysis import AnalysisResult
from phantom_core.audio.audio_file import AudioFile
from phantom_core.audio.events import AnalysisDone, AnalysisProgress
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.report import (
    MOST_REPORTS,
    AudioFileReport,
    ReportId,
    blobs_of,
    picture_key,
    waveform_key,
)
from phantom_core.audio.use_cases.analyses import AnalyseAudio, awaiting, note_failure
from phantom_core.audio.use_cases.finding import consented
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.jobs import finish
from phantom_core.kernel import Access, Command, Lease

__all__ = [
    "AnalysisAttempt",
    "BeginAnalysis",
    "CompleteAnalysis",
    "FailAnalysis",
    "Findings",
    "TellProgress",
]

_LONGEST_ATTEMPT: Final = timedelta(hours=6)
_STARTING: Final = "starting"


@attrs.frozen(kw_only=True)
class AnalysisAttempt:
    """What a worker needs for one attempt.

    Attributes:
        file: the recording.
        report_id: that of the report to come.
        waveform: the blob in which the waveform is expected.
        picture: the blob in which its picture is expected.
    """

    lease: Lease
    task: AnalyseAudio
    file: AudioFile
    report_id: ReportId
    waveform: BlobKey
    picture: BlobKey


@attrs.frozen(kw_only=True)
class Findings:
    """What an attempt found, once its blobs are kept.

    Attributes:
        waveform_points: how many points the waveform's finest level has.
    """

    analyzer: str
    analyzer_version: str
    decoder_version: str
    result: AnalysisResult
    waveform_points: int


@attrs.frozen(kw_only=True)
class BeginAnalysis(Command[AnalysisAttempt | None]):
    """Begin an attempt; `None` if the analysis is no longer wanted. Raises: LeaseLost."""

    access = Access.SYSTEM
    lease: Lease
    task: AnalyseAudio

    def run(self, work: AudioWork) -> AnalysisAttempt | None:
        """Answer what it takes."""
        file = _wanted(work, self.lease, self.task)
        if file is None:
            return None
        work.audio_files.put(file.running())
        attempt = self._attempt(file, ReportId(work.new_id()))
        until = work.now + _LONGEST_ATTEMPT
        expect_blobs(work, attempt.waveform, attempt.picture, until=until)
        _tell(work, file, _STARTING, 0.0)
        return attempt

    def _attempt(self, file: AudioFile, report_id: ReportId) -> AnalysisAttempt:
        return AnalysisAttempt(
            lease=self.lease,
            task=self.task,
            file=file,
            report_id=report_id,
            waveform=waveform_key(file.owner_id, file.id, report_id),
            picture=picture_key(file.owner_id, file.id, report_id),
        )


@attrs.frozen(kw_only=True)
class TellProgress(Command[bool]):
    """Tell the owner how far it is; answer whether it is still wanted. Raises: LeaseLost.

    Attributes:
        fraction: the share of the whole that is done, 0 to 1.
    """

    access = Access.SYSTEM
    attempt: AnalysisAttempt
    stage: str
    fraction: float

    def run(self, work: AudioWork) -> bool:
        """Answer whether to go on."""
        file = _wanted(work, self.attempt.lease, self.attempt.task)
        if file is None:
            _drop_blobs(work, self.attempt)
            return False
        _tell(work, file, self.stage, self.fraction)
        return True


@attrs.frozen(kw_only=True)
class CompleteAnalysis(Command[AudioFileReport | None]):
    """Write the report and finish the job, in one transaction: there is one report, ever.

    Of a recording with very many reports the oldest goes.

    Raises: LeaseLost, if somebody else does it; BlobNotExpected, if it took too long.
    """

    access = Access.SYSTEM
    attempt: AnalysisAttempt
    findings: Findings

    def run(self, work: AudioWork) -> AudioFileReport | None:
        """Answer the report; `None` if it was no longer wanted."""
        file = _wanted(work, self.attempt.lease, self.attempt.task)
        if file is None:
            _drop_blobs(work, self.attempt)
            return None
        finish(work, self.attempt.lease)
        keep_blobs(work, self.attempt.waveform, self.attempt.picture)
        report = self._report(work)
        work.audio_reports.add(report)
        outdated = work.audio_reports.remove_of(file.id, but=MOST_REPORTS)
        doom_blobs(work, *blobs_of(outdated))
        work.audio_files.put(file.analysed())
        work.record(
            AnalysisDone(owner_id=file.owner_id, audio_file_id=file.id, report_id=report.id)
        )
        return report

    def _report(self, work: AudioWork) -> AudioFileReport:
        attempt, findings = self.attempt, self.findings
        return AudioFileReport(
            id=attempt.report_id,
            audio_file_id=attempt.file.id,
            analyzer=findings.analyzer,
            analyzer_version=findings.analyzer_version,
            decoder_version=findings.decoder_version,
            created_at=work.now,
            result=findings.result,
            waveform=attempt.waveform,
            waveform_points=findings.waveform_points,
            picture=attempt.picture,
        )


@attrs.frozen(kw_only=True)
class FailAnalysis(Command[None]):
    """Say why nothing can be found out, now or later, and finish the job. Raises: LeaseLost."""

    access = Access.SYSTEM
    attempt: AnalysisAttempt
    reason: str

    def run(self, work: AudioWork) -> None:
        """Tell the owner."""
        file = _wanted(work, self.attempt.lease, self.attempt.task)
        _drop_blobs(work, self.attempt)
        if file is not None:
            finish(work, self.attempt.lease)
            note_failure(work, file, self.reason)


def _wanted(work: AudioWork, lease: Lease, task: AnalyseAudio) -> AudioFile | None:
    """The recording that awaits this, held; or else the job is done with."""
    work.jobs.get(lease.job_id).held(lease)
    agreed = consented(work, task.audio_file_id)
    file = awaiting(work, task.audio_file_id, task.run_id)
    if file is not None and agreed:
        return file
    finish(work, lease)
    return None


def _drop_blobs(work: AudioWork, attempt: AnalysisAttempt) -> None:
    doom_blobs(work, attempt.waveform, attempt.picture)


def _tell(work: AudioWork, file: AudioFile, stage: str, fraction: float) -> None:
    work.record(
        AnalysisProgress(
            owner_id=file.owner_id, audio_file_id=file.id, stage=stage, fraction=fraction
        )
    )
