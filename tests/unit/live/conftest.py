"""Hubs that are closed when their test is over."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from phantom_adapters.transport import HubSettings
from tests.unit.live.hub_stage import PROMPT, Stage, Stages


@pytest.fixture
async def stages() -> AsyncIterator[Stages]:
    """Make stages, and close their hubs at the end."""
    async with AsyncExitStack() as stack:

        async def make(settings: HubSettings) -> Stage:
            stage = Stage(settings)
            await stack.enter_async_context(stage.hub)
            return stage

        yield make


@pytest.fixture
async def stage(stages: Stages) -> Stage:
    """A hub that hears of every commit at once."""
    made = await stages(PROMPT)
    made.announce()
    return made
