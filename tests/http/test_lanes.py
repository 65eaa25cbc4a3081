"""What a worker does side by side: nothing waits for what it has nothing to do with."""

from collections.abc import Mapping
from typing import Final

import anyio
import attrs
import pytest
from anyio.lowlevel import checkpoint

from phantom_app.workers import worker_of
from phantom_core.identity import Mail, Mailer, SendVerification
from phantom_core.jobs import GetJob, periodic_id
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Command,
    Id,
    JobId,
    JobState,
    NotFound,
    Query,
    UserId,
    Work,
)
from phantom_core.matching import MatchingWork, RefreshTaste
from phantom_core.privacy import ApplyRetention
from phantom_core.uploads import SweepUploads
from tests.http.world import PASSWORD, World

_CROWD: Final = 500


@attrs.define(eq=False)
class HangingMailer(Mailer):
    """Takes mails, and never says that it has."""

    hands: int = 0
    has_three: anyio.Event = attrs.field(factory=anyio.Event)

    async def send(self, mail: Mail) -> None:  # noqa: ARG002
        self.hands += 1
        if self.hands == 3:
            self.has_three.set()
        await anyio.sleep_forever()


async def test_a_mail_server_that_hangs_holds_up_no_chore_and_not_each_mail(world: World) -> None:
    mailer = HangingMailer()
    desk = attrs.evolve(world.services.desk, mailer=mailer)
    for name in ("ada", "bob", "cyd"):
        await world.someone(name)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(worker_of(attrs.evolve(world.services, desk=desk)).run)
        with anyio.fail_after(60):
            await mailer.has_three.wait()
            while not await has_come_round(world):
                await checkpoint()
        tasks.cancel_scope.cancel()


@attrs.frozen(kw_only=True)
class CrowdComes(Command[None]):
    """Have very many tastes to be gathered."""

    access = Access.SYSTEM
    user_id: UserId

    def run(self, work: MatchingWork) -> None:
        for _ in range(_CROWD):
            work.enqueue(RefreshTaste(user_id=self.user_id))


@attrs.frozen(kw_only=True)
class CrowdWaits(Query[bool]):
    """Whether some of them are still to be gathered."""

    access = Access.SYSTEM

    def run(self, work: Work) -> bool:
        return bool(work.jobs.due(work.now, 1, {RefreshTaste.__name__}))


async def test_an_erasure_does_not_wait_for_the_tastes_of_a_crowd(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    phantom = world.services.phantom
    await phantom.do(CrowdComes(user_id=UserId(Id(bob.id))), actor=SYSTEM)
    asked = await ada.send("DELETE", "/api/users/me", {"password": PASSWORD})

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(worker_of(world.services).run)
        with anyio.fail_after(60):
            while "doneAt" not in await told(world, asked.json()["id"]):
                await checkpoint()
        waits = await phantom.ask(CrowdWaits(), actor=SYSTEM)
        tasks.cancel_scope.cancel()

    assert waits


async def test_of_chores_a_worker_of_some_kinds_has_only_its_own_come_round(world: World) -> None:
    kinds = {ApplyRetention.__name__, SendVerification.name}
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(worker_of(world.services, kinds, 1).run)
        with anyio.fail_after(60):
            while not await has_come_round(world):
                await checkpoint()
        tasks.cancel_scope.cancel()

    query = GetJob(job_id=periodic_id(SweepUploads()))
    with pytest.raises(NotFound):
        await world.services.phantom.ask(query, actor=SYSTEM)


@attrs.frozen(kw_only=True)
class ChoreComes(Command[Id]):
    """Have something to be done that nobody waits for."""

    access = Access.SYSTEM

    def run(self, work: Work) -> Id:
        return work.enqueue(SweepUploads())


async def test_with_one_slot_what_somebody_waits_for_goes_before_an_older_chore(
    world: World,
) -> None:
    mailer = HangingMailer()
    desk = attrs.evolve(world.services.desk, mailer=mailer)
    chore = (await world.services.phantom.do(ChoreComes(), actor=SYSTEM)).value
    world.clock.advance(minutes=1)
    await world.someone("ada")

    async with anyio.create_task_group() as tasks:
        services = attrs.evolve(world.services, desk=desk)
        tasks.start_soon(worker_of(services, (), 1).run)
        with anyio.fail_after(60):
            while not mailer.hands:
                await checkpoint()
        query = GetJob(job_id=JobId(chore))
        job = await world.services.phantom.ask(query, actor=SYSTEM)
        tasks.cancel_scope.cancel()

    assert (mailer.hands, job.state) == (1, JobState.WAITING)


async def told(world: World, erasure_id: str) -> Mapping[str, object]:
    """How far an erasure has come."""
    answer: Mapping[str, object] = (await world.http.get(f"/api/erasures/{erasure_id}")).json()
    return answer


async def has_come_round(world: World) -> bool:
    """Whether a chore was done."""
    query = GetJob(job_id=periodic_id(ApplyRetention()))
    try:
        job = await world.services.phantom.ask(query, actor=SYSTEM)
    except NotFound:
        return False
    return job.begun > 0 and job.run_at > world.clock.now
