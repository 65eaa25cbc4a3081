"""A mail is sent whatever becomes of its workers, and once as far as that can be known."""

from datetime import timedelta

import attrs
import pytest

from phantom_adapters.jobs import Worker
from phantom_core.identity import Desk, Mail, Mailer, MailRefused, SendVerification, flows
from phantom_core.jobs import GetJob
from phantom_core.kernel import SYSTEM, JobState, Unavailable
from tests.use_cases.identity.town import Town


class Killed(BaseException):
    """What ends a worker in the middle of its work."""


@attrs.define
class FailingMailer(Mailer):
    """Fails."""

    error: BaseException

    async def send(self, mail: Mail) -> None:  # noqa: ARG002
        raise self.error


def failing(town: Town, error: BaseException) -> Desk:
    return attrs.evolve(town.desk, mailer=FailingMailer(error))


async def task_of_ada(town: Town) -> SendVerification:
    return SendVerification(user_id=(await town.register("ada")).user.id)


async def test_a_mail_whose_worker_died_before_it_was_sent_is_sent_by_another(town: Town) -> None:
    task = await task_of_ada(town)
    with pytest.raises(Killed):
        await flows.send_verification(failing(town, Killed()), task)
    town.clock.advance(seconds=31)
    await town.post()
    assert town.mailer.sent == []
    town.clock.advance(seconds=29)
    await town.post()

    assert [mail.to for mail in town.mailer.sent] == ["ada@example.org"]


async def test_while_one_mail_is_on_its_way_out_the_next_waits_and_then_is_not_sent(
    town: Town,
) -> None:
    task = await task_of_ada(town)
    waits = []

    @attrs.define
    class SlowMailer(Mailer):
        async def send(self, mail: Mail) -> None:
            town.clock.advance(seconds=10)
            with pytest.raises(Unavailable, match="on its way out") as refused:
                await flows.send_verification(town.desk, task)
            waits.append(refused.value.retry_after)
            await town.mailer.send(mail)

    await flows.send_verification(attrs.evolve(town.desk, mailer=SlowMailer()), task)
    town.clock.advance(seconds=59)
    await flows.send_verification(town.desk, task)

    assert waits == [50]
    assert len(town.mailer.sent) == 1


async def test_the_pause_between_mails_begins_when_one_was_sent(town: Town) -> None:
    task = await task_of_ada(town)
    await flows.send_verification(town.desk, task)
    town.clock.advance(seconds=59)
    await flows.send_verification(town.desk, task)
    assert len(town.mailer.sent) == 1
    town.clock.advance(seconds=1)
    await flows.send_verification(town.desk, task)

    assert len(town.mailer.sent) == 2


async def test_a_mail_that_is_refused_for_good_is_given_up_and_leaves_no_token(town: Town) -> None:
    task = await task_of_ada(town)
    (job,) = await town.jobs()

    async def verification(_: object, task: SendVerification) -> None:
        await flows.send_verification(failing(town, MailRefused(550)), task)

    await Worker(town.phantom, {SendVerification: verification}, owner="post").drain()
    dead = await town.ask(GetJob(job_id=job.id), SYSTEM)
    await flows.send_verification(town.desk, task)

    assert (dead.state, "550" in dead.error) == (JobState.DEAD, True)
    assert len(town.mailer.sent) == 1


async def test_a_mail_outlives_a_mail_server_that_is_away_for_hours(town: Town) -> None:
    await town.register("ada")
    back_at = town.clock.now + timedelta(hours=2)

    async def verification(_: object, task: SendVerification) -> None:
        away = Unavailable("The mail server rests.", retry_after=60)
        desk = town.desk if town.clock.now >= back_at else failing(town, away)
        await flows.send_verification(desk, task)

    worker = Worker(town.phantom, {SendVerification: verification}, owner="post")
    for _ in range(4 * 60):
        await worker.drain()
        town.clock.advance(minutes=1)

    assert len(town.mailer.sent) == 1
