"""Answers are kept as long as their keys are good, and not much longer."""

from typing import Any

import pytest

from phantom_adapters.jobs import Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.audio import AudioFormat, BeginUpload
from phantom_core.jobs import ForgetAnswers
from phantom_core.kernel import ANONYMOUS, SYSTEM, Id, Invocation, UserId, person
from phantom_core.phantom import Phantom

ADA = person(UserId(Id("0" * 26)))


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

    await phantom.do(ForgetAnswers(), actor=SYSTEM)
    await Worker(phantom, {}, owner="test").drain()

    def kept(work: Any) -> list[Any]:
        return [key for (_, key), _ in work.answers._table.items()]

    assert await storage.read(Invocation(ANONYMOUS, 1), kept) == ["new"]
