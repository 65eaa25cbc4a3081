"""A world of recordings for each test."""

import pytest

from tests.use_cases.audio.studio import Studio


@pytest.fixture
def studio() -> Studio:
    """A new, empty world."""
    return Studio.open()
