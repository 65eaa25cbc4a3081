"""What people may do with recordings, and workers with jobs, drawn by chance."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st

from phantom_adapters.contracts.recording_examples import RESULT
from phantom_core import audio as a
from phantom_core.blobs import blob_key
from phantom_core.blobs.ledger_use_cases import ForgetBlobs, TakeDoomedBlobs
from phantom_core.jobs import BeatJob, ClaimJobs, FailJob, FinishJob, GetJob, NextJobIn, ReleaseJob
from phantom_core.kernel import (
    ByteCount,
    Command,
    Cursor,
    Hertz,
    Job,
    JobId,
    Lease,
    Milliseconds,
    PageRequest,
    Query,
)
from phantom_core.uploads import SweepUploads, Upload
from tests.agreement.identity_operations import NOBODY, Known, one_of

__all__ = ["commands", "learn", "queries"]

_TITLES: Final = st.sampled_from(["First", "Zweites Stück", "no\0thing", ""])
_GOOD_TITLES: Final = st.sampled_from([None, "First", "Zweites Stück"])
_TAGS: Final = st.sampled_from([(), ("loud",), ("loud", "Ünder")])
_WORDS: Final = st.builds(
    a.MusicWords, mood=st.sampled_from([None, "calm"]), description=_GOOD_TITLES, tags=_TAGS
)
_HASHES: Final = st.sampled_from(["a" * 64, "b" * 64])
_DETAILS: Final = st.builds(
    a.UploadDetails, title=_GOOD_TITLES, tags=_TAGS, visibility=st.sampled_from(a.Visibility)
)
_PROBED: Final = a.AudioProbed(
    format=a.AudioFormat.WAV,
    duration_ms=Milliseconds(1000),
    sample_rate=Hertz(8000),
    channels=1,
)
_FINDINGS: Final = a.Findings(
    analyzer="chance",
    analyzer_version="1",
    decoder_version="1",
    result=RESULT,
    waveform_points=4,
)
_LIFE: Final = timedelta(seconds=30)


def leases(known: Known) -> st.SearchStrategy[Lease]:
    """A lease somebody has had, or nobody."""
    return st.sampled_from([*known.leases, Lease(job_id=JobId(NOBODY), begun=1)])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about recordings, their analyses, blobs and jobs."""
    recordings = one_of(known.recordings)
    return st.one_of(
        st.builds(
            a.BeginUpload,
            file_name=_TITLES,
            format=st.sampled_from(a.AudioFormat),
            key=st.sampled_from([None, "k"]),
        ),
        st.builds(a.ProlongUpload, upload_id=recordings),
        st.builds(
            a.FinishUpload,
            upload_id=recordings,
            size_bytes=st.just(ByteCount(16_044)),
            sha256=_HASHES,
            probed=st.just(_PROBED),
            details=_DETAILS,
        ),
        st.just(SweepUploads()),
        st.builds(
            a.ChangeAudioFile,
            audio_file_id=recordings,
            title=_GOOD_TITLES,
            tags=st.none() | _TAGS,
            visibility=st.sampled_from([None, *a.Visibility]),
            version=st.sampled_from([None, 1, 2]),
        ),
        st.builds(a.DeleteAudioFile, audio_file_id=recordings),
        st.builds(a.RequestAnalysis, audio_file_id=recordings),
        st.builds(a.Annotate, audio_file_id=recordings, words=_WORDS),
        st.builds(TakeDoomedBlobs, limit=st.integers(1, 3)),
        _job_commands(known),
        _attempt_commands(known),
    )


def _job_commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    lease = leases(known)
    claim = st.builds(ClaimJobs, owner=st.just("w"), limit=st.integers(1, 4), life=st.just(_LIFE))
    return st.one_of(
        claim,
        claim,
        st.builds(BeatJob, lease=lease, life=st.just(_LIFE)),
        st.builds(FinishJob, lease=lease),
        st.builds(ReleaseJob, lease=lease),
        st.builds(
            FailJob,
            lease=lease,
            error=st.just("burnt"),
            final=st.booleans(),
            outage=st.sampled_from([None, _LIFE]),
        ),
    )


def _attempt_commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    begins: list[Command[Any]] = [
        a.BeginAnalysis(lease=lease, task=task) for lease, task in known.analyses
    ]
    if not known.attempts:
        return st.sampled_from(begins or [TakeDoomedBlobs(limit=1)])
    running = st.sampled_from(known.attempts)
    return st.one_of(
        st.sampled_from(begins),
        st.builds(a.TellProgress, attempt=running, stage=st.just("rhythm"), fraction=st.just(0.5)),
        st.builds(a.CompleteAnalysis, attempt=running, findings=st.just(_FINDINGS)),
        st.builds(a.FailAnalysis, attempt=running, reason=st.just("Silence.")),
        st.builds(ForgetBlobs, keys=running.map(lambda attempt: (attempt.waveform,))),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about recordings and jobs, a page at a time."""
    recordings = one_of(known.recordings)
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    return st.one_of(
        st.builds(a.GetAudioFile, audio_file_id=recordings),
        st.builds(
            a.HearOriginal,
            blob=recordings.map(lambda each: blob_key(f"audio/{'0' * 26}/{each}.wav")),
            reader=one_of(known.users),
        ),
        st.builds(
            a.ListAudioFiles,
            owner_id=st.none() | one_of(known.users),
            query=st.sampled_from(["", "first", "stuck zweit", "calm", "%"]),
            tag=st.sampled_from([None, "LOUD", "under"]),
            visibility=st.sampled_from([None, *a.Visibility]),
            status=st.sampled_from([None, None, *a.AnalysisStatus]),
            order=st.sampled_from(a.AudioOrder),
            page=pages,
        ),
        st.builds(a.ListAudioTags, page=pages),
        st.builds(a.GetReport, audio_file_id=recordings),
        st.builds(a.ListReports, audio_file_id=recordings, page=pages),
        st.builds(a.GetAnnotation, audio_file_id=recordings),
        st.builds(a.RecallUpload, key=st.just("k"), received=_received()),
        st.builds(GetJob, job_id=leases(known).map(lambda lease: lease.job_id)),
        st.just(NextJobIn()),
    )


def _received() -> st.SearchStrategy[a.ReceivedUpload]:
    return st.builds(
        a.ReceivedUpload,
        file_name=_TITLES,
        format=st.sampled_from(a.AudioFormat),
        sha256=_HASHES,
        details=_DETAILS,
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    if isinstance(answer, Upload) and answer.id not in known.recordings:
        known.recordings.append(answer.id)
    if isinstance(answer, a.AnalysisAttempt):
        known.attempts.append(answer)
    if isinstance(answer, Sequence) and not isinstance(answer, str):
        for job in answer:
            if isinstance(job, Job):
                _learn_job(known, job)


def _learn_job(known: Known, job: Job) -> None:
    known.leases.append(job.lease)
    if isinstance(job.deferred, a.AnalyseAudio):
        known.analyses.append((job.lease, job.deferred))
