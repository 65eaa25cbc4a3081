"""Jobs that somebody in office has to look after."""

from typing import Any

import attrs

from phantom_core.identity import SendReset
from phantom_core.kernel import SYSTEM, Access, Command, Deferred, Id, Job, UserId
from phantom_core.kernel.jobs import slot_of
from tests.http.world import Someone, World

__all__ = ["PlantDeadJob", "a_dead_job", "planted"]


@attrs.frozen(kw_only=True)
class PlantDeadJob(Command[Id]):
    """Have a job that was given up after all its attempts."""

    access = Access.SYSTEM
    deferred: Deferred
    error: str = "Boom: nobody is there."

    def run(self, work: Any) -> Id:
        job = Job(
            id=work.new_id(),
            deferred=self.deferred,
            run_at=work.now,
            created_at=work.now,
            slot=slot_of(self.deferred),
        )
        for _ in range(5):
            job = job.begin("a worker", work.now)
        work.jobs.add(job.die(self.error, work.now))
        return job.id


async def planted(world: World, deferred: Deferred, error: str = "Boom.") -> str:
    """The id of a job that was given up."""
    command = PlantDeadJob(deferred=deferred, error=error)
    return (await world.services.phantom.do(command, actor=SYSTEM)).value


async def a_dead_job(world: World, owner: Someone) -> str:
    """One that would have written to somebody."""
    return await planted(world, SendReset(user_id=UserId(Id(owner.id))))
