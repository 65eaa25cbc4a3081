"""Answers are kept as long as their keys are good, other things as long, and not much longer."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.jobs import Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.audio import AudioFormat, BeginUpload
from phantom_core.kernel import (
    ANONYMOUS,
    SYSTEM,
    Access,
    Command,
    Id,
    Invocation,
    Job,
    JobState,
    UserId,
    Work,
    person,
)
from phantom_core.phantom import Phantom
from phantom_core.privacy import ApplyRetention, lives_of

ADA = person(UserId(Id("0" * 26)))


@attrs.frozen
class Leave(Command[None]):
    """Leaves a job that was given up."""

    access = Access.SYSTEM

    def run(self, work: Work) -> None:
        job = Job(id=work.new_id(), deferred=ApplyRetention(), run_at=work.now, created_at=work.now)
        work.jobs.add(job.die("hopeless", work.now))


@pytest.mark.parametrize("many", [3, 1200])
async def test_old_answers_are_forgotten_however_many(many: int) -> None:
    clock = ManualClock()
    storage = MemoryStorage(clock=clock)
    phantom = Phantom(storage)
    begin = BeginUpload(file_name="a.wav", format=AudioFormat.WAV)
    for number in range(many):
        await phantom.do(begin, actor=ADA, idempotency_key=f"old {number}")
    clock.advance(hours=25)
    await phantom.do(begin, actor=ADA, idempotency_key="new")

    await phantom.do(ApplyRetention(), actor=SYSTEM)
    await Worker(phantom, {}, owner="test").drain()

    def kept(work: Any) -> list[Any]:
        return [key for (_, key), _ in work.answers._table.items()]

    assert await storage.read(Invocation(ANONYMOUS, 1), kept) == ["new"]


async def test_jobs_given_up_are_kept_as_long_as_operators_say() -> None:
    clock = ManualClock()
    storage = MemoryStorage(clock=clock)
    phantom = Phantom(storage)
    for _ in range(1200):
        await phantom.do(Leave(), actor=SYSTEM)
    forget = ApplyRetention(lives=lives_of({"jobs_given_up": timedelta(days=40)}))

    async def left() -> int:
        await phantom.do(forget, actor=SYSTEM)
        await Worker(phantom, {}, owner="test").drain()

        def dead(work: Any) -> int:
            return sum(job.state is JobState.DEAD for job in work.jobs._table)

        return await storage.read(Invocation(ANONYMOUS, 1), dead)

    clock.advance(days=40)
    assert await left() == 1200
    clock.advance(seconds=1)
    assert await left() == 0
