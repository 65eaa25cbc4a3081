"""A street for each test."""

import pytest

from tests.use_cases.identity.town import Town
from tests.use_cases.notifications.street import Street


@pytest.fixture
def street() -> Street:
    """A new, empty world."""
    return Street(Town.open())
