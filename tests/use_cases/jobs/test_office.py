"""What was given up and is tried again is awaited again, by whoever was told that it is over."""

from typing import Any

import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.blobs.sweep_use_cases import AskForSweep, GetSweep
from phantom_core.identity import PasswordHash, RegisterUser
from phantom_core.jobs import (
    ClaimJobs,
    DiscardJob,
    FailJob,
    JobStands,
    ListJobs,
    RetryJob,
    RunDeferred,
    ShowJob,
    about,
)
from phantom_core.kernel import (
    ANONYMOUS,
    EPOCH,
    SYSTEM,
    Actor,
    Command,
    Job,
    JobFilter,
    JobId,
    JobState,
    Query,
    Unreadable,
    UserId,
    person,
    uuid7,
)
from phantom_core.matching import ReviewMatches
from phantom_core.phantom import Phantom
from phantom_core.privacy.data_export import ExportState
from phantom_core.privacy.use_cases.exports import AskForDataExport, GetDataExport, ListDataExports

ROOT = person(UserId(uuid7(EPOCH, 1)), is_admin=True)


class Desk:
    """A queue, and who looks after it."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.storage = MemoryStorage(clock=self.clock)
        self.phantom = Phantom(self.storage)

    async def do(self, command: Command[Any], actor: Actor = ROOT) -> Any:
        return (await self.phantom.do(command, actor=actor)).value

    async def ask(self, query: Query[Any], actor: Actor = ROOT) -> Any:
        return await self.phantom.ask(query, actor=actor)

    async def newcomer(self) -> Actor:
        command = RegisterUser(
            email="ada@example.org",
            username="ada",
            display_name="Ada",
            password_hash=PasswordHash("$none"),
        )
        return person((await self.do(command, ANONYMOUS)).id)

    async def claim(self, *names: str) -> list[Job]:
        claim = ClaimJobs(owner="me", limit=9, life=self.clock.now - EPOCH, names=names)
        return [*await self.do(claim, SYSTEM)]

    async def give_up(self, name: str) -> JobId:
        """The only job of a kind fails for good, and that is told."""
        (job,) = await self.claim(name)
        await self.do(FailJob(lease=job.lease, error="Boom.", final=True), SYSTEM)
        for word in await self.claim("GiveUpSweep", "GiveUpDataExport"):
            await self.do(RunDeferred(lease=word.lease), SYSTEM)
        return JobId(job.id)


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_sweep_that_is_tried_again_has_not_ended(desk: Desk) -> None:
    asked = await desk.do(AskForSweep())
    job_id = await desk.give_up("blobs.sweep-all")
    ended = await desk.ask(GetSweep(run_id=asked.id))
    assert await desk.do(RetryJob(job_id=job_id)) == job_id

    assert ended.ended_at is not None
    assert await desk.ask(GetSweep(run_id=asked.id)) == asked
    assert [job.id for job in await desk.claim("blobs.sweep-all")] == [job_id]


async def test_that_it_is_over_is_not_told_once_it_is_tried_again(desk: Desk) -> None:
    asked = await desk.do(AskForSweep())
    (job,) = await desk.claim("blobs.sweep-all")
    await desk.do(FailJob(lease=job.lease, error="Boom.", final=True), SYSTEM)
    await desk.do(RetryJob(job_id=JobId(job.id)))

    assert await desk.claim("GiveUpSweep") == []
    assert await desk.ask(GetSweep(run_id=asked.id)) == asked


async def test_a_sweep_that_is_forgotten_is_not_tried_again(desk: Desk) -> None:
    await desk.do(AskForSweep())
    job_id = await desk.give_up("blobs.sweep-all")
    desk.clock.advance(seconds=1)
    for _ in range(50):
        await desk.do(AskForSweep())

    with pytest.raises(JobStands, match="Nobody awaits"):
        await desk.do(RetryJob(job_id=job_id))


async def test_an_export_that_is_tried_again_waits_unless_another_one_was_asked_for(
    desk: Desk,
) -> None:
    ada = await desk.newcomer()
    asked = await desk.do(AskForDataExport(), ada)
    job_id = await desk.give_up("privacy.export")
    failed = await desk.ask(GetDataExport(export_id=asked.id), ada)
    await desk.do(RetryJob(job_id=job_id))

    assert failed.state is ExportState.FAILED
    assert await desk.ask(GetDataExport(export_id=asked.id), ada) == asked

    assert await desk.give_up("privacy.export") == job_id
    desk.clock.advance(seconds=1)
    await desk.do(AskForDataExport(), ada)
    with pytest.raises(JobStands, match="Nobody awaits"):
        await desk.do(RetryJob(job_id=job_id))
    states = [each.state for each in (await desk.ask(ListDataExports(), ada)).items]
    assert states == [ExportState.WAITING, ExportState.FAILED]


async def test_what_runs_or_is_done_or_cannot_be_read_is_neither_tried_again_nor_dropped(
    desk: Desk,
) -> None:
    await desk.do(AskForSweep())
    (job,) = await desk.claim("blobs.sweep-all")
    reason = "This build knows no job of that name."
    strange = Unreadable(
        name="lost",
        job_version=1,
        stored={"task": "lost", "version": 1, "fields": {}},
        reason=reason,
    )
    dead = Job(id=uuid7(EPOCH, 9), deferred=strange, run_at=EPOCH, created_at=EPOCH)
    await write(desk.storage, lambda work: work.jobs.add(dead.die(reason, work.now)))

    for command in (RetryJob(job_id=JobId(job.id)), DiscardJob(job_id=JobId(job.id))):
        with pytest.raises(JobStands, match="is running"):
            await desk.do(command)
    with pytest.raises(JobStands, match="knows no job"):
        await desk.do(RetryJob(job_id=JobId(dead.id)))
    await desk.do(DiscardJob(job_id=JobId(dead.id)))
    assert (await desk.ask(ListJobs(wanted=JobFilter(state=JobState.DEAD)))).items == []


async def test_one_that_waits_for_its_next_attempt_is_begun_at_once(desk: Desk) -> None:
    await desk.do(AskForSweep())
    (job,) = await desk.claim("blobs.sweep-all")
    await desk.do(FailJob(lease=job.lease, error="Away.", outage=desk.clock.now - EPOCH), SYSTEM)
    assert await desk.claim("blobs.sweep-all") == []
    await desk.do(RetryJob(job_id=JobId(job.id)))

    (again,) = await desk.claim("blobs.sweep-all")
    assert (again.id, again.begun, again.forgiven) == (job.id, 2, 1)
    assert (await desk.ask(ShowJob(job_id=JobId(job.id)))).error == "Away."


def test_a_job_is_about_the_ids_that_it_names_and_nothing_else() -> None:
    assert about(ReviewMatches(user_ids=(ROOT.person,))) == {"user_ids": [ROOT.person]}
    assert about(ReviewMatches(user_ids=())) == {}
    assert about(Unreadable(name="x", job_version=1, stored={}, reason="Odd.")) == {}
