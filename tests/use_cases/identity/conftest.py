"""A town for each test."""

import pytest

from tests.use_cases.identity.town import Town


@pytest.fixture
def town() -> Town:
    """A new, empty world."""
    return Town.open()
