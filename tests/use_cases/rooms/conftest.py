"""A house for each test."""

import pytest

from tests.use_cases.rooms.house import House


@pytest.fixture
async def house() -> House:
    """A new world, without rooms."""
    return await House.open()
