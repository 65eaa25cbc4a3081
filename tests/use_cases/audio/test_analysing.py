"""An analysis is asked for once, done once, and tells how far it is."""

from datetime import timedelta
from typing import cast

import pytest

from phantom_core.audio import (
    AnalyseAudio,
    AnalysisFailed,
    AnalysisStatus,
    AudioFile,
    BeginAnalysis,
    DeleteAudioFile,
    GetAudioFile,
    GetReport,
    ListReports,
    NoConsent,
    RequestAnalysis,
    UploadDetails,
    Visibility,
)
from phantom_core.audio.events import AnalysisFailed as FailureTold
from phantom_core.audio.events import AnalysisProgress
from phantom_core.audio.flows import analyse
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.jobs import ClaimJobs, GetJob
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    ByteCount,
    Forbidden,
    JobState,
    Lease,
    LeaseLost,
    NotFound,
    Unavailable,
)
from phantom_core.kernel.jobs import MAX_BEGUN
from tests.use_cases.audio.studio import STAGES, Studio, stream

LEASE = timedelta(seconds=30)


async def current(studio: Studio, actor: Actor, file: AudioFile) -> AudioFile:
    return await studio.phantom.ask(GetAudioFile(audio_file_id=file.id), actor=actor)


async def status(studio: Studio, actor: Actor, file: AudioFile) -> AnalysisStatus:
    return (await current(studio, actor, file)).analysis_status


async def names(studio: Studio, actor: Actor) -> list[str]:
    return [told.event.name for told in await studio.told(actor, "analysis.")]


async def reports(studio: Studio, actor: Actor, file: AudioFile) -> int:
    page = await studio.phantom.ask(ListReports(audio_file_id=file.id), actor=actor)
    return len(page.items)


async def claimed(studio: Studio) -> tuple[Lease, AnalyseAudio]:
    """Lease the analysis that is due, as a worker that will be killed."""
    claim = ClaimJobs(owner="doomed", limit=10, life=LEASE)
    jobs = (await studio.phantom.do(claim, actor=SYSTEM)).value
    (job,) = [(job.lease, job.deferred) for job in jobs if isinstance(job.deferred, AnalyseAudio)]
    return job


