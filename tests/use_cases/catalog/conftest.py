"""A shop for each test."""

import pytest

from tests.use_cases.catalog.shop import Shop


@pytest.fixture
async def shop() -> Shop:
    """A new, empty world."""
    return await Shop.open()
