"""Doing without a broker, until it answers or nobody asks any more."""

import logging

import anyio
import pytest

from phantom_adapters.limits.absence import Absence
from phantom_core.kernel import Unavailable


async def away(time: list[float]) -> Absence:
    """What asks a broker that has not answered, and is ready to try it again."""
    absence = Absence("Things are counted", monotonic=lambda: time[0])
    await absence.ask(_unanswered)
    time[0] += 1
    return absence


async def _unanswered() -> None:
    message = "The broker does not answer."
    raise Unavailable(message)


async def test_a_trial_that_is_under_way_is_over_when_it_is_closed() -> None:
    begun, over = anyio.Event(), list[bool]()

    async def silent() -> None:
        begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            over.append(True)

    absence = await away([0.0])
    await absence.ask(silent)
    await begun.wait()
    await absence.close()

    assert over == [True]


async def test_nothing_is_tried_after_it_is_closed() -> None:
    asked = list[bool]()

    async def answered() -> bool:
        asked.append(True)
        return True

    absence = await away([0.0])
    await absence.close()
    answer = await absence.ask(answered)
    await anyio.wait_all_tasks_blocked()

    assert answer is None
    assert asked == []


async def test_a_trial_that_breaks_is_told_of_and_not_repeated_at_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = list[bool]()

    async def broken() -> None:
        asked.append(True)
        message = "This cannot be asked."
        raise ValueError(message)

    time = [0.0]
    absence = await away(time)
    with caplog.at_level(logging.ERROR):
        await absence.ask(broken)
        await anyio.wait_all_tasks_blocked()
        await absence.ask(broken)
        await anyio.wait_all_tasks_blocked()

    assert asked == [True]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ValueError]
