"""What a worker does side by side: nothing waits for what it has nothing to do with."""

import anyio
import attrs
from anyio.lowlevel import checkpoint

from phantom_app.composition import worker_of
from phantom_core.identity import Mail, Mailer
from phantom_core.jobs import ForgetAnswers, GetJob, periodic_id
from phantom_core.kernel import SYSTEM, NotFound
from tests.http.world import World


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
        with anyio.fail_after(10):
            await mailer.has_three.wait()
            while not await has_come_round(world):
                await checkpoint()
        tasks.cancel_scope.cancel()


async def has_come_round(world: World) -> bool:
    """Whether a chore was done."""
    query = GetJob(job_id=periodic_id(ForgetAnswers()))
    try:
        job = await world.services.phantom.ask(query, actor=SYSTEM)
    except NotFound:
        return False
    return job.begun > 0 and job.run_at > world.clock.now
