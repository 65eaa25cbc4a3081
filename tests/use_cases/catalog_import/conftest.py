"""An empty catalogue for each test."""

import pytest

from phantom_adapters.memory import MemoryStorage
from tests.use_cases.catalog_import.shop import Shop


@pytest.fixture
def shop() -> Shop:
    """A new one, in memory."""
    return Shop.on(MemoryStorage())