async def test_an_analysis_ends_in_a_report(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    await studio.work()

    assert await status(studio, ada, file) is AnalysisStatus.DONE
    report = await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    assert (report.analyzer, report.result.duration_ms) == ("ear", file.duration_ms)
    kept = [file.blob, report.waveform, report.picture]
    assert await studio.lines() == dict.fromkeys(kept, "kept")
    assert sorted(await studio.keys()) == sorted(kept)


async def test_its_owner_is_told_how_far_it_is(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    await studio.upload(ada)

    await studio.work()

    told = [told.event for told in await studio.told(ada, "analysis.progress")]
    progress = cast("list[AnalysisProgress]", told)
    assert [event.stage for event in progress] == ["starting", *STAGES]
    assert [event.fraction for event in progress] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert (await names(studio, ada))[0] == "analysis.queued"
    assert (await names(studio, ada))[-1] == "analysis.done"


async def test_progress_in_small_steps_is_told_ten_times_at_most(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    await studio.upload(ada)
    studio.ear.stages = tuple(f"step {number}" for number in range(500))

    await studio.work()

    assert len(await studio.told(ada, "analysis.progress")) <= 10


async def test_asking_again_while_it_is_awaited_changes_nothing(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    again = (await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)).value

    assert again == file
    assert len(await studio.jobs(AnalyseAudio)) == 1


async def test_asking_again_later_appends_a_report_and_the_newest_is_current(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.work()
    first = await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    studio.clock.advance(seconds=1)

    await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)
    assert await status(studio, ada, file) is AnalysisStatus.QUEUED
    await studio.work()

    page = await studio.phantom.ask(ListReports(audio_file_id=file.id), actor=ada)
    newest, oldest = page.items
    assert oldest == first
    assert await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada) == newest
    assert newest.created_at > first.created_at


async def test_without_consent_it_is_refused_by_name(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)

    with pytest.raises(NoConsent) as refusal:
        await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)

    assert refusal.value.rule == "no-consent"
    assert isinstance(refusal.value, Forbidden)


async def test_nobody_but_its_owner_has_a_recording_analysed(studio: Studio) -> None:
    ada, eve = await studio.somebody(consents=True), await studio.somebody(consents=True)
    private = await studio.upload(ada)
    public = await studio.upload(ada, details=UploadDetails(visibility=Visibility.PUBLIC))

    with pytest.raises(NotFound):
        await studio.phantom.do(RequestAnalysis(audio_file_id=private.id), actor=eve)
    with pytest.raises(Forbidden, match="owner"):
        await studio.phantom.do(RequestAnalysis(audio_file_id=public.id), actor=eve)


async def test_a_worker_that_is_killed_anywhere_leads_to_one_report(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    for stage in STAGES:

        def killed(at: str, last: str = stage) -> None:
            if at == last:
                raise Killed

        studio.ear.interrupt = killed
        lease, task = await claimed(studio)
        with pytest.raises(Killed):
            await analyse(studio.edge, lease, task)
        studio.clock.advance(seconds=31)
    studio.ear.interrupt = lambda _: None

    await studio.work()

    assert await status(studio, ada, file) is AnalysisStatus.DONE
    assert await reports(studio, ada, file) == 1
    assert (await names(studio, ada)).count("analysis.done") == 1


class Killed(BaseException):
    """Stands for the end of a process: nothing behind it runs."""


async def test_a_worker_that_was_only_believed_dead_writes_no_second_report(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    lease, task = await claimed(studio)

    async def overtaken() -> None:
        studio.ear.interrupt = lambda _: None
        studio.clock.advance(seconds=31)
        await studio.work()

    studio.ear.interrupt = lambda stage: overtaken() if stage == STAGES[-1] else None

    with pytest.raises(LeaseLost):
        await analyse(studio.edge, lease, task)
    assert await reports(studio, ada, file) == 1


async def test_the_blobs_of_an_attempt_that_came_to_nothing_are_swept(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    lease, task = await claimed(studio)
    begin = BeginAnalysis(lease=lease, task=task)
    attempt = (await studio.phantom.do(begin, actor=SYSTEM)).value
    assert attempt is not None
    await studio.store.put(attempt.waveform, stream(b"waveform"), limit=ByteCount(100))

    studio.clock.advance(hours=7)
    await studio.work()
    await sweep(studio.phantom, studio.store)

    report = await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    kept = [file.blob, report.waveform, report.picture]
    assert sorted(await studio.keys()) == sorted(kept)
    assert await studio.lines() == dict.fromkeys(kept, "kept")


async def test_what_cannot_be_heard_fails_with_a_reason(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    def give_in(_stage: str) -> None:
        raise AnalysisFailed("it took too long")

    studio.ear.interrupt = give_in
    await studio.work()

    failed = await current(studio, ada, file)
    reason = "The audio cannot be analysed: it took too long."
    assert (failed.analysis_status, failed.analysis_reason) == (AnalysisStatus.FAILED, reason)
    told = (await studio.told(ada, "analysis.failed"))[0].event
    assert told == FailureTold(owner_id=ada.person, audio_file_id=file.id, reason=reason)
    (job,) = await studio.jobs(AnalyseAudio)
    assert (job.state, studio.ear.heard) == (JobState.DONE, 1)
    assert await studio.lines() == {file.blob: "kept"}


async def test_what_failed_may_be_tried_again(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    def give_in(_stage: str) -> None:
        raise AnalysisFailed("it took too long")

    studio.ear.interrupt = give_in
    await studio.work()
    studio.ear.interrupt = lambda _: None
    await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)
    await studio.work()

    done = await current(studio, ada, file)
    assert (done.analysis_status, done.analysis_reason) == (AnalysisStatus.DONE, None)


async def test_what_breaks_off_each_time_is_given_up_and_its_owner_told(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    def stumble(_stage: str) -> None:
        raise Unavailable("no worker can be started")

    studio.ear.interrupt = stumble
    for _ in range(MAX_BEGUN):
        await studio.work()
        studio.clock.advance(hours=1)

    assert studio.ear.heard == MAX_BEGUN
    assert await status(studio, ada, file) is AnalysisStatus.FAILED
    assert (await names(studio, ada))[-1] == "analysis.failed"
    (job,) = await studio.jobs(AnalyseAudio)
    assert (job.state, "no worker can be started" in job.error) == (JobState.DEAD, True)


async def test_a_recording_that_kills_its_workers_is_given_up(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    for _ in range(5):
        await claimed(studio)
        studio.clock.advance(seconds=31)

    await studio.work()

    assert await status(studio, ada, file) is AnalysisStatus.FAILED


async def test_a_recording_whose_bytes_are_lost_fails_with_a_reason(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    await studio.store.delete(file.blob)

    await studio.work()

    assert (await current(studio, ada, file)).analysis_reason == (
        "The bytes of the recording are not there."
    )


async def test_revoking_consent_deletes_what_was_derived(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    files = [await studio.upload(ada) for _ in range(25)]
    await studio.work()

    await studio.consent(ada, granted=False)
    await studio.work()

    assert {await status(studio, ada, file) for file in files} == {AnalysisStatus.NONE}
    assert {await reports(studio, ada, file) for file in files} == {0}
    assert sorted(await studio.keys()) == sorted(file.blob for file in files)
    assert await studio.lines() == {file.blob: "kept" for file in files}


async def test_an_analysis_under_way_stops_mattering_when_consent_is_revoked(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    studio.ear.interrupt = lambda stage: (
        studio.consent(ada, granted=False) if stage == "rhythm" else None
    )

    await studio.work()

    assert await status(studio, ada, file) is AnalysisStatus.NONE
    assert await reports(studio, ada, file) == 0
    assert await studio.keys() == [file.blob]
    assert all(job.state is JobState.DONE for job in await studio.jobs(AnalyseAudio))


async def test_an_analysis_asked_for_again_is_not_answered_by_the_one_before(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)
    lease, task = await claimed(studio)
    await studio.consent(ada, granted=False)
    await studio.consent(ada, granted=True)
    await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)

    await analyse(studio.edge, lease, task)

    assert await status(studio, ada, file) is AnalysisStatus.QUEUED
    stored = await studio.phantom.ask(GetJob(job_id=lease.job_id), actor=SYSTEM)
    assert (stored.state, studio.ear.heard) == (JobState.DONE, 0)


async def test_deleting_a_recording_ends_its_analysis(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await studio.upload(ada)

    async def delete() -> None:
        await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)

    studio.ear.interrupt = lambda stage: delete() if stage == "harmony" else None
    await studio.work()

    assert await studio.keys() == []
    assert await studio.lines() == {}
    assert (await names(studio, ada))[-1] == "analysis.progress"
