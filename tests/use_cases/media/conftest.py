"""A house of music for each test."""

import pytest

from tests.use_cases.audio.studio import Studio
from tests.use_cases.media.house import House


@pytest.fixture
async def house() -> House:
    """A new one, in memory."""
    return await House.open(Studio.open())
