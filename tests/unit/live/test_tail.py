"""Looking in the log again and again, while the log is not always there."""

import asyncio
import logging

import pytest

from phantom_adapters.transport.tail import _repeat
from phantom_core.kernel import Unavailable


async def test_a_log_that_fails_is_looked_at_less_often_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses = list[float]()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) > 9:
            raise asyncio.CancelledError

    async def look() -> None:
        if len(pauses) <= 6:
            raise Unavailable("Not now.")

    with caplog.at_level(logging.WARNING), pytest.raises(asyncio.CancelledError):
        await _repeat(look, 0.2, sleep)

    assert pauses[:9] == [0.2, 0.4, 0.8, 1.6, 2.0, 2.0, 2.0, 0.2, 0.2]
    assert len(caplog.records) == 1
